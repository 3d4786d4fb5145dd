#include <scenarios/session/tick_io.hpp>

#include <engine/core/bytes.hpp>

namespace tonus::session {
namespace {

enum Present : std::uint8_t { kHead = 1, kLeft = 2, kRight = 4, kEvents = 8, kSamples = 16, kLost = 32, kDevices = 64 };

void put(ByteWriter& w, const Pose& p) {
  for (const float x :
       {p.rotation.x, p.rotation.y, p.rotation.z, p.rotation.w, p.position.x, p.position.y, p.position.z})
    w.put(x);
}
void get(ByteReader& r, Pose& p) {
  for (float* x :
       {&p.rotation.x, &p.rotation.y, &p.rotation.z, &p.rotation.w, &p.position.x, &p.position.y, &p.position.z}) {
    *x = r.get<float>();
  }
}
bool same(const HandPose& a, const HandPose& b) {
  return a.is_tracked == b.is_tracked && a.world_from_hand == b.world_from_hand;
}

}  // namespace

void encode(const TickInputs& in, const TickInputs& previous, record::TickRecord& record) noexcept {
  ByteWriter w(record.bytes);
  std::uint8_t present = 0;
  if (!(in.poses.world_from_head == previous.poses.world_from_head)) present |= kHead;
  if (!same(in.poses.hands[0], previous.poses.hands[0])) present |= kLeft;
  if (!same(in.poses.hands[1], previous.poses.hands[1])) present |= kRight;
  if (!in.events.empty()) present |= kEvents;
  if (!in.samples.empty()) present |= kSamples;
  if (in.lost_samples != 0) present |= kLost;
  if (!in.device_events.empty()) present |= kDevices;
  w.put(present);
  if ((present & kHead) != 0) put(w, in.poses.world_from_head);
  for (std::size_t h = 0; h < kHands; ++h) {
    if ((present & (kLeft << h)) == 0) continue;
    w.put(in.poses.hands[h].is_tracked);
    put(w, in.poses.hands[h].world_from_hand);
  }
  if ((present & kEvents) != 0) {
    w.put(static_cast<std::uint8_t>(in.events.size()));
    for (const InputEvent& event : in.events) {
      w.put(event.at.time_since_epoch().count());
      w.put(event.action);
      if (event.action == Action::Rpe) w.put(event.value);  // the one action with a value, and younger than the format
    }
  }
  if ((present & kSamples) != 0) {
    w.put(static_cast<std::uint8_t>(in.samples.size()));
    for (const sensors::Sample& s : in.samples) {
      w.put(s.at.time_since_epoch().count());
      w.put(s.value);
      w.put(s.quality.value);
      w.put(s.sequence);
      w.put(s.kind);
      w.put(s.source);
    }
  }
  if ((present & kLost) != 0) w.put(in.lost_samples);
  if ((present & kDevices) != 0) {
    w.put(static_cast<std::uint8_t>(in.device_events.size()));
    for (const sensors::DeviceEvent& event : in.device_events) {
      w.put(event.at.time_since_epoch().count());
      w.put(event.value);
      w.put(event.kind);
      w.put(event.source);
      w.put_text(event.text.view());
    }
  }
  record.size = static_cast<std::uint32_t>(w.written().size());
}

bool decode(std::span<const std::byte> bytes, TickInputs& in) noexcept {
  ByteReader r(bytes);
  const auto present = r.get<std::uint8_t>();
  if ((present & kHead) != 0) get(r, in.poses.world_from_head);
  for (std::size_t h = 0; h < kHands; ++h) {
    if ((present & (kLeft << h)) == 0) continue;
    in.poses.hands[h].is_tracked = r.get<std::uint8_t>() != 0;
    get(r, in.poses.hands[h].world_from_hand);
  }
  in.events.clear();
  if ((present & kEvents) != 0) {
    const auto n = r.get<std::uint8_t>();
    for (std::size_t i = 0; i < n; ++i) {
      InputEvent event;
      event.at = Instant{Duration{r.get<std::int64_t>()}};
      event.action = r.get<Action>();
      if (event.action == Action::Rpe) event.value = r.get<std::uint8_t>();
      if (event.action > kLastAction || !in.events.try_push(event)) return false;
    }
  }
  in.samples.clear();
  if ((present & kSamples) != 0) {
    const auto n = r.get<std::uint8_t>();
    for (std::size_t i = 0; i < n; ++i) {
      sensors::Sample s;
      s.at = Instant{Duration{r.get<std::int64_t>()}};
      s.value = r.get<double>();
      s.quality.value = r.get<double>();
      s.sequence = r.get<std::uint32_t>();
      s.kind = r.get<sensors::SampleKind>();
      s.source = r.get<std::uint8_t>();
      if (s.kind > sensors::kLastSampleKind || !in.samples.try_push(s)) return false;
    }
  }
  in.lost_samples = (present & kLost) != 0 ? r.get<std::uint32_t>() : 0;
  in.device_events.clear();
  if ((present & kDevices) != 0) {
    const auto n = r.get<std::uint8_t>();
    for (std::size_t i = 0; i < n; ++i) {
      sensors::DeviceEvent event;
      event.at = Instant{Duration{r.get<std::int64_t>()}};
      event.value = r.get<double>();
      event.kind = r.get<sensors::DeviceEventKind>();
      event.source = r.get<std::uint8_t>();
      event.text = r.get_text();
      if (event.kind > sensors::kLastDeviceEventKind || !in.device_events.try_push(event)) return false;
    }
  }
  return !r.has_failed() && r.remaining() == 0;
}

}  // namespace tonus::session
