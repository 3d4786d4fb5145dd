#include "bare_message.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace tonus::sensors::bluez {
namespace {

constexpr std::size_t kFixedHeader = 16;
constexpr std::size_t kSerialAt = 8;
constexpr std::uint8_t kMethodCall = 1, kMethodReturn = 2, kError = 3;
enum Field : std::uint8_t {
  kPath = 1,
  kInterface = 2,
  kMember = 3,
  kReplySerial = 5,
  kDestination = 6,
  kSignature = 8
};

std::size_t aligned(std::size_t at, std::size_t to) noexcept { return (at + to - 1) / to * to; }

class Marshal {
 public:
  void align(std::size_t to) { out_.resize(aligned(out_.size(), to)); }
  void octet(std::uint8_t value) { out_.push_back(std::byte{value}); }
  void number(std::uint32_t value) {
    align(4);
    for (int shift = 0; shift < 32; shift += 8) octet(static_cast<std::uint8_t>(value >> shift & 0xFFU));
  }
  void text(std::string_view value) {
    number(static_cast<std::uint32_t>(value.size()));
    raw(value);
  }
  void signature(std::string_view value) {
    octet(static_cast<std::uint8_t>(value.size()));
    raw(value);
  }
  void field(Field code, std::string_view type, std::string_view value) {
    align(8);
    octet(code);
    signature(type);
    type == "g" ? signature(value) : text(value);
  }
  /// Writes a length that is known only once `fill` has run; `alignment` is that of the elements.
  template <class Fill>
  void array(std::size_t alignment, Fill fill) {
    number(0);
    const std::size_t at = out_.size() - 4;
    align(alignment);
    const std::size_t first = out_.size();
    fill();
    patch(at, static_cast<std::uint32_t>(out_.size() - first));
  }
  void patch(std::size_t at, std::uint32_t value) {
    for (std::size_t i = 0; i < 4; ++i) out_[at + i] = static_cast<std::byte>(value >> (8 * i) & 0xFFU);
  }
  [[nodiscard]] std::size_t size() const noexcept { return out_.size(); }
  std::vector<std::byte> take() { return std::move(out_); }

 private:
  void raw(std::string_view value) {
    for (const char c : value) octet(static_cast<std::uint8_t>(c));
    octet(0);
  }
  std::vector<std::byte> out_;
};

template <class Body>
std::vector<std::byte> message(const BareCall& call, std::string_view signature, Body body) {
  constexpr std::size_t kBodyLengthAt = 4;
  Marshal m;
  m.octet('l');
  m.octet(kMethodCall);
  m.octet(0);
  m.octet(1);  // of the protocol
  m.number(0);
  m.number(1);
  m.array(8, [&] {
    m.field(kPath, "o", call.path);
    m.field(kInterface, "s", call.interface);
    m.field(kMember, "s", call.method);
    m.field(kDestination, "s", call.destination);
    if (!signature.empty()) m.field(kSignature, "g", signature);
  });
  m.align(8);
  const std::size_t head = m.size();
  body(m);
  m.patch(kBodyLengthAt, static_cast<std::uint32_t>(m.size() - head));
  return m.take();
}

/// Reads forward; out of range is remembered and gives zeros.
class Walk {
 public:
  Walk(std::span<const std::byte> octets, std::size_t at) noexcept : octets_(octets), at_(at) {}
  void align(std::size_t to) noexcept { at_ = aligned(at_, to); }
  std::uint8_t octet() noexcept {
    if (at_ >= octets_.size()) {
      is_broken_ = true;
      return 0;
    }
    return std::to_integer<std::uint8_t>(octets_[at_++]);
  }
  std::uint32_t number() noexcept {
    align(4);
    std::uint32_t value = 0;
    for (int shift = 0; shift < 32; shift += 8) value |= std::uint32_t{octet()} << shift;
    return value;
  }
  void skip(std::size_t n) noexcept {
    if (n > octets_.size() - std::min(at_, octets_.size())) is_broken_ = true;
    at_ = is_broken_ ? octets_.size() : at_ + n;
  }
  [[nodiscard]] std::size_t at() const noexcept { return at_; }
  [[nodiscard]] bool is_broken() const noexcept { return is_broken_; }

