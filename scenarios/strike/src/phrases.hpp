#pragma once
// The score of strike: which targets a phrase holds, when each sets off and where it arrives. No bodies, no drawing.

#include <cstdint>

#include <engine/core/hash.hpp>
#include <engine/core/inline_vector.hpp>
#include <engine/core/random.hpp>
#include <engine/scene/pose.hpp>
#include <scenarios/adaptation/allocation.hpp>
#include <scenarios/strike/strike.hpp>

namespace tonus::strike {

inline constexpr double kSpawn_z_m = -14.0;   ///< where targets appear
inline constexpr double kStrike_z_m = -0.55;  ///< where they are to be hit, by people who reach as usual
inline constexpr double kShoulder_m = 0.17;   ///< from the middle
/// In a room targets appear nearer; all take equally long, so that the rhythm stays.
inline constexpr double kRoomFlight_s = 1.4;

/// What a fit makes of the score.
struct Layout {
  double strike_z_m = kStrike_z_m;
  double lowest_rad = -0.8;  ///< of where targets arrive, from the horizontal
  bool is_in_room = false;
};

/// What is to be done with a target.
enum class Task : std::uint8_t {
  Strike,
  Choose,  ///< strike with the marked hand, which is not known beforehand
  Leave,   ///< leave it alone
};

struct Departure {
  std::int64_t tick = 0;  ///< sets off at this tick
  Vec3 arrives_m;         ///< in the strike plane
  float speed_m_s = 0.0F;
  Hand hand = Hand::Left;  ///< of Leave: on whose side it comes
  Task task = Task::Strike;
};

/// What there is to vary, for the allocation.
[[nodiscard]] adaptation::Actuators actuators_of(const Parameters& parameters) noexcept;

class Phrases {
 public:
  static constexpr std::size_t kSlots = 16;  ///< half-beats a phrase

  Phrases(const Parameters& parameters, const Layout& layout, std::uint64_t seed);
  /// Begins a phrase when one is due; true at that tick.
  /// `height_m`: so much higher than authored.
  bool advance(std::int64_t tick, const adaptation::Allocation& allocation, bool asks_anything,
               double height_m = 0.0) noexcept;
  /// Moves everything not yet begun by one tick (pause).
  void delay() noexcept;
  void clear() noexcept { departures_.clear(); }
  /// The next target that sets off at or before this tick.
  bool try_depart(std::int64_t tick, Departure& out) noexcept;
  /// Effort of the targets that arrive now, 0…1.
  [[nodiscard]] double demand(std::int64_t tick) const noexcept;
  void mix_into(StateHash& hash) const noexcept;

 private:
  void compose(std::int64_t tick, const adaptation::Allocation& allocation, double height_m) noexcept;
  /// Whose turn it is, or, where it is drawn, whose it falls to.
  [[nodiscard]] Hand next_hand(Departure& departure, double choice_share) noexcept;
  [[nodiscard]] Vec3 place(const Departure& departure, const adaptation::Allocation& allocation,
                           double height_m) noexcept;

  Parameters parameters_;
  Layout layout_;
  Random random_;
  InlineVector<Departure, 2 * kSlots> departures_;
  std::size_t next_ = 0;
  std::int64_t phrase_ticks_ = 0;
  std::int64_t begins_ = 0;  ///< tick of the phrase under way
  std::int64_t next_begins_ = 0;
  std::int64_t flight_ticks_ = 0;  ///< of the phrase under way
  double effort_ = 0.0, previous_effort_ = 0.0;
  double rest_due_ = 0.0, leave_due_ = 0.0;
  Hand next_hand_ = Hand::Right;
};

}  // namespace tonus::strike
