#include <scenarios/session/tick_io.hpp>

#include <array>

#include <engine/core/bytes.hpp>
#include <engine/core/math.hpp>

namespace tonus::session {
namespace {

enum Present : std::uint8_t {
  kHead = 1,
  kLeft = 2,
  kRight = 4,
  kEvents = 8,
  kSamples = 16,
  kLost = 32,
  kDevices = 64,
  kMore = 128  ///< a second octet follows; younger than the format
};
enum More : std::uint8_t { kHeadIsLost = 1, kLeftJoints = 2, kRightJoints = 4, kAllMore = 7 };
enum class Joints : std::uint8_t { Lost, Whole, Steps };  ///< not seen; all numbers; how far each went since before

/// Joints lie on a grid of half a millimetre, 16 m either way: what is recorded is exactly what is played.
constexpr double kGridPerMetre = 2048.0;
using Grid = std::array<std::int16_t, 3 * kHandJoints>;

std::int16_t to_grid(float x_m) {
  const double x = math::clamp(static_cast<double>(x_m) * kGridPerMetre, -32767.0, 32767.0);
  return x == x ? static_cast<std::int16_t>(math::floor_to_int(x + 0.5)) : std::int16_t{0};
}
float from_grid(std::int16_t x) { return static_cast<float>(x) / static_cast<float>(kGridPerMetre); }
Grid grid_of(const HandJoints& hand) {
  Grid grid{};
  if (!hand.is_tracked) return grid;
  for (std::size_t i = 0; i < kHandJoints; ++i) {
    const Vec3 p = hand.position_m[i];
    grid[3 * i] = to_grid(p.x);
    grid[3 * i + 1] = to_grid(p.y);
    grid[3 * i + 2] = to_grid(p.z);
  }
  return grid;
}
void set(HandJoints& hand, const Grid& grid) {
  for (std::size_t i = 0; i < kHandJoints; ++i)
    hand.position_m[i] = {from_grid(grid[3 * i]), from_grid(grid[3 * i + 1]), from_grid(grid[3 * i + 2])};
}

void put(ByteWriter& w, const HandJoints& now, const HandJoints& before) {
  if (!now.is_tracked) {
    w.put(Joints::Lost);
    return;
  }
  const Grid to = grid_of(now), from = grid_of(before);
  bool are_small = before.is_tracked;
  for (std::size_t i = 0; i < to.size() && are_small; ++i) {
    const int step = to[i] - from[i];
    are_small = step >= -128 && step <= 127;
  }
  w.put(are_small ? Joints::Steps : Joints::Whole);
  for (std::size_t i = 0; i < to.size(); ++i) {
    if (are_small) {
      w.put(static_cast<std::int8_t>(to[i] - from[i]));
    } else {
      w.put(to[i]);
    }
  }
}
bool get(ByteReader& r, HandJoints& hand) {
  const auto kind = r.get<Joints>();
  if (kind > Joints::Steps || (kind == Joints::Steps && !hand.is_tracked)) return false;
  if (kind == Joints::Lost) {
    hand = {};
    return true;
  }
  Grid grid = grid_of(hand);
  for (std::int16_t& x : grid)
    x = kind == Joints::Steps ? static_cast<std::int16_t>(x + r.get<std::int8_t>()) : r.get<std::int16_t>();
  hand.is_tracked = true;
  set(hand, grid);
  return true;
}
bool same(const HandJoints& a, const HandJoints& b) {
  return a.is_tracked == b.is_tracked && (!a.is_tracked || grid_of(a) == grid_of(b));
}

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

HandJoints on_grid(const HandJoints& joints) noexcept {
  HandJoints out;
  if (!joints.is_tracked) return out;
  out.is_tracked = true;
  set(out, grid_of(joints));
  return out;
}

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
  std::uint8_t more = in.poses.is_head_tracked ? 0 : kHeadIsLost;
  for (std::size_t h = 0; h < kHands; ++h) {
    if (!same(in.poses.joints[h], previous.poses.joints[h])) more |= static_cast<std::uint8_t>(kLeftJoints << h);
  }
  const bool has_more = (more & ~kHeadIsLost) != 0 || in.poses.is_head_tracked != previous.poses.is_head_tracked;
  if (has_more) present |= kMore;
  w.put(present);
  if (has_more) w.put(more);
  if ((present & kHead) != 0) put(w, in.poses.world_from_head);
  for (std::size_t h = 0; h < kHands; ++h) {
    if ((present & (kLeft << h)) == 0) continue;
    w.put(in.poses.hands[h].is_tracked);
    put(w, in.poses.hands[h].world_from_hand);
  }
  for (std::size_t h = 0; h < kHands && has_more; ++h) {
    if ((more & (kLeftJoints << h)) != 0) put(w, in.poses.joints[h], previous.poses.joints[h]);
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
  const auto more = (present & kMore) != 0 ? r.get<std::uint8_t>() : std::uint8_t{0};
  if (more > kAllMore) return false;
  if ((present & kMore) != 0) in.poses.is_head_tracked = (more & kHeadIsLost) == 0;
  if ((present & kHead) != 0) get(r, in.poses.world_from_head);
  for (std::size_t h = 0; h < kHands; ++h) {
    if ((present & (kLeft << h)) == 0) continue;
    in.poses.hands[h].is_tracked = r.get<std::uint8_t>() != 0;
    get(r, in.poses.hands[h].world_from_hand);
  }
  for (std::size_t h = 0; h < kHands; ++h) {
    if ((more & (kLeftJoints << h)) != 0 && !get(r, in.poses.joints[h])) return false;
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