 private:
  std::span<const std::byte> octets_;
  std::size_t at_;
  bool is_broken_ = false;
};

/// "%20" and so on, as in the Specification, "Server Addresses".
std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(text.data() + i + 1, text.data() + i + 3, value, 16).ptr == text.data() + i + 3) {
      out += static_cast<char>(value);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace

std::vector<std::byte> bare_call(const BareCall& call) {
  return message(call, "", [](Marshal&) {});
}

std::vector<std::byte> bare_write(std::string_view characteristic_path, std::span<const std::byte> octets) {
  return message({"org.bluez", characteristic_path, "org.bluez.GattCharacteristic1", "WriteValue"}, "aya{sv}",
                 [&](Marshal& m) {
                   m.array(1, [&] {
                     for (const std::byte b : octets) m.octet(std::to_integer<std::uint8_t>(b));
                   });
                   m.array(8, [&] {
                     m.text("type");
                     m.signature("s");
                     m.text("request");
                   });
                 });
}

void number(std::span<std::byte> message, std::uint32_t serial) noexcept {
  if (message.size() < kFixedHeader) return;
  for (std::size_t i = 0; i < 4; ++i) message[kSerialAt + i] = static_cast<std::byte>(serial >> (8 * i) & 0xFFU);
}

std::optional<BareFault> read_reply(std::span<const std::byte> arrived, BareReply& reply) noexcept {
  if (arrived.empty()) return BareFault::Incomplete;
  if (arrived[0] != std::byte{'l'}) return BareFault::Broken;
  if (arrived.size() < kFixedHeader) return BareFault::Incomplete;
  Walk walk(arrived, 1);
  const std::uint8_t type = walk.octet();
  walk.skip(1);
  if (walk.octet() != 1) return BareFault::Broken;
  const std::size_t body = walk.number();
  walk.skip(4);
  const std::size_t fields = walk.number();
  if (body > kMostBareReply || fields > kMostBareReply) return BareFault::Broken;
  const std::size_t whole = aligned(kFixedHeader + fields, 8) + body;
  if (whole > kMostBareReply) return BareFault::Broken;
  if (arrived.size() < whole) return BareFault::Incomplete;
  reply = {.size = whole, .is_error = type == kError};
  if (type != kMethodReturn && type != kError) return std::nullopt;

  Walk field(arrived.first(kFixedHeader + fields), kFixedHeader);
  while (!field.is_broken() && field.at() < kFixedHeader + fields) {
    field.align(8);
    const std::uint8_t code = field.octet();
    // Every field of a header is one of these types.
    if (field.octet() != 1) return BareFault::Broken;
    const std::uint8_t kind = field.octet();
    field.skip(1);
    switch (kind) {
      case 'o':
      case 's': field.skip(std::size_t{field.number()} + 1); break;
      case 'g': field.skip(std::size_t{field.octet()} + 1); break;
      case 'u': {
        const std::uint32_t value = field.number();
        if (code == kReplySerial) reply.reply_to = value;
        break;
      }
      default: return BareFault::Broken;
    }
  }
  return field.is_broken() || reply.reply_to == 0 ? std::optional(BareFault::Broken) : std::nullopt;
}

std::optional<std::string> unix_socket_of(std::string_view address) {
  while (!address.empty()) {
    std::string_view one = address.substr(0, address.find(';'));
    address.remove_prefix(std::min(address.size(), one.size() + 1));
    if (!one.starts_with("unix:")) continue;
    one.remove_prefix(5);
    while (!one.empty()) {
      const std::string_view pair = one.substr(0, one.find(','));
      one.remove_prefix(std::min(one.size(), pair.size() + 1));
      if (pair.starts_with("path=")) return unescaped(pair.substr(5));
      if (pair.starts_with("abstract=")) return '\0' + unescaped(pair.substr(9));
    }
  }
  return std::nullopt;
}

}  // namespace tonus::sensors::bluez
