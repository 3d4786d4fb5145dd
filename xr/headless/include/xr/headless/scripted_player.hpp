#pragma once
// Somebody who plays while nobody is there: two hands that reach for what comes, like a person, and miss now and then.

#include <array>
#include <cstdint>

#include <engine/core/inline_vector.hpp>
#include <engine/core/random.hpp>
#include <engine/scene/input.hpp>
#include <engine/scene/scene_frame.hpp>

namespace tonus::xr {

struct ScriptedPlayerDefinition {
  std::uint64_t seed = 1;
  double miss_probability = 0.07;     ///< 0…1, drawn once a target
  double mistake_probability = 0.06;  ///< 0…1: strikes at what is to be left alone, drawn once each
  float aim_spread_m = 0.015F;        ///< standard deviation of where the hand goes, each axis
  float speed_limit_m_s = 6.0F;       ///< of the hand, > 0; a trained straight punch peaks at 6 to 9
  float strike_plane_z_m = -0.55F;    ///< where targets are met
  float reach_m = 0.78F;              ///< shoulder to glove at most
  float height_m = 0.0F;              ///< taller than most by this; below 0: shorter, or seated
};

/// Pure and deterministic: equal definitions and equal frames give equal poses, on every processor (no libm).
/// Feeds the tick path: no clock, no allocation. Thread: the one that ticks.
class ScriptedPlayer {
 public:
  explicit ScriptedPlayer(const ScriptedPlayerDefinition& definition = {}) noexcept;

  /// What the hands do in the tick after `seen`; sees nothing else. Once a tick.
  [[nodiscard]] BodyPoses step(const SceneFrame& seen) noexcept;

 private:
  enum class Phase : std::uint8_t { Resting, Reaching, Returning };
  struct HandState {
    Phase phase = Phase::Resting;
    Vec3 position, from, to;
    float progress_ticks = 0.0F, duration_ticks = 1.0F;
  };
  struct Threat {
    const Instance* target = nullptr;
    Vec3 meeting_point;
    float time_s = 0.0F;
  };

  [[nodiscard]] Vec3 rest(std::size_t hand) const noexcept;
  [[nodiscard]] Threat next_threat(const SceneFrame& seen, Hand hand) const noexcept;
  [[nodiscard]] bool is_known(std::uint32_t id) const noexcept;
  void remember(std::uint32_t id) noexcept;
  /// True where it is to be left alone and, this time, is.
  [[nodiscard]] bool leaves(const Instance& target) noexcept;
  void reach(HandState& state, Hand hand, const Threat& threat) noexcept;
  void move(HandState& state, Hand hand) noexcept;

  static constexpr std::size_t kMemory = 64;
  ScriptedPlayerDefinition definition_;
  Random random_;
  std::array<HandState, kHands> hands_{};
  std::array<std::uint32_t, kMemory> known_{};  ///< targets that were decided on, a ring
  std::size_t next_known_ = 0;
  std::int64_t ticks_ = 0;
};

}  // namespace tonus::xr
