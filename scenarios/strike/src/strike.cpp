#include <scenarios/strike/strike.hpp>

#include <array>

#include <engine/core/math.hpp>

#include "bodies.hpp"
#include "hands.hpp"
#include "phrases.hpp"

namespace tonus::strike {
namespace {

using physics::BodyId;
using physics::Motion;
using physics::World;

constexpr std::size_t kTargets = 32;
constexpr std::size_t kShardsPerTarget = 8;
constexpr std::size_t kShards = 12 * kShardsPerTarget;
constexpr float kTargetRadius_m = 0.13F;
constexpr float kShard_m = 0.12F;
constexpr float kPunch_m_s = 0.7F;  // a slower fist pushes
constexpr float kAimed = 0.35F;     // cosine: a blow at it, not past it
constexpr double kClean_m = 0.28;   // from the strike plane
constexpr float kGone_z_m = 0.9F;
// In a room, from the surface of a target to that of anything else.
constexpr float kClear_m = 0.20F;
constexpr float kRoomMargin_m = 0.02F;           // that plans keep on top of it
constexpr float kLeastFlight_m = 0.9F;           // before the strike plane, or it comes from nowhere
constexpr double kRoomGone_m = kClean_m + 0.03;  // behind the strike plane
constexpr double kSeatedLowest_rad = -0.35;      // above the lap
constexpr double kPulse_s = 0.04, kHardest_m_s = 6.0;
constexpr std::int64_t kTargetLife = 7 * kTicksPerSecond;
constexpr std::int64_t kShardLife = 3 * kTicksPerSecond;
constexpr std::int64_t kFade = 3 * kTicksPerSecond / 4;
constexpr float kGrow_s = 0.6F;  // targets grow out of the distance instead of popping up

constexpr std::uint32_t kFirstShardId = 103, kFirstTargetId = 1000;  // instance ids; scenery and hands have those below

constexpr Vec3 kLeaveColor{0.44F, 0.45F, 0.50F};
constexpr Vec3 kStone{0.16F, 0.17F, 0.21F};

struct Target {
  BodyId body;
  std::int64_t born = 0;
  std::uint32_t id = 0;  ///< a new one for each flight: to who watches, it is a new thing
  Hand hand = Hand::Left;
  Task task = Task::Strike;
  bool is_live = false;
  bool is_counted = false;  ///< has come into reach
  bool is_struck = false;   ///< though it was to be left alone
};
struct Shard {
  BodyId body;
  std::int64_t born = 0;
  Hand hand = Hand::Left;
  bool is_live = false;
};
class Strike final : public session::Scenario {
 public:
  explicit Strike(const Parameters& parameters) : parameters_(parameters), phrases_(parameters, {}, 1), random_(1) {}

  adaptation::Actuators actuators() const noexcept override { return actuators_of(parameters_); }
  void fit_to(const session::Fit& fit, bool has_room) override;
  double share_of(const RoomGuard& room, const Pose& world_from_stage) const noexcept override;
  void set_up(World& world, std::uint64_t seed) override;
  void before_step(const session::ScenarioInputs& in, World& world) noexcept override;
  void after_step(const session::ScenarioInputs& in, World& world, session::ScenarioOutputs& out) noexcept override;
  void draw(const World& world, SceneFrame& frame) const noexcept override;
  void mix_into(StateHash& hash) const noexcept override;

 private:
  void strike(Target& target, const Striker& with, World& world) noexcept;
  void launch(const Departure& departure, World& world) noexcept;
  /// How far from `arrives` a target may set out and keep clear of everything, to its end behind the strike plane;
  /// negative: nowhere.
  [[nodiscard]] float flight_m(const RoomGuard& room, const Pose& world_from_stage, Vec3 arrives) const noexcept;
  /// Moves where a target arrives nearer to the shoulder, and up, until it keeps clear; negative: it cannot.
  [[nodiscard]] float make_room(Departure& departure) noexcept;
  void keep_clear(World& world) noexcept;
  void shatter(Target& target, Vec3 blow_m_s, World& world) noexcept;
  void retire(World& world) noexcept;
  void take_back_targets(World& world) noexcept;
  void draw_scenery(SceneFrame& frame) const noexcept;
  [[nodiscard]] float fade_of(std::int64_t age, std::int64_t life) const noexcept;

