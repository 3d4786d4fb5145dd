#include "guard.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <vector>

#include <fmt/format.h>

#include "bare_message.hpp"

namespace tonus::sensors::bluez {
namespace {

/// A control point takes one procedure at a time, and answers by an indication that is not waited for.
constexpr std::int64_t kBetweenWrites_ms = 120;
constexpr std::int64_t kBeforeAgain_ms = 150;
constexpr std::size_t kMostCall = 512;  ///< octets of any message that we send

using Frame = std::vector<std::byte>;

// What follows runs in the child: see Farewell::say.

/// A D-Bus connection, one call at a time. Everything ends by `until_ms`.
class BareBus {
 public:
  enum class Outcome { Done, Refused, Silent };

  explicit BareBus(std::int64_t until_ms) noexcept : until_ms_(until_ms) {}
  ~BareBus() {
    if (socket_ >= 0) close(socket_);
  }
  BareBus(const BareBus&) = delete;
  BareBus& operator=(const BareBus&) = delete;

  bool open(const sockaddr_un& address, socklen_t size, std::span<const char> greeting) noexcept {
    socket_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket_ < 0) return false;
    if (connect(socket_, reinterpret_cast<const sockaddr*>(&address), size) != 0) return false;
    if (!guard_write(socket_, std::as_bytes(greeting), until_ms_)) return false;
    // "OK guid\r\n" stands before the first message.
    constexpr std::byte kLineFeed{'\n'};
    while (receive(until_ms_)) {
      const auto end = std::find(arrived_.begin(), arrived_.begin() + used(), kLineFeed);
      if (end == arrived_.begin() + used()) continue;
      const bool is_good = arrived_[0] == std::byte{'O'};
      drop(static_cast<std::size_t>(end - arrived_.begin()) + 1);
      return is_good;
    }
    return false;
  }

  Outcome call(const Frame& frame) noexcept {
    std::array<std::byte, kMostCall> message;
    if (frame.size() > message.size()) return Outcome::Refused;
    std::copy(frame.begin(), frame.end(), message.begin());
    const std::span whole = std::span(message).first(frame.size());
    number(whole, ++serial_);
    if (!guard_write(socket_, whole, until_ms_)) return Outcome::Silent;
    do {
      BareReply reply;
      for (auto fault = read_reply(std::span(arrived_).first(size_), reply); fault != BareFault::Incomplete;
           fault = read_reply(std::span(arrived_).first(size_), reply)) {
        if (fault) return Outcome::Silent;
        drop(reply.size);
        if (reply.reply_to == serial_) return reply.is_error ? Outcome::Refused : Outcome::Done;
      }
    } while (receive(until_ms_));
    return Outcome::Silent;
  }

  void rest(std::int64_t ms) const noexcept {
    const std::int64_t left = std::min(ms, until_ms_ - guard_now_ms());
    if (left > 0) poll(nullptr, 0, static_cast<int>(left));
  }
  [[nodiscard]] bool has_time() const noexcept { return guard_now_ms() < until_ms_; }

 private:
  [[nodiscard]] std::ptrdiff_t used() const noexcept { return static_cast<std::ptrdiff_t>(size_); }
  void drop(std::size_t n) noexcept {
    std::copy(arrived_.begin() + static_cast<std::ptrdiff_t>(n), arrived_.begin() + used(), arrived_.begin());
    size_ -= n;
  }
  /// Waits for more. False: none by then, or the bus hung up.
  bool receive(std::int64_t until_ms) noexcept {
    for (;;) {
      const std::int64_t left = until_ms - guard_now_ms();
      if (left <= 0 || size_ == arrived_.size()) return false;
      pollfd waiting{socket_, POLLIN, 0};
      if (poll(&waiting, 1, static_cast<int>(left)) <= 0) continue;
      const auto got = recv(socket_, arrived_.data() + size_, arrived_.size() - size_, MSG_DONTWAIT);
      if (got > 0) {
        size_ += static_cast<std::size_t>(got);
        return true;
      }
      if (got == 0 || (errno != EAGAIN && errno != EINTR)) return false;
    }
  }

