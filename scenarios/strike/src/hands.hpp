#pragma once
// The person's hands as bodies: a fist for a hand that holds something, palm and fingertips for a bare one.

#include <array>
#include <cstdint>

#include <engine/core/hash.hpp>
#include <engine/physics/world.hpp>
#include <engine/scene/input.hpp>
#include <engine/scene/scene_frame.hpp>

namespace tonus::strike {

/// Something of a hand that strikes.
struct Striker {
  physics::BodyId body;
  Vec3 position_m;
  Vec3 velocity_m_s;  ///< smoothed over about four ticks
  Hand hand = Hand::Left;
  bool is_placed = false;
};

class Hands {
 public:
  /// Bodies stand in the hash in the order in which they were added, and bare hands are younger than recordings of
  /// fists: those first, these last of all.
  void add_fists(physics::World& world);
  void add_bare(physics::World& world);
  /// `has_jumped`: the world moved under the person; they are elsewhere in it and have not moved there.
  void move(const BodyPoses& poses, bool has_jumped, physics::World& world) noexcept;
  /// Whose tag this is; null for other things.
  [[nodiscard]] const Striker* find(std::uint32_t tag) const noexcept;
  void draw(const physics::World& world, bool is_paused, SceneFrame& frame) const noexcept;
  void mix_into(StateHash& hash) const noexcept;

 private:
  static constexpr std::size_t kKnobs = 1 + kFingertips.size();  ///< the palm, then fingertips
  std::array<Striker, kHands> fists_{};
  std::array<std::array<Striker, kKnobs>, kHands> knobs_{};
};

}  // namespace tonus::strike
