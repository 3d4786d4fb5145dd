#pragma once
// One session of one person under one law, a line a second.

#include <cstdint>
#include <vector>

#include "law.hpp"

namespace tonus::lab {

/// A stretch in which nothing of the heart's device arrives; the machine is heard all the same.
struct Silence {
  double from_s = 0.0, to_s = 0.0;
};

struct Scene {
  athlete::Parameters person;
  athlete::Circumstances circumstances;
  std::uint64_t seed = 1;  ///< of everything that varies; equal for all laws
  double length_s = 2400.0;
  std::vector<PlanPart> plan;  ///< at least one, times rising
  std::vector<Silence> silences;
};

/// State at the second's start, and what was decided then.
struct Second {
  double bpm = 0.0, state_bpm = 0.0;  ///< truth
  double command = 0.0;
  double target_bpm = 0.0;
  double device_bpm = kAbsent;  ///< newest of this second
  double quality = 0.0;         ///< of the estimate; 0 where none was made
  bool is_known = false, is_stale = true;
  bool is_silent = false, is_locked = false, is_in_svt = false;  ///< truth
  LawFlags flags;
};

/// `out` is overwritten. `estimates`: make the heart estimate even if the law does not need it. Deterministic.
void play(const Scene& scene, const Brief& brief, Law& law, bool estimates, std::vector<Second>& out);

}  // namespace tonus::lab
