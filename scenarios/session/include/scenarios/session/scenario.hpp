#pragma once
// What a scenario family implements. It turns intensity into a world to act in and says what it asked; it knows no
// sensor.

#include <engine/core/hash.hpp>
#include <engine/core/inline_vector.hpp>
#include <engine/core/units.hpp>
#include <engine/physics/world.hpp>
#include <engine/scene/input.hpp>
#include <engine/scene/scene_frame.hpp>
#include <scenarios/adaptation/allocation.hpp>
#include <scenarios/session/coach_view.hpp>
#include <scenarios/session/fit.hpp>

namespace tonus::session {

struct ScenarioInputs {
  std::int64_t tick = 0;
  Intensity intensity{};
  Phase phase = Phase::Warmup;
  /// What the next phrase is to be made of; of use to scenarios with actuators.
  adaptation::Allocation allocation;
  bool is_paused = false;            ///< nothing new is asked, nothing moves towards the person
  bool is_stopping = false;          ///< stop was pressed: what is on its way is taken back at once
  const BodyPoses* poses = nullptr;  ///< in the world
  double height_m = 0.0;             ///< what is asked lies so much higher than authored
  /// The room, in the space it was captured in; null: none. `world_from_stage` is where that lies, and `has_moved` says
  /// that it has just moved.
  const RoomGuard* room = nullptr;
  Pose world_from_stage{};
  bool has_moved = false;
};

inline constexpr std::size_t kMaxPulses = 8;  ///< a tick

struct ScenarioOutputs {
  double demand = 0.0;       ///< effort asked for at this moment, 0…1; its mean over a minute follows the intensity
  bool at_boundary = false;  ///< a phrase begins: the moment at which a new intensity may be taken up
  bool is_cramped = false;   ///< of what the last phrase had to ask, more than half found no room
  Score score;
  InlineVector<HapticPulse, kMaxPulses> haptics;  ///< of this tick
};

/// Lifecycle: made by the catalogue; fit_to once, before everything else; set_up once; then, every tick: before_step,
/// the session steps the world, after_step, draw. All of it on the sim thread; after set_up nothing allocates, locks or
/// reads a clock; randomness only from the seed given.
class Scenario {
 public:
  virtual ~Scenario() = default;
  /// What it can vary; nothing: intensity is all it takes up. The same at every call.
  [[nodiscard]] virtual adaptation::Actuators actuators() const noexcept { return {}; }
  /// For whom it is, and whether in a room.
  virtual void fit_to(const Fit& /*fit*/, bool /*has_room*/) {}
  /// Of what it usually asks, the share that keeps clear of everything in this room, 0…1.
  [[nodiscard]] virtual double share_of(const RoomGuard& /*room*/, const Pose& /*world_from_stage*/) const noexcept {
    return 1.0;
  }
  virtual void set_up(physics::World& world, std::uint64_t seed) = 0;
  virtual void before_step(const ScenarioInputs& inputs, physics::World& world) noexcept = 0;
  virtual void after_step(const ScenarioInputs& inputs, physics::World& world, ScenarioOutputs& out) noexcept = 0;
  /// Appends what there is to see; instances, lighting.mood and nothing else.
  virtual void draw(const physics::World& world, SceneFrame& frame) const noexcept = 0;
  /// Every number the next tick depends on, bodies excepted.
  virtual void mix_into(StateHash& hash) const noexcept = 0;
};

}  // namespace tonus::session
