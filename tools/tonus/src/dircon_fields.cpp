#include "dircon_fields.hpp"

#include <array>
#include <string>

#include <fmt/format.h>

#include <sensors/dircon/message.hpp>

#include "packet_fields.hpp"
#include "vendor_fields.hpp"

namespace tonus::tool {
namespace {

using namespace sensors::dircon;
using nlohmann::ordered_json;
using sensors::Uuid;

constexpr std::array<const char*, 7> kNames{
    "unknown", "discover_services", "discover_characteristics", "read", "write", "enable_notify", "notification"};

/// "2AD9", as people write it; the long form where there is no short one.
std::string short_name(const Uuid& uuid) {
  const auto assigned = uuid.assigned();
  return assigned ? fmt::format("{:04X}", *assigned) : sensors::to_string(uuid);
}

bool is_request(const Frame& frame) {
  if (frame.response != 0) return false;
  const std::size_t size = frame.payload.size();
  switch (static_cast<MessageId>(frame.id)) {
    case MessageId::DiscoverServices: return size == 0;
    case MessageId::DiscoverCharacteristics:
    case MessageId::Read: return size == kUuidOctets;
    case MessageId::Write:
    case MessageId::EnableNotify: return size > kUuidOctets;
    case MessageId::Notification: return false;
  }
  return false;
}

struct Describe {
  ordered_json& out;

  void operator()(const DiscoverServices&) const {}
  void operator()(const DiscoverCharacteristics& m) const { out["uuid"] = short_name(m.service); }
  void operator()(const Read& m) const { out["uuid"] = short_name(m.characteristic); }
  void operator()(const Write& m) const { value(m.characteristic, m.value); }
  void operator()(const EnableNotify& m) const {
    out["uuid"] = short_name(m.characteristic);
    out["value"] = m.is_on ? "01" : "00";
  }
  void operator()(const Services& m) const {
    out["services"] = ordered_json::array();
    for (const Uuid& service : m.services) out["services"].push_back(short_name(service));
  }
  void operator()(const Characteristics& m) const {
    out["service"] = short_name(m.service);
    out["chars"] = ordered_json::array();
    for (const auto& one : m.characteristics) out["chars"].push_back({short_name(one.uuid), one.properties});
  }
  void operator()(const Value& m) const { value(m.characteristic, m.value); }
  void operator()(const Written& m) const { out["uuid"] = short_name(m.characteristic); }
  void operator()(const NotifySet& m) const { out["uuid"] = short_name(m.characteristic); }
  /// With what the packet inside it says, where that needs no packet before it.
  void operator()(const Notification& m) const {
    value(m.characteristic, m.value);
    const auto decode = fields_decoder(short_name(m.characteristic));
    if (!decode) return;
    if (const auto fields = (*decode)(m.value, {})) out.update(*fields);
  }
  void operator()(const Refusal& m) const { out["error"] = describe(m.code); }

 private:
  void value(const Uuid& uuid, std::span<const std::byte> octets) const {
    out["uuid"] = short_name(uuid);
    out["value"] = hex_of(octets);
  }
};

}  // namespace

Result<ordered_json, Error> dircon_fields(std::span<const std::byte> octets) {
  Framer strict(Framer::From::Client), tolerant(Framer::From::Server);
  strict.feed(octets);
  tolerant.feed(octets);
  auto next = strict.next();
  if (next && !*next) next = tolerant.next();
  if (!next) return fail(next.error());
  if (!*next) {
    return fail(Error{fmt::format("dircon: {} octets, the frame is not whole", octets.size())});
  }
  const Frame& frame = **next;
  const bool from_client = is_request(frame);
  ordered_json out{{"dir", from_client ? "client->server" : "server->client"},
                   {"version", kVersion},
                   {"id", frame.id},
                   {"msg", kNames[frame.id < kNames.size() ? frame.id : 0]},
                   {"seq", frame.sequence},
                   {"resp", frame.response},
                   {"len", frame.payload.size()}};
  if (from_client) {
    const auto request = decode_request(frame);
    if (!request) return fail(request.error());
    std::visit(Describe{out}, *request);
  } else {
    const auto reply = decode_reply(frame);
    if (!reply) return fail(reply.error());
    std::visit(Describe{out}, *reply);
  }
  return out;
}

}  // namespace tonus::tool
