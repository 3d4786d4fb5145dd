#pragma once
// Heartbeats made by us with faults of which the truth is known. Faults happen to beat times, as they do in a detector,
// and may follow each other after three beats; the oracle of the shared data changes intervals, seven beats apart.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <engine/core/random.hpp>

namespace tonus::body::made {

struct Series {
  std::vector<double> rr_ms;
  std::vector<std::uint8_t> is_fault;  ///< of each interval of rr_ms
  std::vector<double> clean_ms;        ///< before the faults
  std::size_t faults = 0;              ///< events
};

struct Wish {
  double bpm = 70.0;
  double ramp_bpm = 0.0;       ///< from first to last beat
  double breath_share = 0.03;  ///< amplitude of respiratory arrhythmia
  double noise_share = 0.012;  ///< of each interval; one in fifty is three times that
  double fault_share = 0.02;   ///< events a beat
  std::size_t beats = 400;
};

inline std::vector<double> clean_intervals(const Wish& w, Random& random) {
  std::vector<double> out;
  double t_s = 0.0, slow = 0.0;
  const double breath_hz = random.uniform(0.18, 0.32);
  for (std::size_t i = 0; i < w.beats; ++i) {
    const double place = static_cast<double>(i) / static_cast<double>(w.beats);
    const double usual_ms = 60000.0 / (w.bpm + w.ramp_bpm * place);
    slow = 0.96 * slow + 0.25 * w.noise_share * random.normal();
    const bool is_wild = random.uniform() < 0.02;
    const double noise = (is_wild ? 3.0 : 1.0) * w.noise_share * random.normal();
    const double breath = w.breath_share * std::sin(6.2831853 * breath_hz * t_s);
    out.push_back(usual_ms * (1.0 + slow + noise + breath));
    t_s += out.back() / 1000.0;
  }
  return out;
}

inline Series series(const Wish& w, std::uint64_t seed) {
  Random random(seed);
  Series out;
  out.clean_ms = clean_intervals(w, random);
  std::vector<double> beats{0.0};
  for (const double ms : out.clean_ms) beats.push_back(beats.back() + ms);

  std::vector<double> seen{beats[0]};
  std::vector<std::uint8_t> touched{0};  // the intervals on both sides of a touched beat are faults
  std::size_t quiet = 0;
  for (std::size_t i = 1; i < beats.size(); ++i) {
    const double rr = beats[i] - beats[i - 1];
    const bool may = quiet > 3 && i > 6 && i + 7 < beats.size();
    if (!may || random.uniform() >= w.fault_share * 1.35) {  // the waiting takes some
      ++quiet;
      seen.push_back(beats[i]);
      touched.push_back(0);
      continue;
    }
    quiet = 0;
    ++out.faults;
    switch (static_cast<int>(random.uniform(0.0, 4.0))) {
      case 0: {  // a beat too early, its pause whole or not
        const double early = random.uniform(0.14, 0.45) * rr;
        seen.push_back(beats[i] - early);
        touched.push_back(3);
        if (random.uniform() < 0.4) {
          const double reset = random.uniform(0.3, 0.8) * early;
          for (std::size_t k = i + 1; k < beats.size(); ++k) beats[k] -= reset;
        }
        break;
      }
      case 1:  // not seen: the interval to the next beat holds both
        touched.push_back(4);
        seen.push_back(-1.0);
        break;
      case 2: {  // something else taken for a beat
        seen.push_back(beats[i - 1] + random.uniform(0.3, 0.7) * rr);
        touched.push_back(3);
        seen.push_back(beats[i]);
        touched.push_back(0);
        break;
      }
      default: {  // found at the wrong moment
        const double sign = random.uniform() < 0.5 ? -1.0 : 1.0;
        seen.push_back(beats[i] + sign * random.uniform(0.14, 0.4) * rr);
        touched.push_back(3);
        break;
      }
    }
  }
  double before_ms = 0.0;
  bool fault_goes_on = false;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (touched[i] == 4) {
      fault_goes_on = true;
      continue;
    }
    if (i > 0) {
      const double unit = 1000.0 / 1024.0;
      out.rr_ms.push_back(std::round((seen[i] - before_ms) / unit) * unit);
      const bool was_touched = touched[i - 1] == 3;
      out.is_fault.push_back(fault_goes_on || touched[i] == 3 || was_touched ? 1 : 0);
    }
    fault_goes_on = false;
    before_ms = seen[i];
  }
  return out;
}

/// How well marks agree with the truth: a fault is found when it or a neighbour is marked, and a mark is false when
/// neither the entry nor a neighbour is a fault (the tolerance of the shared oracle).
struct Score {
  double faults = 0.0, found = 0.0, sound = 0.0, false_marks = 0.0;

  template <class Marks>
  void add(const std::vector<std::uint8_t>& is_fault, const Marks& is_marked) {
    const std::size_t n = is_fault.size();
    const auto near = [n](const auto& flags, std::size_t i) {
      return flags[i] != 0 || (i > 0 && flags[i - 1] != 0) || (i + 1 < n && flags[i + 1] != 0);
    };
    for (std::size_t i = 0; i < n; ++i) {
      if (is_fault[i] != 0) {
        faults += 1.0;
        found += near(is_marked, i) ? 1.0 : 0.0;
      } else {
        sound += 1.0;
        false_marks += is_marked[i] != 0 && !near(is_fault, i) ? 1.0 : 0.0;
      }
    }
  }
  [[nodiscard]] double sensitivity_percent() const { return 100.0 * found / faults; }
  [[nodiscard]] double specificity_percent() const { return 100.0 * (1.0 - false_marks / sound); }
};

/// The mix the tests use: rest, steady work and ramps, a fault rate each.
inline std::vector<Series> population(std::size_t count, std::uint64_t seed) {
  Random random(seed);
  std::vector<Series> out;
  for (std::size_t i = 0; i < count; ++i) {
    Wish w;
    const std::size_t kind = i % 4;
    const bool is_rest = kind < 2;
    w.bpm = is_rest ? random.uniform(48.0, 88.0) : random.uniform(95.0, 175.0);
    w.ramp_bpm = kind == 3 ? random.uniform(-45.0, 45.0) : 0.0;
    w.breath_share = is_rest ? random.uniform(0.01, 0.05) : random.uniform(0.001, 0.008);
    w.noise_share = is_rest ? random.uniform(0.006, 0.02) : random.uniform(0.002, 0.006);
    w.fault_share = random.uniform(0.0, 0.035);
    const std::uint64_t its_seed = random.next();
    out.push_back(series(w, its_seed));
  }
  return out;
}

}  // namespace tonus::body::made
