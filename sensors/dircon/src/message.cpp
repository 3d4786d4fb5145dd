#include <sensors/dircon/message.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <type_traits>

#include <fmt/format.h>

namespace tonus::sensors::dircon {
namespace {

using Octets = std::span<const std::byte>;

Uuid uuid_at(Octets octets, std::size_t at) {
  Uuid uuid;
  std::ranges::transform(octets.subspan(at, kUuidOctets), uuid.octets.begin(),
                         [](std::byte octet) { return std::to_integer<std::uint8_t>(octet); });
  return uuid;
}

std::string_view name(MessageId id) {
  constexpr std::array<std::string_view, 7> kNames{
      "", "discover services", "discover characteristics", "read", "write", "enable notify", "notification"};
  return kNames[static_cast<std::size_t>(id)];
}

bool is_known(std::uint8_t id) { return id >= 1 && id <= 6; }

tl::unexpected<Error> too_short(MessageId id, Octets payload, std::size_t least) {
  return fail(
      Error{fmt::format("Direct Connect: {} with {} octets, expected at least {}", name(id), payload.size(), least)});
}

tl::unexpected<Error> unknown(const Frame& frame) {
  return fail(Error{fmt::format("Direct Connect: message {} is not known, expected 1 to 6", frame.id)});
}

Result<Reply, Error> decode_services(Octets payload) {
  if (payload.size() % kUuidOctets != 0) {
    return fail(Error{fmt::format("Direct Connect: services in {} octets, expected a multiple of 16", payload.size())});
  }
  Services found;
  for (std::size_t at = 0; at < payload.size(); at += kUuidOctets) found.services.push_back(uuid_at(payload, at));
  return found;
}

Result<Reply, Error> decode_characteristics(Octets payload) {
  constexpr std::size_t kEntry = kUuidOctets + 1;
  if (payload.size() < kUuidOctets || (payload.size() - kUuidOctets) % kEntry != 0) {
    return fail(Error{
        fmt::format("Direct Connect: characteristics in {} octets, expected 16 and a multiple of 17", payload.size())});
  }
  Characteristics found{.service = uuid_at(payload, 0)};
  for (std::size_t at = kUuidOctets; at < payload.size(); at += kEntry) {
    found.characteristics.push_back({uuid_at(payload, at), std::to_integer<std::uint8_t>(payload[at + kUuidOctets])});
  }
  return found;
}

/// Header, then whatever is put.
class FrameWriter {
 public:
  FrameWriter(MessageId id, std::uint8_t sequence, ResponseCode code = ResponseCode::Ok) {
    for (const auto octet : {std::uint8_t{kVersion}, static_cast<std::uint8_t>(id), sequence,
                             static_cast<std::uint8_t>(code), std::uint8_t{0}, std::uint8_t{0}}) {
      put(octet);
    }
  }
  FrameWriter& put(std::uint8_t octet) {
    octets_.push_back(std::byte{octet});
    return *this;
  }
  FrameWriter& put(const Uuid& uuid) {
    for (const std::uint8_t octet : uuid.octets) put(octet);
    return *this;
  }
  FrameWriter& put(Octets value) {
    const auto fitting = value.first(std::min(value.size(), kMostPayload - kUuidOctets));
    octets_.insert(octets_.end(), fitting.begin(), fitting.end());
    return *this;
  }
  [[nodiscard]] std::vector<std::byte> take() {
    const std::size_t length = octets_.size() - kHeaderOctets;
    octets_[4] = static_cast<std::byte>(length >> 8);
    octets_[5] = static_cast<std::byte>(length & 0xFF);
    return std::move(octets_);
  }

