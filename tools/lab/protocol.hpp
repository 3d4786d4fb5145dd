#pragma once
// What people are put through, what is measured of it, and what we want to see: three tables.

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "bootstrap.hpp"
#include "scene.hpp"

namespace tonus::lab {

/// Of one person and law. What a protocol does not measure, or what has no meaning for the person, is NaN; what never
/// happened within the session is infinite.
enum class Measure : std::uint8_t {
  Rmse,
  MovePower,
  TimeToBand,
  InBand,
  InBandSmooth,
  Overshoot,
  RecoveriesAbove,
  SquareRmse,
  CleanRmse,
  DriftRmse,
  FaultyRmse,
  UntrustedRises,
  Return30,
  Return60,
  Return90,
  Kept30,
  Kept60,
  Kept90,
  BlindRises,
  Sessions,
  OverCeiling,
  WorstOver,
  ShedAfterSvt,
  CeilingLatency,
  Hours,
  FalseStops,
  Dropouts,
  DropoutsSeen,
  Locks,
  LocksSeen,
  NoResponseLatency,
  Corners,
  LimitCycles,
  WorstSwing,
  Count
};
inline constexpr std::size_t kMeasures = static_cast<std::size_t>(Measure::Count);
[[nodiscard]] constexpr std::size_t index(Measure m) noexcept { return static_cast<std::size_t>(m); }

struct MeasureFacts {
  std::string_view name;  ///< in JSON
  std::string_view unit;
  std::string_view what;
};
[[nodiscard]] const MeasureFacts& facts(Measure measure) noexcept;

struct Outcome {
  std::array<double, kMeasures> of = [] {
    std::array<double, kMeasures> none{};
    none.fill(std::numeric_limits<double>::quiet_NaN());
    return none;
  }();
  double simulated_s = 0.0, cpu_s = 0.0;  ///< of the sessions, the law included

  double& operator[](Measure m) noexcept { return of[index(m)]; }
  double operator[](Measure m) const noexcept { return of[index(m)]; }
};

/// A person under a law, ready to play sessions.
class Trial {
 public:
  Trial(const Subject& subject, LawId law, std::uint64_t protocol_seed, std::vector<Second>& buffer)
      : subject_(subject), law_(law), seed_(protocol_seed), buffer_(buffer) {}
  [[nodiscard]] const Subject& subject() const noexcept { return subject_; }
  [[nodiscard]] const Brief& brief() const noexcept { return subject_.brief; }
  /// A session at the working target, on a good day, of the `number`th seed.
  [[nodiscard]] Scene scene(double length_s, std::uint64_t number = 0) const;
  /// Holds until the next call.
  std::span<const Second> play(const Scene& scene, bool estimates, Outcome& out);

 private:
  const Subject& subject_;
  LawId law_;
  std::uint64_t seed_;
  std::vector<Second>& buffer_;
};

/// Who plays a protocol beside ours.
enum class Company : std::uint8_t {
  None,
  References,
  BoundToo,  ///< and the point of the LQG curve that stands in the table
  CurveToo,  ///< and all of the curve
};

struct Protocol {
  std::string_view name, what;
  int sessions = 1;  ///< a person and machine
  Company company = Company::References;
  void (*play)(Trial&, const Protocol&, Outcome&) = nullptr;
};
[[nodiscard]] std::span<const Protocol> protocols() noexcept;
[[nodiscard]] const Protocol* find_protocol(std::string_view name) noexcept;

/// How a row makes one figure of many people.
enum class Way : std::uint8_t {
  Figure,     ///< `statistic` of `measure`
  ToReplica,  ///< mean of `measure` over the replica's, in pairs
  ToOther,    ///< mean of `measure` over mean of `other`, the same law, in pairs
};

enum class Goal : std::uint8_t { None, AtMost, AtLeast, TradeOff };

struct Row {
  std::string_view protocol;
  Measure measure = Measure::Rmse;
  Way way = Way::Figure;
  Statistic statistic = Statistic::Mean;
  Measure other = Measure::Rmse;
  double scale = 1.0;     ///< of the printed figure
  std::string_view unit;  ///< of the printed figure
  Goal goal = Goal::None;
  double bound = 0.0;
  std::string_view published;  ///< what others report, for the eye
};
/// In the order in which they are printed. The goal is met where the worse end of the interval of ours meets it.
/// TradeOff: the ratio of RMSE is at most 1.00 at half of the replica's move power, or 1.03 at a fifth.
[[nodiscard]] std::span<const Row> rows() noexcept;

}  // namespace tonus::lab
