#include <scenarios/strike/strike.hpp>

#include <array>

#include <engine/core/contract.hpp>
#include <engine/core/math.hpp>

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
constexpr float kGloveRadius_m = 0.095F;
constexpr float kShard_m = 0.12F;
constexpr float kPunch_m_s = 0.7F;  // a slower glove pushes
constexpr float kAimed = 0.35F;     // cosine: a blow at it, not past it
constexpr double kClean_m = 0.28;   // from the strike plane
constexpr float kGone_z_m = 0.9F;
constexpr std::int64_t kTargetLife = 7 * kTicksPerSecond;
constexpr std::int64_t kShardLife = 3 * kTicksPerSecond;
constexpr std::int64_t kFade = 3 * kTicksPerSecond / 4;
constexpr float kGrow_s = 0.6F;  // targets grow out of the distance instead of popping up

enum Groups : physics::Group { kWorld = 1, kTarget = 2, kGlove = 4, kShard = 8 };
constexpr std::uint32_t kFirstBodyId = 100, kFirstTargetId = 1000;  // instance ids; scenery has those below
constexpr std::uint32_t kGloveTag = 1, kTargetTag = 0x100, kShardTag = 0x1000, kGroundTag = 0x2000;

constexpr Vec3 kLeftColor{0.06F, 0.62F, 0.72F};
constexpr Vec3 kRightColor{1.0F, 0.42F, 0.13F};
constexpr Vec3 kLeaveColor{0.44F, 0.45F, 0.50F};
constexpr Vec3 kStone{0.16F, 0.17F, 0.21F};

Vec3 color_of(Hand hand) { return hand == Hand::Left ? kLeftColor : kRightColor; }

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
struct Glove {
  BodyId body;
  Vec3 position_m;
  Vec3 velocity_m_s;  ///< smoothed over about four ticks
  bool is_placed = false;
};

class Strike final : public session::Scenario {
 public:
  explicit Strike(const Parameters& parameters) : parameters_(parameters), phrases_(parameters, 1), random_(1) {}

  adaptation::Actuators actuators() const noexcept override { return actuators_of(parameters_); }
  void set_up(World& world, std::uint64_t seed) override;
  void before_step(const session::ScenarioInputs& in, World& world) noexcept override;
  void after_step(const session::ScenarioInputs& in, World& world, session::ScenarioOutputs& out) noexcept override;
  void draw(const World& world, SceneFrame& frame) const noexcept override;
  void mix_into(StateHash& hash) const noexcept override;

 private:
  void strike(Target& target, std::size_t hand, World& world) noexcept;
  void launch(const Departure& departure, World& world) noexcept;
  void shatter(Target& target, Vec3 blow_m_s, World& world) noexcept;
  void move_gloves(const BodyPoses& poses, World& world) noexcept;
  void retire(World& world) noexcept;
  void take_back_targets(World& world) noexcept;
  void draw_scenery(SceneFrame& frame) const noexcept;
  [[nodiscard]] float fade_of(std::int64_t age, std::int64_t life) const noexcept;

  Parameters parameters_;
  Phrases phrases_;
  Random random_;
  std::array<Target, kTargets> targets_{};
  std::array<Shard, kShards> shards_{};
  std::array<Glove, kHands> gloves_{};
  session::Score score_;
  std::int64_t tick_ = 0;
  std::size_t next_shard_ = 0;
  std::uint32_t next_id_ = kFirstTargetId;
  double mood_ = 0.0;
  bool at_boundary_ = false;
  bool is_paused_ = false;
};

template <class T>
T expect_room(const Result<T, physics::WorldError>& result) {
  TONUS_EXPECTS(result.has_value());  // set_up asks for fewer bodies than a world holds
  return *result;
}