  Parameters parameters_;
  Layout layout_;
  Phrases phrases_;
  Random random_;
  std::array<Target, kTargets> targets_{};
  std::array<Shard, kShards> shards_{};
  Hands hands_;
  InlineVector<HapticPulse, session::kMaxPulses> pulses_;  ///< of this tick
  session::Score score_;
  const RoomGuard* room_ = nullptr;  ///< of this tick
  Pose world_from_stage_{};
  double height_m_ = 0.0;
  std::int32_t departed_ = 0, left_out_before_ = 0;  ///< of this phrase; of all phrases before it
  bool is_cramped_ = false;
  std::int64_t tick_ = 0;
  std::size_t next_shard_ = 0;
  std::uint32_t next_id_ = kFirstTargetId;
  double mood_ = 0.0;
  bool at_boundary_ = false;
  bool is_paused_ = false;
};

void Strike::fit_to(const session::Fit& fit, bool has_room) {
  const double share = fit.reach_m > 0.0 ? fit.reach_m / session::kUsualReach_m : 1.0;
  if (share != 1.0) {
    parameters_.reach_m = {parameters_.reach_m.least * share, parameters_.reach_m.most * share};
    layout_.strike_z_m = kStrike_z_m * share;
  }
  switch (fit.hands) {
    case session::PlayHands::AsAuthored: break;
    case session::PlayHands::Left: parameters_.sides = Sides::Left; break;
    case session::PlayHands::Right: parameters_.sides = Sides::Right; break;
    case session::PlayHands::Both: parameters_.sides = Sides::Both; break;
  }
  if (fit.is_seated) layout_.lowest_rad = kSeatedLowest_rad;
  layout_.is_in_room = has_room;
  // Until a head has been seen.
  height_m_ = fit.height_m - (fit.is_seated ? session::kSeatedDrop_m : 0.0);
}

double Strike::share_of(const RoomGuard& room, const Pose& world_from_stage) const noexcept {
  int all = 0, clear = 0;
  for (const double side : {-1.0, 1.0}) {
    if (parameters_.sides == (side < 0.0 ? Sides::Right : Sides::Left)) continue;
    for (const double reach : {0.35, 0.7, 1.0}) {
      for (double angle = layout_.lowest_rad; angle < 1.01; angle += 0.3) {
        const double r = reach * parameters_.reach_m.most;
        const double x = side * (kShoulder_m + r * math::cos(angle));
        const double y = parameters_.chest_height_m + height_m_ + r * math::sin(angle);
        const Vec3 arrives{static_cast<float>(x), static_cast<float>(y), static_cast<float>(layout_.strike_z_m)};
        ++all;
        if (flight_m(room, world_from_stage, arrives) >= kLeastFlight_m) ++clear;
      }
    }
  }
  return static_cast<double>(clear) / static_cast<double>(all);
}

void Strike::set_up(World& world, std::uint64_t seed) {
  phrases_ = Phrases(parameters_, layout_, seed);
  random_ = Random(seed ^ 0x5714'1ce5ull);
  const auto ground = expect_room(world.add_plane(0.0F));
  const auto gem = expect_room(world.add_sphere(kTargetRadius_m));
  const float s = kShard_m;
  const std::array<Vec3, 5> chip{Vec3{-0.5F * s, -0.25F * s, -0.3F * s}, Vec3{0.5F * s, -0.2F * s, -0.25F * s},
                                 Vec3{0.05F * s, 0.45F * s, -0.1F * s}, Vec3{0.0F, -0.1F * s, 0.4F * s},
                                 Vec3{0.2F * s, 0.1F * s, 0.2F * s}};
  const auto shard = expect_room(world.add_hull(chip));
  world.place(expect_room(world.add_body(
                  {.shape = ground, .motion = Motion::Static, .friction = 0.8F, .group = kWorld, .tag = kGroundTag})),
              {});
  hands_.add_fists(world);
  for (std::size_t i = 0; i < kTargets; ++i) {
    targets_[i].body = expect_room(world.add_body({.shape = gem,
                                                   .mass_kg = 0.35F,
                                                   .restitution = 0.4F,
                                                   .gravity_scale = 0.0F,
                                                   .group = kTarget,
                                                   .collides_with = kFist | kTarget | kWorld,
                                                   .tag = kTargetTag + static_cast<std::uint32_t>(i)}));
  }
  for (std::size_t i = 0; i < kShards; ++i) {
    shards_[i].body = expect_room(world.add_body({.shape = shard,
                                                  .mass_kg = 0.045F,
                                                  .friction = 0.7F,
                                                  .restitution = 0.25F,
                                                  .linear_damping = 0.05F,
                                                  .angular_damping = 0.2F,
                                                  .group = kShard,
                                                  .collides_with = kFist | kWorld | kShard,
                                                  .tag = kShardTag + static_cast<std::uint32_t>(i)}));
  }
  hands_.add_bare(world);
}

void Strike::before_step(const session::ScenarioInputs& in, World& world) noexcept {
  tick_ = in.tick;
  is_paused_ = in.is_paused;
  at_boundary_ = false;
  pulses_.clear();
  room_ = in.room;
  world_from_stage_ = in.world_from_stage;
  height_m_ = in.height_m;
  // What was on its way through the room would now go through furniture.
  if (in.has_moved && room_ != nullptr) take_back_targets(world);
  if (in.is_paused) {
    // The world stands still; births move along so that nothing ages meanwhile.
    phrases_.delay();
    for (Target& t : targets_) ++t.born;
    for (Shard& s : shards_) ++s.born;
    return;
  }
  const bool asks = !in.is_stopping && in.phase != session::Phase::Over;
  if (!asks) {
    phrases_.clear();
    take_back_targets(world);
  }
  at_boundary_ = phrases_.advance(in.tick, in.allocation, asks, in.height_m);
  Departure departure;
  if (at_boundary_ && room_ != nullptr) {
    is_cramped_ = 2 * (score_.left_out - left_out_before_) > departed_;
    left_out_before_ = score_.left_out;
    departed_ = 0;
  }
  while (phrases_.try_depart(in.tick, departure)) {
    ++departed_;
    launch(departure, world);
  }
  hands_.move(*in.poses, in.has_moved, world);
  mood_ += (in.intensity.value - mood_) * 0.004;
}

float Strike::flight_m(const RoomGuard& room, const Pose& world_from_stage, Vec3 arrives) const noexcept {
  const Pose stage_from_world = inverse(world_from_stage);
  const Vec3 end{arrives.x, arrives.y, static_cast<float>(layout_.strike_z_m + kRoomGone_m)};
  const float to_strike = end.z - arrives.z;
  const float free =
      room.free_m(transform(stage_from_world, end), rotate(stage_from_world.rotation, {0.0F, 0.0F, -1.0F}),
                  kTargetRadius_m + kClear_m + kRoomMargin_m, to_strike - static_cast<float>(kSpawn_z_m));
  return free - to_strike;
}

float Strike::make_room(Departure& d) noexcept {
  const Vec3 wanted = d.arrives_m;
  const float shoulder_x = static_cast<float>(wanted.x < 0.0F ? -kShoulder_m : kShoulder_m);
  const auto shoulder_y = static_cast<float>(parameters_.chest_height_m + height_m_);
  for (const float nearer : {1.0F, 0.8F, 0.6F, 0.4F, 0.2F}) {
    const float dy = (wanted.y - shoulder_y) * nearer;
    d.arrives_m.x = nearer < 1.0F ? shoulder_x + (wanted.x - shoulder_x) * nearer : wanted.x;
    for (const float up : {dy, dy < 0.0F ? -dy : dy}) {
      d.arrives_m.y = shoulder_y + up;
      const float flight = flight_m(*room_, world_from_stage_, d.arrives_m);
      if (flight < kLeastFlight_m) continue;
      if (!(d.arrives_m == wanted)) ++score_.moved_closer;
      return flight;
    }
  }
  ++score_.left_out;
  return -1.0F;
}

void Strike::launch(const Departure& planned, World& world) noexcept {
  Departure departure = planned;
  float flight = static_cast<float>(layout_.strike_z_m - kSpawn_z_m);
  if (room_ != nullptr) {
    flight = make_room(departure);
    if (flight < 0.0F) return;
    const float most = departure.speed_m_s * static_cast<float>(kRoomFlight_s);
    if (flight > most) flight = most;
    departure.speed_m_s = flight / static_cast<float>(kRoomFlight_s);
  }
  for (Target& target : targets_) {
    if (target.is_live) continue;
    target.is_live = true;
    target.is_counted = target.is_struck = false;
    target.task = departure.task;
    target.born = tick_;
    target.id = next_id_++;
    target.hand = departure.hand;
    Pose pose;
    pose.position = {departure.arrives_m.x, departure.arrives_m.y,
                     room_ != nullptr ? departure.arrives_m.z - flight : static_cast<float>(kSpawn_z_m)};
    const auto spin = static_cast<float>(random_.uniform(0.5, 1.4));
    world.place(target.body, pose, {0.0F, 0.0F, departure.speed_m_s},
                {0.0F, 0.0F, departure.hand == Hand::Left ? spin : -spin});
    return;
  }
}

void Strike::after_step(const session::ScenarioInputs& in, World& world, session::ScenarioOutputs& out) noexcept {
  if (!in.is_paused) {
    for (const physics::Contact& contact : world.contacts()) {
      const Striker* const a = hands_.find(contact.tag_a);
      const Striker* const striker = a != nullptr ? a : hands_.find(contact.tag_b);
      if (striker == nullptr) continue;
      const std::uint32_t other_tag = a != nullptr ? contact.tag_b : contact.tag_a;
      if (other_tag < kTargetTag || other_tag >= kTargetTag + kTargets) continue;
      Target& target = targets_[other_tag - kTargetTag];
      if (!target.is_live || length(striker->velocity_m_s) < kPunch_m_s) continue;
      strike(target, *striker, world);
    }
    if (room_ != nullptr) keep_clear(world);
    retire(world);
  }
  out.demand = in.is_paused || in.is_stopping || in.phase == session::Phase::Over ? 0.0 : phrases_.demand(in.tick);
  out.at_boundary = at_boundary_;
  out.score = score_;
  out.haptics = pulses_;
  out.is_cramped = is_cramped_;
}

void Strike::keep_clear(World& world) noexcept {
  const Pose stage_from_world = inverse(world_from_stage_);
  for (Target& target : targets_) {
    if (!target.is_live) continue;
    // One that was pushed off its way is taken out before it is seen near anything.
    const Vec3 now = world.pose(target.body).position;
    const Vec3 next = now + world.velocity_m_s(target.body) * static_cast<float>(kTick_s);
    const auto is_clear = [&](Vec3 at) {
      return room_->nearest_m(transform(stage_from_world, at)) >= kTargetRadius_m + kClear_m;
    };
    if (is_clear(now) && is_clear(next)) continue;
    if (!target.is_counted && target.task != Task::Leave) ++score_.targets;
    if (!target.is_counted && target.task == Task::Leave && !target.is_struck) ++score_.left_alone;
    world.park(target.body);
    target.is_live = false;
  }
}

void Strike::strike(Target& target, const Striker& with, World& world) noexcept {
  const double blow_m_s = static_cast<double>(length(with.velocity_m_s));
  // What does not fit into a tick is not felt.
  static_cast<void>(pulses_.try_push({.hand = with.hand,
                                      .strength = static_cast<float>(math::ramp(blow_m_s, 0.0, kHardest_m_s)),
                                      .length = from_seconds(kPulse_s)}));
  if (target.task == Task::Leave) {
    // It does not break: it is pushed out of the way, and that is all there is to see. An arm that brushes past it on
    // the way to another has decided nothing.
    const Vec3 way = world.pose(target.body).position - with.position_m;
    const Vec3 blow = with.velocity_m_s;
    if (target.is_struck || target.is_counted || dot(blow, way) < kAimed * length(blow) * length(way)) return;
    target.is_struck = true;
    ++score_.struck_in_error;
    return;
  }
  const double off_plane = static_cast<double>(world.pose(target.body).position.z) - layout_.strike_z_m;
  const bool is_marked_hand = with.hand == target.hand;
  if (!target.is_counted) ++score_.targets;
  ++score_.hits;
  if (is_marked_hand && off_plane < kClean_m && off_plane > -kClean_m) ++score_.clean;
  if (target.task == Task::Choose) ++(is_marked_hand ? score_.right_hand : score_.wrong_hand);
  shatter(target, with.velocity_m_s, world);
}

void Strike::shatter(Target& target, Vec3 blow_m_s, World& world) noexcept {
  const Pose pose = world.pose(target.body);
  const Vec3 velocity = world.velocity_m_s(target.body);
  world.park(target.body);
  target.is_live = false;
  for (std::size_t k = 0; k < kShardsPerTarget; ++k) {
    Shard& shard = shards_[next_shard_];
    next_shard_ = (next_shard_ + 1) % kShards;
    const Vec3 octant{(k & 1U) != 0 ? 1.0F : -1.0F, (k & 2U) != 0 ? 1.0F : -1.0F, (k & 4U) != 0 ? 1.0F : -1.0F};
    const Vec3 outward = rotate(pose.rotation, octant * 0.57735F);
    const auto push = static_cast<float>(random_.uniform(0.6, 1.6));
    const auto spin_x = static_cast<float>(random_.uniform(-9.0, 9.0));
    const auto spin_y = static_cast<float>(random_.uniform(-9.0, 9.0));
    const auto turn = static_cast<float>(random_.uniform(0.0, 6.28));
    Pose at = pose;
    at.position = pose.position + outward * (0.55F * kTargetRadius_m);
    at.rotation = axis_angle(outward, turn) * pose.rotation;
    shard.is_live = true;
    shard.born = tick_;
    shard.hand = target.hand;
    // Most of the blow goes on, a little of the flight, and each piece outward.
    const Vec3 v = blow_m_s * 0.45F + velocity * 0.15F + outward * push + Vec3{0.0F, 0.6F, 0.0F};
    world.place(shard.body, at, v, {spin_x, spin_y, 0.0F});
  }
}

void Strike::retire(World& world) noexcept {
  for (Target& target : targets_) {
    if (!target.is_live) continue;
    const Vec3 p = world.pose(target.body).position;
    const auto end_z_m = room_ != nullptr ? static_cast<float>(layout_.strike_z_m + kRoomGone_m) : kGone_z_m;
    const bool is_gone = p.z > end_z_m || tick_ - target.born > kTargetLife;
    // One to be left alone that an arm has pushed aside never comes through the plane; it is judged when it goes.
    const bool was_there =
        static_cast<double>(p.z) > layout_.strike_z_m + kClean_m || (is_gone && target.task == Task::Leave);
    if (!target.is_counted && was_there) {
      target.is_counted = true;
      if (target.task != Task::Leave) {
        ++score_.targets;
      } else if (!target.is_struck) {
        ++score_.left_alone;
      }
    }
    if (is_gone) {
      world.park(target.body);
      target.is_live = false;
    }
  }
  for (Shard& shard : shards_) {
    if (!shard.is_live || tick_ - shard.born <= kShardLife) continue;
    world.park(shard.body);
    shard.is_live = false;
  }
}

void Strike::take_back_targets(World& world) noexcept {
  for (Target& target : targets_) {
    if (target.is_live) world.park(target.body);
    target.is_live = false;
  }
}

float Strike::fade_of(std::int64_t age, std::int64_t life) const noexcept {
  const std::int64_t left = life - age;
  return left >= kFade ? 1.0F : static_cast<float>(left) / static_cast<float>(kFade);
}

void Strike::draw(const World& world, SceneFrame& frame) const noexcept {
  frame.lighting.mood = static_cast<float>(mood_);
  draw_scenery(frame);
  const auto add = [&](const BodyId& body, std::uint32_t id, Instance instance) {
    instance.id = id;
    instance.current = world.pose(body);
    instance.previous = is_paused_ ? instance.current : world.previous_pose(body);
    if (!frame.instances.try_push(instance)) ++frame.dropped_instances;
  };
  hands_.draw(world, is_paused_, frame);
  for (const Target& target : targets_) {
    if (!target.is_live) continue;
    const float grown = static_cast<float>(
        math::ramp(static_cast<double>(tick_ - target.born) * kTick_s, 0.0, static_cast<double>(kGrow_s)));
    const float size = 2.0F * kTargetRadius_m * (0.15F + 0.85F * grown);
    if (target.task == Task::Leave) {
      // Told apart by shape, mark and the lack of any glow, not by colour alone.
      const float edge = 0.72F * size;
      add(target.body, target.id,
          {.scale_m = {edge, edge, edge},
           .color = kLeaveColor,
           .emission = 0.0F,
           .roughness = 0.8F,
           .mesh = Mesh::Box,
           .role = Role::TargetLeave});
      continue;
    }
    add(target.body, target.id,
        {.scale_m = {size, size, size},
         .color = color_of(target.hand),
         .emission = 0.55F,
         .roughness = 0.25F,
         .mesh = Mesh::Gem,
         .role = target.hand == Hand::Left ? Role::TargetLeft : Role::TargetRight});
  }
  std::uint32_t shard_id = kFirstShardId;
  for (const Shard& shard : shards_) {
    const std::uint32_t id = shard_id++;
    if (!shard.is_live) continue;
    const float size = kShard_m * fade_of(tick_ - shard.born, kShardLife);
    add(shard.body, id,
        {.scale_m = {size, size, size},
         .color = color_of(shard.hand),
         .emission = 0.25F,
         .roughness = 0.35F,
         .mesh = Mesh::Shard,
         .role = Role::Debris});
  }
}

void Strike::draw_scenery(SceneFrame& frame) const noexcept {
  // In the open, an avenue of stones gives the eye something to judge speed and distance by.
  constexpr std::size_t kRows = 7;
  std::uint32_t id = 1;
  for (std::size_t row = 0; row < kRows && room_ == nullptr; ++row) {
    for (const float side : {-1.0F, 1.0F}) {
      const float step = static_cast<float>(row);
      const float height = 2.2F + 0.55F * step + (side > 0.0F ? 0.35F : 0.0F);
      Instance stone{
          .scale_m = {0.75F, height, 0.75F}, .color = kStone, .roughness = 0.85F, .id = id++, .mesh = Mesh::Pillar};
      stone.current.position = {side * (3.4F + 0.35F * step), 0.5F * height, -4.0F - 3.6F * step};
      stone.previous = stone.current;
      if (!frame.instances.try_push(stone)) ++frame.dropped_instances;
    }
  }
  // Where the fists work: a quiet ring a hand that plays, in the strike plane.
  for (std::size_t i = 0; i < kHands; ++i) {
    if (parameters_.sides == (i == 0 ? Sides::Right : Sides::Left)) continue;
    const float x = i == 0 ? -0.32F : 0.32F;
    Instance ring{.scale_m = {0.42F, 0.42F, 0.42F},
                  .color = color_of(static_cast<Hand>(i)),
                  .emission = 0.35F,
                  .roughness = 0.5F,
                  .id = id++,
                  .mesh = Mesh::Ring,
                  .role = Role::Guide};
    ring.current.position = {x, static_cast<float>(parameters_.chest_height_m + height_m_) + 0.02F,
                             static_cast<float>(layout_.strike_z_m) - 0.45F};
    ring.previous = ring.current;
    if (!frame.instances.try_push(ring)) ++frame.dropped_instances;
  }
}

void Strike::mix_into(StateHash& hash) const noexcept {
  phrases_.mix_into(hash);
  for (const auto word : random_.state()) hash.mix(word);
  for (const Target& t : targets_) {
    hash.mix(t.is_live);
    if (!t.is_live) continue;
    hash.mix(t.born);
    hash.mix(t.id);
    hash.mix(t.hand);
    hash.mix(t.is_counted);
    hash.mix(t.task);
    hash.mix(t.is_struck);
  }
  for (const Shard& s : shards_) {
    hash.mix(s.is_live);
    if (s.is_live) hash.mix(s.born);
  }
  hands_.mix_into(hash);
  if (layout_.is_in_room) {
    hash.mix(score_.moved_closer);
    hash.mix(score_.left_out);
    hash.mix(departed_);
    hash.mix(left_out_before_);
    hash.mix(is_cramped_);
  }
  hash.mix(next_shard_);
  hash.mix(mood_);
}

}  // namespace

std::unique_ptr<session::Scenario> make(const Parameters& parameters) { return std::make_unique<Strike>(parameters); }

}  // namespace tonus::strike