 private:
  std::vector<std::byte> octets_;
};

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

}  // namespace

std::string_view name(ResponseCode code) {
  switch (code) {
    case ResponseCode::Ok: return "ok";
    case ResponseCode::UnknownMessage: return "unknown message";
    case ResponseCode::Unexpected: return "unexpected error";
    case ResponseCode::ServiceNotFound: return "service not found";
    case ResponseCode::CharacteristicNotFound: return "characteristic not found";
    case ResponseCode::NotSupported: return "operation not supported";
    case ResponseCode::WriteFailed: return "write failed";
    case ResponseCode::UnknownVersion: return "unknown protocol version";
  }
  return "";
}

std::string describe(ResponseCode code) {
  const std::string_view known = name(code);
  return known.empty() ? fmt::format("response code {}", static_cast<int>(code)) : std::string(known);
}

Result<Request, Error> decode_request(const Frame& frame) {
  if (!is_known(frame.id) || frame.id == static_cast<std::uint8_t>(MessageId::Notification)) return unknown(frame);
  const auto id = static_cast<MessageId>(frame.id);
  if (id == MessageId::DiscoverServices) return DiscoverServices{};
  const std::size_t least = kUuidOctets + (id == MessageId::EnableNotify ? 1 : 0);
  if (frame.payload.size() < least) return too_short(id, frame.payload, least);
  const Uuid uuid = uuid_at(frame.payload, 0);
  const Octets rest = frame.payload.subspan(kUuidOctets);
  switch (id) {
    case MessageId::DiscoverCharacteristics: return DiscoverCharacteristics{uuid};
    case MessageId::Read: return Read{uuid};
    case MessageId::Write: return Write{uuid, rest};
    default: return EnableNotify{uuid, rest[0] != std::byte{0}};
  }
}

Result<Reply, Error> decode_reply(const Frame& frame) {
  if (!is_known(frame.id)) return unknown(frame);
  const auto id = static_cast<MessageId>(frame.id);
  if (frame.response != 0) return Refusal{id, static_cast<ResponseCode>(frame.response)};
  if (id == MessageId::DiscoverServices) return decode_services(frame.payload);
  if (id == MessageId::DiscoverCharacteristics) return decode_characteristics(frame.payload);
  if (frame.payload.size() < kUuidOctets) return too_short(id, frame.payload, kUuidOctets);
  const Uuid uuid = uuid_at(frame.payload, 0);
  const Octets rest = frame.payload.subspan(kUuidOctets);
  switch (id) {
    case MessageId::Read: return Value{uuid, rest};
    case MessageId::Write: return Written{uuid};
    case MessageId::EnableNotify: return NotifySet{uuid};
    default: return Notification{uuid, rest};
  }
}

std::vector<std::byte> encode(const Request& request, std::uint8_t sequence) {
  const auto begin = [sequence](MessageId id) { return FrameWriter(id, sequence); };
  return std::visit(
      Overloaded{
          [&](const DiscoverServices&) { return begin(MessageId::DiscoverServices).take(); },
          [&](const DiscoverCharacteristics& m) {
            return begin(MessageId::DiscoverCharacteristics).put(m.service).take();
          },
          [&](const Read& m) { return begin(MessageId::Read).put(m.characteristic).take(); },
          [&](const Write& m) { return begin(MessageId::Write).put(m.characteristic).put(m.value).take(); },
          [&](const EnableNotify& m) {
            return begin(MessageId::EnableNotify).put(m.characteristic).put(std::uint8_t{m.is_on}).take();
          },
      },
      request);
}

std::vector<std::byte> encode(const Reply& reply, std::uint8_t sequence) {
  const auto begin = [sequence](MessageId id) { return FrameWriter(id, sequence); };
  return std::visit(
      Overloaded{
          [&](const Services& m) {
            auto frame = begin(MessageId::DiscoverServices);
            for (const Uuid& service : m.services) frame.put(service);
            return frame.take();
          },
          [&](const Characteristics& m) {
            auto frame = begin(MessageId::DiscoverCharacteristics);
            frame.put(m.service);
            for (const auto& offered : m.characteristics) frame.put(offered.uuid).put(offered.properties);
            return frame.take();
          },
          [&](const Value& m) { return begin(MessageId::Read).put(m.characteristic).put(m.value).take(); },
          [&](const Written& m) { return begin(MessageId::Write).put(m.characteristic).take(); },
          [&](const NotifySet& m) { return begin(MessageId::EnableNotify).put(m.characteristic).take(); },
          [&](const Notification& m) {
            return begin(MessageId::Notification).put(m.characteristic).put(m.value).take();
          },
          [&](const Refusal& m) { return FrameWriter(m.request, sequence, m.code).take(); },
      },
      reply);
}

void Framer::feed(Octets octets) {
  if (broken_) return;
  octets_.erase(octets_.begin(), octets_.begin() + static_cast<std::ptrdiff_t>(used_));
  used_ = 0;
  octets_.insert(octets_.end(), octets.begin(), octets.end());
}

/// False when it takes one more octet to tell.
bool Framer::skip_echoed_flag() noexcept {
  const Octets rest = Octets(octets_).subspan(used_);
  if (rest.empty()) return true;
  constexpr std::byte kOff{0}, kOn{1};
  if (rest[0] == kOn && rest.size() < 2) return false;
  if (rest[0] == kOff || (rest[0] == kOn && rest[1] == std::byte{kVersion})) ++used_;
  may_owe_flag_ = false;
  return true;
}

Result<std::optional<Frame>, Error> Framer::next() {
  if (broken_) return fail(*broken_);
  if (may_owe_flag_ && !skip_echoed_flag()) return std::nullopt;
  const Octets rest = Octets(octets_).subspan(used_);
  if (rest.empty()) return std::nullopt;
  const auto octet = [&](std::size_t i) { return std::to_integer<std::uint8_t>(rest[i]); };
  if (octet(0) != kVersion) {
    broken_ = Error{fmt::format("not Direct Connect: a frame begins with {:02x}, expected version 01", octet(0))};
    return fail(*broken_);
  }
  if (rest.size() < kHeaderOctets) return std::nullopt;
  const std::size_t length = std::size_t{octet(4)} << 8 | octet(5);
  if (length > kMostPayload) {
    broken_ = Error{fmt::format("not Direct Connect: a frame of {} octets, expected at most {}", length, kMostPayload)};
    return fail(*broken_);
  }
  Frame frame{octet(1), octet(2), octet(3), {}};
  const bool is_echo = from_ == From::Server && length == kUuidOctets + 1 && frame.response == 0 &&
                       frame.id == static_cast<std::uint8_t>(MessageId::EnableNotify);
  const std::size_t taken = is_echo ? kUuidOctets : length;
  if (rest.size() < kHeaderOctets + taken) return std::nullopt;
  frame.payload = rest.subspan(kHeaderOctets, taken);
  used_ += kHeaderOctets + taken;
  may_owe_flag_ = is_echo;
  return frame;
}

}  // namespace tonus::sensors::dircon