  std::int64_t until_ms_;
  int socket_ = -1;
  std::uint32_t serial_ = 0;
  std::array<std::byte, kMostBareReply> arrived_;
  std::size_t size_ = 0;
};

class BluezFarewell final : public Farewell {
 public:
  BluezFarewell(const std::string& socket_name, const std::string& device, const Place& control,
                std::span<const ReleasePacket> packets) {
    address_.sun_family = AF_UNIX;
    std::copy(socket_name.begin(), socket_name.end(), address_.sun_path);
    address_size_ = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_name.size());
    // All at once: dbus-daemon and dbus-broker answer in order. The user is told in decimal digits, in hex.
    greeting_ += '\0';
    greeting_ += "AUTH EXTERNAL ";
    for (const char digit : fmt::format("{}", getuid())) greeting_ += fmt::format("{:02x}", digit);
    greeting_ += "\r\nBEGIN\r\n";
    hello_ = bare_call({"org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "Hello"});
    listen_ = bare_call({"org.bluez", control.path, kCharacteristicInterface, "StartNotify"});
    connect_ = bare_call({"org.bluez", device, kDeviceInterface, "Connect"});
    disconnect_ = bare_call({"org.bluez", device, kDeviceInterface, "Disconnect"});
    const auto write = [&](const ControlPacket& packet) {
      writes_.push_back(bare_write(control.path, octets_of(packet)));
    };
    if (control.what.uuid == uuid::kMachineControlPoint) write(ftms::request_control());
    if (control.what.uuid == uuid::kWahooControl) write(wahoo::unlock());
    for (const ReleasePacket& packet : packets) {
      if (packet.characteristic == control.what.uuid) write(packet.packet);
    }
  }

  void say(std::int64_t until_ms) const noexcept override {
    BareBus bus(until_ms);
    if (!bus.open(address_, address_size_, greeting_) || bus.call(hello_) != BareBus::Outcome::Done) return;
    while (!is_released(bus) && bus.has_time()) {
      // The link is gone, or bluetoothd is still busy with our end. Connected already, this changes nothing.
      bus.call(connect_);
      bus.rest(kBeforeAgain_ms);
    }
    if (bus.has_time()) bus.call(disconnect_);
  }

 private:
  bool is_released(BareBus& bus) const noexcept {
    // A control point without notifications refuses this one, and takes the writes all the same.
    bus.call(listen_);
    for (const Frame& write : writes_) {
      if (bus.call(write) != BareBus::Outcome::Done) {
        bus.rest(kBeforeAgain_ms);
        if (bus.call(write) != BareBus::Outcome::Done) return false;
      }
      bus.rest(kBetweenWrites_ms);
    }
    return true;
  }

  sockaddr_un address_{};
  socklen_t address_size_ = 0;
  std::string greeting_;
  Frame hello_, listen_, connect_, disconnect_;
  std::vector<Frame> writes_;
};

std::string system_bus() {
  const char* named = std::getenv("DBUS_SYSTEM_BUS_ADDRESS");
  return named != nullptr && *named != '\0' ? named : "unix:path=/var/run/dbus/system_bus_socket";
}

}  // namespace

Result<UnloadGuard, Error> arm_guard(const std::string& bus_address, const std::string& device, const Place& control,
                                     std::span<const ReleasePacket> packets) {
  if (std::ranges::find(packets, control.what.uuid, &ReleasePacket::characteristic) == packets.end())
    return fail(Error{"unload guard: no packet to release the trainer with"});
  const std::string address = bus_address.empty() ? system_bus() : bus_address;
  const auto socket_name = unix_socket_of(address);
  if (!socket_name || socket_name->size() >= sizeof(sockaddr_un::sun_path)) {
    return fail(
        Error{fmt::format("unload guard: {} is no UNIX socket that a child could open; when this process is killed the "
                          "trainer keeps its load",
                          address)});
  }
  return UnloadGuard::arm(BluezFarewell(*socket_name, device, control, packets));
}

}  // namespace tonus::sensors::bluez
