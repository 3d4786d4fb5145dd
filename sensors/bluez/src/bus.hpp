#pragma once
// The D-Bus connection: calls to org.bluez that answer later, and the signals it sends. One thread, nothing blocks but
// opening.

#include <functional>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include <engine/core/result.hpp>
#include <engine/core/time.hpp>
#include <sensors/signal/uuid.hpp>

#include "errors.hpp"
#include "values.hpp"

namespace tonus::sensors::bluez {

class Bus {
 public:
  struct Signals {
    std::function<void(const std::string& path, const Interfaces& added)> added;
    std::function<void(const std::string& path, const std::vector<std::string>& removed)> removed;
    std::function<void(const std::string& path, const std::string& interface, const Properties& changed)> changed;
    std::function<void(bool is_there)> daemon;  ///< bluetoothd came or went
  };
  using Done = std::function<void(Result<void, CallError>)>;

  /// Empty address: the system bus.
  [[nodiscard]] static Result<std::unique_ptr<Bus>, Error> open(const std::string& address, Signals signals);
  ~Bus();

  void get_objects(std::function<void(Result<Objects, CallError>)> done);
  /// A method without arguments and results.
  void call(const std::string& path, const char* interface, const char* method, Done done);
  /// LE only; no services: any.
  void set_discovery_filter(const std::string& adapter, const std::vector<Uuid>& services, Done done);
  void remove_device(const std::string& adapter, const std::string& device, Done done);
  void read(const std::string& characteristic, std::function<void(Result<Octets, CallError>)> done);
  /// With response.
  void write(const std::string& characteristic, const Octets& value, Done done);

  /// Handles what has arrived, at most a few hundred messages; true when there was any. Error: the connection is gone.
  [[nodiscard]] Result<bool, Error> process();
  /// Returns when something arrives, or after `at_most` of real time.
  void wait(Duration at_most) const;

 private:
  struct Connection;
  struct Call;
  explicit Bus(std::unique_ptr<Connection> connection, Signals signals);
  template <class Fill, class Take>
  void send(const std::string& path, const char* interface, const char* method, Fill fill, Take take);

  std::unique_ptr<Connection> connection_;
  Signals signals_;
  std::list<Call> calls_;
};

}  // namespace tonus::sensors::bluez
