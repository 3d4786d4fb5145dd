#pragma once
// D-Bus messages as bluetoothd sends them, written with libdbus, which bluetoothd is built on as well. (sd-bus, which
// the code under test uses, keeps Properties and ObjectManager to itself, so that no recorded order could be replayed.)

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <dbus/dbus.h>

namespace tonus::test {

using Bytes = std::vector<std::uint8_t>;
struct ObjectPath {
  std::string text;
};
using WireValue = std::variant<bool, std::uint8_t, std::int16_t, std::uint16_t, std::string, ObjectPath,
                               std::vector<std::string>, Bytes>;
/// In the order in which they are sent.
using WireProperties = std::vector<std::pair<std::string, WireValue>>;
using WireInterfaces = std::vector<std::pair<std::string, WireProperties>>;
using WireObjects = std::vector<std::pair<std::string, WireInterfaces>>;

struct Unref {
  void operator()(DBusMessage* message) const noexcept { dbus_message_unref(message); }
};
using Message = std::unique_ptr<DBusMessage, Unref>;

[[nodiscard]] Message properties_changed(const std::string& path, const std::string& interface,
                                         const WireProperties& changed, const std::vector<std::string>& invalidated);
[[nodiscard]] Message interfaces_added(const std::string& path, const WireInterfaces& added);
[[nodiscard]] Message interfaces_removed(const std::string& path, const std::vector<std::string>& removed);
[[nodiscard]] Message objects_reply(DBusMessage* call, const WireObjects& objects);
[[nodiscard]] Message octets_reply(DBusMessage* call, const Bytes& octets);

/// The first argument of a call: octets (ay), or a path (o); empty when it is something else.
[[nodiscard]] Bytes octets_of(DBusMessage* call);
[[nodiscard]] std::string path_of(DBusMessage* call);
/// The strings under this key in the dictionary that is the first argument (a{sv}).
[[nodiscard]] std::vector<std::string> strings_of(DBusMessage* call, const std::string& key);

/// A connection of its own. Messages go to the handler from dispatch(); one thread.
class WireConnection {
 public:
  using Handler = std::function<void(DBusMessage*)>;
  /// Connects and takes the name. Throws std::runtime_error.
  WireConnection(const std::string& address, const char* name, Handler on_call);
  ~WireConnection();
  WireConnection(const WireConnection&) = delete;
  WireConnection& operator=(const WireConnection&) = delete;

  void send(const Message& message);
  void reply(DBusMessage* call);
  void reply_error(DBusMessage* call, const std::string& name, const std::string& text);
  void dispatch(int at_most_ms);
  /// Calls it, from dispatch(), with the name of every client that leaves the bus.
  void watch_clients(std::function<void(const std::string& name)> on_gone);

 private:
  void on_owner_changed(DBusMessage* signal);

  DBusConnection* connection_ = nullptr;
  Handler on_call_;
  std::function<void(const std::string& name)> on_gone_;
};

}  // namespace tonus::test