void Strike::set_up(World& world, std::uint64_t seed) {
  phrases_ = Phrases(parameters_, seed);
  random_ = Random(seed ^ 0x5714'1ce5ull);
  const auto ground = expect_room(world.add_plane(0.0F));
  const auto gem = expect_room(world.add_sphere(kTargetRadius_m));
  const auto fist = expect_room(world.add_sphere(kGloveRadius_m));
  const float s = kShard_m;
  const std::array<Vec3, 5> chip{Vec3{-0.5F * s, -0.25F * s, -0.3F * s}, Vec3{0.5F * s, -0.2F * s, -0.25F * s},
                                 Vec3{0.05F * s, 0.45F * s, -0.1F * s}, Vec3{0.0F, -0.1F * s, 0.4F * s},
                                 Vec3{0.2F * s, 0.1F * s, 0.2F * s}};
  const auto shard = expect_room(world.add_hull(chip));
  world.place(expect_room(world.add_body(
                  {.shape = ground, .motion = Motion::Static, .friction = 0.8F, .group = kWorld, .tag = kGroundTag})),
              {});
  for (std::size_t i = 0; i < kHands; ++i) {
    gloves_[i].body = expect_room(world.add_body({.shape = fist,
                                                  .motion = Motion::Kinematic,
                                                  .friction = 0.4F,
                                                  .group = kGlove,
                                                  .collides_with = kTarget | kShard,
                                                  .tag = kGloveTag + static_cast<std::uint32_t>(i)}));
  }
  for (std::size_t i = 0; i < kTargets; ++i) {
    targets_[i].body = expect_room(world.add_body({.shape = gem,
                                                   .mass_kg = 0.35F,
                                                   .restitution = 0.4F,
                                                   .gravity_scale = 0.0F,
                                                   .group = kTarget,
                                                   .collides_with = kGlove | kTarget | kWorld,
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
                                                  .collides_with = kGlove | kWorld | kShard,
                                                  .tag = kShardTag + static_cast<std::uint32_t>(i)}));
  }
}

void Strike::before_step(const session::ScenarioInputs& in, World& world) noexcept {
  tick_ = in.tick;
  is_paused_ = in.is_paused;
  at_boundary_ = false;
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
  at_boundary_ = phrases_.advance(in.tick, in.allocation, asks);
  Departure departure;
  while (phrases_.try_depart(in.tick, departure)) launch(departure, world);
  move_gloves(*in.poses, world);
  mood_ += (in.intensity.value - mood_) * 0.004;
}

void Strike::launch(const Departure& departure, World& world) noexcept {
  for (Target& target : targets_) {
    if (target.is_live) continue;
    target.is_live = true;
    target.is_counted = target.is_struck = false;
    target.task = departure.task;
    target.born = tick_;
    target.id = next_id_++;
    target.hand = departure.hand;
    Pose pose;
    pose.position = {departure.arrives_m.x, departure.arrives_m.y, static_cast<float>(kSpawn_z_m)};
    const auto spin = static_cast<float>(random_.uniform(0.5, 1.4));
    world.place(target.body, pose, {0.0F, 0.0F, departure.speed_m_s},
                {0.0F, 0.0F, departure.hand == Hand::Left ? spin : -spin});
    return;
  }
}

void Strike::move_gloves(const BodyPoses& poses, World& world) noexcept {
  for (std::size_t i = 0; i < kHands; ++i) {
    Glove& glove = gloves_[i];
    const HandPose& hand = poses.hands[i];
    if (!hand.is_tracked) {
      if (glove.is_placed) world.park(glove.body);
      glove.is_placed = false;
      continue;
    }
    const Vec3 position = hand.world_from_hand.position;
    if (!glove.is_placed) {
      glove.is_placed = true;
      glove.velocity_m_s = {};
      world.place(glove.body, hand.world_from_hand);
    } else {
      const Vec3 now = (position - glove.position_m) * static_cast<float>(kTicksPerSecond);
      glove.velocity_m_s = glove.velocity_m_s + (now - glove.velocity_m_s) * 0.4F;
      world.move_to(glove.body, hand.world_from_hand);
    }
    glove.position_m = position;
  }
}

void Strike::after_step(const session::ScenarioInputs& in, World& world, session::ScenarioOutputs& out) noexcept {
  if (!in.is_paused) {
    for (const physics::Contact& contact : world.contacts()) {
      const bool a_is_glove = contact.tag_a >= kGloveTag && contact.tag_a < kGloveTag + kHands;
      const std::uint32_t glove_tag = a_is_glove ? contact.tag_a : contact.tag_b;
      const std::uint32_t other_tag = a_is_glove ? contact.tag_b : contact.tag_a;
      if (glove_tag < kGloveTag || glove_tag >= kGloveTag + kHands) continue;
      if (other_tag < kTargetTag || other_tag >= kTargetTag + kTargets) continue;
      Target& target = targets_[other_tag - kTargetTag];
      const std::size_t hand = glove_tag - kGloveTag;
      if (!target.is_live || length(gloves_[hand].velocity_m_s) < kPunch_m_s) continue;
      strike(target, hand, world);
    }
    retire(world);
  }
  out.demand = in.is_paused || in.is_stopping || in.phase == session::Phase::Over ? 0.0 : phrases_.demand(in.tick);
  out.at_boundary = at_boundary_;
  out.score = score_;
}

void Strike::strike(Target& target, std::size_t hand, World& world) noexcept {
  if (target.task == Task::Leave) {
    // It does not break: it is pushed out of the way, and that is all there is to see. An arm that brushes past it on
    // the way to another has decided nothing.
    const Vec3 way = world.pose(target.body).position - gloves_[hand].position_m;
    const Vec3 blow = gloves_[hand].velocity_m_s;
    if (target.is_struck || target.is_counted || dot(blow, way) < kAimed * length(blow) * length(way)) return;
    target.is_struck = true;
    ++score_.struck_in_error;
    return;
  }
  const double off_plane = static_cast<double>(world.pose(target.body).position.z) - kStrike_z_m;
  const bool is_marked_hand = hand == static_cast<std::size_t>(target.hand);
  if (!target.is_counted) ++score_.targets;
  ++score_.hits;
  if (is_marked_hand && off_plane < kClean_m && off_plane > -kClean_m) ++score_.clean;
  if (target.task == Task::Choose) ++(is_marked_hand ? score_.right_hand : score_.wrong_hand);
  shatter(target, gloves_[hand].velocity_m_s, world);
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
    const bool is_gone = p.z > kGone_z_m || tick_ - target.born > kTargetLife;
    // One to be left alone that an arm has pushed aside never comes through the plane; it is judged when it goes.
    const bool was_there = static_cast<double>(p.z) > kStrike_z_m + kClean_m || (is_gone && target.task == Task::Leave);
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
  std::uint32_t body_id = kFirstBodyId;
  for (std::size_t i = 0; i < kHands; ++i, ++body_id) {
    if (!gloves_[i].is_placed) continue;
    const auto hand = static_cast<Hand>(i);
    const float size = 2.3F * kGloveRadius_m;
    add(gloves_[i].body, body_id,
        {.scale_m = {size, size, size},
         .color = color_of(hand) * 0.8F,
         .emission = 0.15F,
         .roughness = 0.45F,
         .mesh = Mesh::Glove,
         .role = hand == Hand::Left ? Role::GloveLeft : Role::GloveRight});
  }
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
  for (const Shard& shard : shards_) {
    ++body_id;
    if (!shard.is_live) continue;
    const float size = kShard_m * fade_of(tick_ - shard.born, kShardLife);
    add(shard.body, body_id,
        {.scale_m = {size, size, size},
         .color = color_of(shard.hand),
         .emission = 0.25F,
         .roughness = 0.35F,
         .mesh = Mesh::Shard,
         .role = Role::Debris});
  }
}

void Strike::draw_scenery(SceneFrame& frame) const noexcept {
  // An avenue of stones gives the eye something to judge speed and distance by.
  constexpr std::size_t kRows = 7;
  std::uint32_t id = 1;
  for (std::size_t row = 0; row < kRows; ++row) {
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
  // Where the fists work: a quiet ring a hand, in the strike plane.
  for (std::size_t i = 0; i < kHands; ++i) {
    const float x = i == 0 ? -0.32F : 0.32F;
    Instance ring{.scale_m = {0.42F, 0.42F, 0.42F},
                  .color = color_of(static_cast<Hand>(i)),
                  .emission = 0.35F,
                  .roughness = 0.5F,
                  .id = id++,
                  .mesh = Mesh::Ring,
                  .role = Role::Guide};
    ring.current.position = {x, static_cast<float>(parameters_.chest_height_m) + 0.02F,
                             static_cast<float>(kStrike_z_m) - 0.45F};
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
  for (const Glove& g : gloves_) {
    hash.mix(g.is_placed);
    hash.mix(g.velocity_m_s.x);
    hash.mix(g.velocity_m_s.y);
    hash.mix(g.velocity_m_s.z);
  }
  hash.mix(next_shard_);
  hash.mix(mood_);
}

}  // namespace

std::unique_ptr<session::Scenario> make(const Parameters& parameters) { return std::make_unique<Strike>(parameters); }

}  // namespace tonus::strike
