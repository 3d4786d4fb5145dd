#pragma once
// How far somebody reaches, from their head and hands while they hold their arms out. Pure: poses in, metres out; the
// same poses give the same reach. What it finds becomes Fit::reach_m, before a session.

#include <array>
#include <cstdint>
#include <optional>

#include <engine/core/time.hpp>
#include <engine/scene/input.hpp>
#include <scenarios/session/fit.hpp>

namespace tonus::session {

/// One thread; allocates nothing.
class ReachMeasure {
 public:
  enum class State : std::uint8_t {
    Unseen,    ///< the head or a hand that plays is not tracked, or the head looks straight up or down
    Lowered,   ///< a hand is not at the height of its shoulder
    Moving,    ///< not still, or not for long enough yet
    Measured,  ///< held still, and taken
    Refused,   ///< held still, but that is no reach: refused_m()
  };

  /// Of both hands the one that reaches less; where one plays, of that one.
  explicit ReachMeasure(PlayHands hands) noexcept : hands_(hands) {}

  /// A moment, not before the one noted last. Poses in any space whose y is up.
  void note(Instant at, const BodyPoses& body) noexcept;

  [[nodiscard]] State state() const noexcept { return state_; }
  /// The farthest so far, body::kLeastReach_m…kMostReach_m: from the shoulder to the hand, which stayed within 4 cm for
  /// a second.
  [[nodiscard]] std::optional<double> reach_m() const noexcept { return reach_m_; }
  [[nodiscard]] double refused_m() const noexcept { return refused_m_; }

 private:
  [[nodiscard]] bool plays(Hand hand) const noexcept;
  void begin(Instant at, const std::array<Vec3, kHands>& hands) noexcept;
  void conclude() noexcept;

  PlayHands hands_;
  State state_ = State::Unseen;
  std::optional<double> reach_m_;
  double refused_m_ = 0.0;
  bool has_begun_ = false;
  Instant begun_{};
  std::array<Vec3, kHands> began_at_{};
  std::array<double, 256> distances_m_{};  ///< of this second; the first of them where there are more
  std::size_t count_ = 0;
};

}  // namespace tonus::session
