#pragma once
// Many people on all cores, the same figures for any number of threads.

#include <functional>
#include <string>
#include <vector>

#include "protocol.hpp"

namespace tonus::lab {

struct RunOptions {
  std::size_t athletes = 1000;
  std::uint64_t first_seed = kHeldOutSeed;  ///< athlete i is drawn with first_seed + i
  athlete::Plant plant = athlete::Plant::TwoPhase;
  unsigned threads = 0;  ///< 0: one a core
  std::vector<const Protocol*> protocols;
};

/// One protocol on one machine.
struct Part {
  const Protocol* protocol = nullptr;
  athlete::Work work = athlete::Work::Cycle;
  std::array<std::vector<Outcome>, kLaws> of;  ///< by law and athlete; empty where the law did not take part
  /// Values of one measure in the order of the athletes.
  [[nodiscard]] std::vector<double> values(LawId law, Measure measure) const;
  [[nodiscard]] bool has(LawId law) const { return !of[index(law)].empty(); }
};

struct Results {
  RunOptions options;
  std::vector<Part> parts;
  std::array<std::vector<Subject>, 2> people;  ///< by machine: cycle, treadmill
  double wall_s = 0.0;
  unsigned threads = 1;

  [[nodiscard]] const std::vector<Subject>& of(athlete::Work work) const {
    return people[work == athlete::Work::Treadmill ? 1 : 0];
  }
  /// Simulated seconds of ours, the law included, in a second of one core; 0 where nothing ran.
  [[nodiscard]] double athlete_seconds_per_core_second() const;
};

/// Of all that varies in a protocol's sessions, beside the athlete's own seed.
[[nodiscard]] std::uint64_t seed_of(const Protocol& protocol, athlete::Work work) noexcept;

/// Called about every tenth of a second from the calling thread; false ends the run early.
using Watch = std::function<bool(const Part& part, std::size_t done, std::size_t all)>;

/// Each athlete is one task with a slot of its own, whatever thread takes it. An aborted run returns the parts
/// finished.
[[nodiscard]] Results run(const RunOptions& options, const Watch& watch);

}  // namespace tonus::lab
