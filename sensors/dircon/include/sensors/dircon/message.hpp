#pragma once
// Wahoo Direct Connect on the wire ("wahoo-fitness-tnp", facts: sensors 1.10): GATT over TCP in frames of six octets of
// header and a payload. Pure: octets in, messages out, and back. Lengths are big-endian, UUIDs lie in text order.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <engine/core/result.hpp>
#include <sensors/signal/uuid.hpp>

namespace tonus::sensors::dircon {

inline constexpr std::uint16_t kDefaultPort = 36866;
inline constexpr std::uint8_t kVersion = 1;
inline constexpr std::size_t kHeaderOctets = 6, kUuidOctets = 16;
/// Of a payload; the longest real one, the characteristics of a service, has a few hundred.
inline constexpr std::size_t kMostPayload = 4096;

enum class MessageId : std::uint8_t {
  DiscoverServices = 1,
  DiscoverCharacteristics = 2,
  Read = 3,
  Write = 4,
  EnableNotify = 5,
  Notification = 6,
};

enum class ResponseCode : std::uint8_t {
  Ok = 0,
  UnknownMessage = 1,
  Unexpected = 2,
  ServiceNotFound = 3,
  CharacteristicNotFound = 4,
  NotSupported = 5,
  WriteFailed = 6,
  UnknownVersion = 7,
};
/// "characteristic not found"; "response code 9" for what nobody has documented is made by describe().
[[nodiscard]] std::string_view name(ResponseCode code);
[[nodiscard]] std::string describe(ResponseCode code);

/// One frame as it lay on the wire; the payload is borrowed.
struct Frame {
  std::uint8_t id = 0, sequence = 0, response = 0;
  std::span<const std::byte> payload;
};

// What a client asks. `value` is borrowed.
struct DiscoverServices {};
struct DiscoverCharacteristics {
  Uuid service;
};
struct Read {
  Uuid characteristic;
};
struct Write {
  Uuid characteristic;
  std::span<const std::byte> value;
};
struct EnableNotify {
  Uuid characteristic;
  bool is_on = true;
};
using Request = std::variant<DiscoverServices, DiscoverCharacteristics, Read, Write, EnableNotify>;

// What a server says. `value` is borrowed.
struct Services {
  std::vector<Uuid> services;
};
struct OfferedCharacteristic {
  Uuid uuid;
  std::uint8_t properties = 0;  ///< Property bits of sensors/gatt/link.hpp: the two protocols agree on them
};
struct Characteristics {
  Uuid service;
  std::vector<OfferedCharacteristic> characteristics;
};
struct Value {
  Uuid characteristic;
  std::span<const std::byte> value;
};
struct Written {
  Uuid characteristic;
};
struct NotifySet {
  Uuid characteristic;
};
struct Notification {
  Uuid characteristic;
  std::span<const std::byte> value;
};
/// The answer to any request, with whatever payload; most servers send none.
struct Refusal {
  MessageId request = MessageId::Read;
  ResponseCode code = ResponseCode::Unexpected;
};
using Reply = std::variant<Services, Characteristics, Value, Written, NotifySet, Notification, Refusal>;

/// Octets after what a message needs are ignored: servers echo values and flags. Error, one line: an id nobody knows,
/// or a payload too short or of an impossible length.
[[nodiscard]] Result<Request, Error> decode_request(const Frame& frame);
[[nodiscard]] Result<Reply, Error> decode_reply(const Frame& frame);

/// Whole frames. A value longer than kMostPayload - 16 is cut.
[[nodiscard]] std::vector<std::byte> encode(const Request& request, std::uint8_t sequence);
[[nodiscard]] std::vector<std::byte> encode(const Reply& reply, std::uint8_t sequence);

/// Cuts a stream of octets into frames, however the network split or merged them.
class Framer {
 public:
  /// Whose frames: what servers say is taken with one tolerance more.
  enum class From : std::uint8_t { Client, Server };
  explicit Framer(From from) noexcept : from_(from) {}

  void feed(std::span<const std::byte> octets);
  /// The next whole frame, borrowed until the next call of feed() or next(); nothing when more octets are needed.
  /// Error, one line: not this protocol's version, or a length no message has. The stream is useless from there on: the
  /// same error comes for ever, and feed() does nothing.
  ///
  /// Some servers answer EnableNotify with a header that says 17 octets and then send the 16 of the UUID only, others
  /// send all 17. So the answer is complete with 16, and the octet after it is taken for the seventeenth unless a
  /// frame begins with it: 01 followed by a message id other than 1, which nobody answers after EnableNotify.
  [[nodiscard]] Result<std::optional<Frame>, Error> next();
  /// Octets that wait for the rest of their frame.
  [[nodiscard]] std::size_t waiting() const noexcept { return octets_.size() - used_; }

 private:
  [[nodiscard]] bool skip_echoed_flag() noexcept;

  From from_;
  bool may_owe_flag_ = false;
  std::vector<std::byte> octets_;
  std::size_t used_ = 0;
  std::optional<Error> broken_;
};

}  // namespace tonus::sensors::dircon
