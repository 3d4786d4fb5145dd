#include "protocol.hpp"

#include <algorithm>
#include <cmath>
#include <ctime>

#include <engine/core/math.hpp>
#include <engine/core/random.hpp>

#include "measures.hpp"

namespace tonus::lab {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();
constexpr double kTrusted = 0.7;
constexpr double kOverCeiling_bpm = 3.0;

double thread_cpu_s() noexcept {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

bool has_irregular_heart(const athlete::Parameters& p) { return p.irregularity > 0.0; }

/// Seconds between the starts of two whole seconds.
double since(std::size_t from, std::size_t to) { return static_cast<double>(to - from); }

// ---- a constant target --------------------------------------------------------------------------------------------

constexpr double kSteady_s = 2400.0;

void hold_target(Trial& trial, bool has_own_device, Outcome& out) {
  // Nothing adapts to an irregular heart: it is led into a cool-down (see svt, detection).
  if (has_irregular_heart(trial.subject().person)) return;
  Scene scene = trial.scene(kSteady_s);
  if (!has_own_device) scene.person.is_wrist = false;
  scene.person.svt_per_hour = 0.0;  // a tachycardia ends a session, as it should: see svt
  const auto session = trial.play(scene, false, out);
  if (!is_reachable(trial.subject().person, trial.brief().target_bpm)) return;
  out[Measure::TimeToBand] = time_to_band_s(session);
  out[Measure::Rmse] = rmse_bpm(session);
  out[Measure::MovePower] = move_power_bpm2(session, trial.subject().person.gain);
  out[Measure::InBand] = in_band_percent(session, false);
  out[Measure::InBandSmooth] = in_band_percent(session, true);
}

void play_everyday(Trial& trial, const Protocol&, Outcome& out) { hold_target(trial, true, out); }
void play_steady(Trial& trial, const Protocol&, Outcome& out) { hold_target(trial, false, out); }

void play_overshoot(Trial& trial, const Protocol&, Outcome& out) {
  Scene scene = trial.scene(900.0);
  scene.circumstances.has_variability = false;
  out[Measure::Overshoot] = overshoot_bpm(trial.play(scene, false, out));
}

// ---- a square wave ------------------------------------------------------------------------------------------------

void play_intervals(Trial& trial, const Protocol&, Outcome& out) {
  if (has_irregular_heart(trial.subject().person)) return;
  constexpr double kWarmUp_s = 360.0, kHalf_s = 180.0, kSwing_bpm = 10.0;
  constexpr int kIntervals = 5;
  const Brief& brief = trial.brief();
  const double middle = std::min(brief.target_bpm, brief.limits.ceiling.value - kCeilingMargin_bpm - kSwing_bpm);
  Scene scene = trial.scene(kWarmUp_s + 2.0 * kHalf_s * kIntervals);
  scene.person.is_wrist = false;
  scene.plan.clear();
  scene.plan.push_back({0.0, middle});
  for (int i = 0; i < kIntervals; ++i) {
    const double from_s = kWarmUp_s + 2.0 * kHalf_s * i;
    scene.plan.push_back({from_s, middle + kSwing_bpm});
    scene.plan.push_back({from_s + kHalf_s, middle - kSwing_bpm});
  }
  const auto session = trial.play(scene, false, out);
  int above = 0;
  for (int i = 0; i < kIntervals; ++i) {
    const auto end = static_cast<std::size_t>(kWarmUp_s + 2.0 * kHalf_s * (i + 1));
    double sum = 0.0;
    for (std::size_t s = end - 30; s < end; ++s) sum += session[s].bpm;
    above += sum / 30.0 > middle - kSwing_bpm + kBand_bpm ? 1 : 0;
  }
  out[Measure::RecoveriesAbove] = 100.0 * above / kIntervals;
  if (is_reachable(trial.subject().person, middle + kSwing_bpm)) out[Measure::SquareRmse] = rmse_bpm(session);
}

// ---- a device that fails ------------------------------------------------------------------------------------------

void play_faults(Trial& trial, const Protocol&, Outcome& out) {
  if (has_irregular_heart(trial.subject().person)) return;
  if (!is_reachable(trial.subject().person, trial.brief().target_bpm)) return;
  Scene scene = trial.scene(kSteady_s);
  scene.person.is_wrist = false;
  scene.person.svt_per_hour = 0.0;
  out[Measure::CleanRmse] = rmse_bpm(trial.play(scene, false, out));
  scene.circumstances.drift_bpm_per_min = 0.6;
  out[Measure::DriftRmse] = rmse_bpm(trial.play(scene, false, out));
  // A fifth of the time silent: dropouts of 8.5 s on average, a quarter of that time per time between them.
  scene.circumstances.dropout_least_s = 2.0;
  scene.circumstances.dropout_most_s = 15.0;
  scene.circumstances.dropouts_per_hour = 3600.0 * 0.25 / 8.5;
  scene.circumstances.spikes_per_hour = 3.0;
  const auto session = trial.play(scene, true, out);
  out[Measure::FaultyRmse] = rmse_bpm(session);
  out[Measure::UntrustedRises] = untrusted_rises(session, 0, session.size());
}

void play_gaps(Trial& trial, const Protocol&, Outcome& out) {
  if (has_irregular_heart(trial.subject().person)) return;
  if (!is_reachable(trial.subject().person, trial.brief().target_bpm)) return;
  struct Gap {
    std::size_t from, length;
    Measure back, kept;
  };
  static constexpr std::array<Gap, 3> kGaps{{{720, 30, Measure::Return30, Measure::Kept30},
                                             {1200, 60, Measure::Return60, Measure::Kept60},
                                             {1740, 90, Measure::Return90, Measure::Kept90}}};
  Scene scene = trial.scene(kSteady_s);
  scene.person.is_wrist = false;
  for (const Gap& gap : kGaps) {
    scene.silences.push_back({static_cast<double>(gap.from), static_cast<double>(gap.from + gap.length)});
  }
  const auto session = trial.play(scene, true, out);
  double rises = 0.0;
  for (const Gap& gap : kGaps) {
    const std::size_t end = gap.from + gap.length;
    out[gap.back] = time_to_band_s(session, end);
    out[gap.kept] = 100.0 * session[end - 1].command / session[gap.from].command;
    rises += untrusted_rises(session, gap.from, end);
  }
  out[Measure::BlindRises] = rises;
}

// ---- a day that goes wrong ----------------------------------------------------------------------------------------

/// Faults as facts d.2 has them, and what people do.
void make_troublesome(Scene& scene, Random& random) {
  athlete::Circumstances& c = scene.circumstances;
  c.dropouts_per_hour = 4.0;
  c.spikes_per_hour = 3.0;
  c.freezes_per_hour = 1.0;
  c.stress_per_hour = 2.0;
  c.pauses_per_hour = 1.0;
  const double wrist_draw = random.uniform();
  const double compliance_draw = random.uniform();
  const double compliance = random.uniform(0.4, 1.0);
  if (wrist_draw < 0.25) {
    scene.person.is_wrist = true;
    c.locks_per_hour = 2.0;
  }
  if (compliance_draw < 0.5) c.compliance = compliance;
}

void play_ceiling(Trial& trial, const Protocol& protocol, Outcome& out) {
  if (has_irregular_heart(trial.subject().person)) return;
  const double ceiling_bpm = trial.brief().limits.ceiling.value;
  int over = 0;
  double worst = -kInfinite;
  for (int number = 0; number < protocol.sessions; ++number) {
    Scene scene = trial.scene(0.0, static_cast<std::uint64_t>(number));
    Random random(scene.seed);
    scene.length_s = random.uniform(1200.0, 1800.0);
    make_troublesome(scene, random);
    scene.person.svt_per_hour = 0.0;
    const auto session = trial.play(scene, false, out);
    over += stays_above(session, ceiling_bpm + kOverCeiling_bpm) ? 1 : 0;
    for (const Second& s : session) worst = std::max(worst, s.bpm - ceiling_bpm);
  }
  out[Measure::Sessions] = protocol.sessions;
  out[Measure::OverCeiling] = over;
  out[Measure::WorstOver] = worst;
}

/// From `from` to the first second with at most `share` of the load there was, within the attack; infinite if none.
double shed_s(std::span<const Second> session, std::size_t from, double share) {
  for (std::size_t i = from; i < session.size() && session[i].is_in_svt; ++i) {
    if (session[i].command <= share * session[from].command) return since(from, i);
  }
  return kInfinite;
}

void play_svt(Trial& trial, const Protocol&, Outcome& out) {
  if (has_irregular_heart(trial.subject().person)) return;
  constexpr double kShed = 0.8;
  constexpr double kLongEnough_s = 60.0;
  Scene scene = trial.scene(1800.0);
  scene.person.svt_per_hour = 4.0;
  const auto session = trial.play(scene, false, out);
  const double ceiling_bpm = trial.brief().limits.ceiling.value;
  const double light = 2.0 * trial.brief().machine->least;
  for (std::size_t i = 300; i + static_cast<std::size_t>(kLongEnough_s) < session.size(); ++i) {
    if (!session[i].is_in_svt || session[i - 1].is_in_svt || session[i].command < light) continue;
    const double shed = shed_s(session, i, kShed);
    out[Measure::ShedAfterSvt] =
        std::isnan(out[Measure::ShedAfterSvt]) ? shed : std::max(out[Measure::ShedAfterSvt], shed);
    // From the first reading above the ceiling to the first fall of the load.
    std::size_t said = i;
    while (said < session.size() && session[said].is_in_svt && !(session[said].device_bpm > ceiling_bpm)) ++said;
    if (said == session.size() || !session[said].is_in_svt || session[said].command < session[i].command) continue;
    std::size_t fell = said;
    while (fell < session.size() && session[fell].command >= session[i].command) ++fell;
    const double latency = fell == session.size() ? kInfinite : since(said, fell);
    double& worst = out[Measure::CeilingLatency];
    worst = std::isnan(worst) ? latency : std::max(worst, latency);
  }
}

void play_stops(Trial& trial, const Protocol& protocol, Outcome& out) {
  if (has_irregular_heart(trial.subject().person)) return;
  constexpr double kLength_s = 2400.0;
  const double ceiling_bpm = trial.brief().limits.ceiling.value;
  double stops = 0.0, seconds = 0.0;
  for (int number = 0; number < protocol.sessions; ++number) {
    Scene scene = trial.scene(kLength_s, static_cast<std::uint64_t>(number));
    Random random(scene.seed);
    make_troublesome(scene, random);
    scene.person.svt_per_hour = 0.0;
    const auto session = trial.play(scene, false, out);
    std::size_t end = 0;
    while (end < session.size() && !session[end].flags.has_stopped) ++end;
    seconds += static_cast<double>(end);
    // Far above the ceiling for real is a reason to stop.
    if (end < session.size() && !stays_above(session.first(end + 1), ceiling_bpm + kOverCeiling_bpm)) stops += 1.0;
  }
  out[Measure::FalseStops] = stops;
  out[Measure::Hours] = seconds / 3600.0;
}

// ---- what is noticed ----------------------------------------------------------------------------------------------

bool is_doubted(const Second& s) { return !s.is_known || s.quality < kTrusted; }

void count_dropouts(const Trial& trial, std::span<const Second> session, Outcome& out) {
  constexpr double kSeenWithin_s = 3.0;
  constexpr std::size_t kShortest_s = 4;
  // Silence begins here when what left the device before has arrived.
  const double delay_s = trial.subject().person.sensor_delay_s;
  out[Measure::Dropouts] = out[Measure::DropoutsSeen] = 0.0;
  for (std::size_t i = 60; i + 30 < session.size(); ++i) {
    if (!session[i].is_silent || session[i - 1].is_silent || is_doubted(session[i])) continue;
    std::size_t end = i;
    while (end < session.size() && session[end].is_silent) ++end;
    if (end - i < kShortest_s) continue;
    out[Measure::Dropouts] += 1.0;
    std::size_t seen = i;
    while (seen < session.size() && !is_doubted(session[seen])) ++seen;
    if (since(i, seen) - delay_s <= kSeenWithin_s) out[Measure::DropoutsSeen] += 1.0;
  }
}

void count_locks(std::span<const Second> session, Outcome& out) {
  constexpr double kFar_bpm = 10.0;
  constexpr std::size_t kSeenWithin_s = 20;
  out[Measure::Locks] = out[Measure::LocksSeen] = 0.0;
  const auto is_far = [&](const Second& s) { return s.is_locked && std::fabs(s.device_bpm - s.bpm) > kFar_bpm; };
  for (std::size_t i = 60; i + kSeenWithin_s < session.size(); ++i) {
    if (!is_far(session[i])) continue;
    std::size_t end = i;
    while (end < session.size() && is_far(session[end])) ++end;
    if (end - i > kSeenWithin_s) {
      out[Measure::Locks] += 1.0;
      const auto first = session.begin() + static_cast<std::ptrdiff_t>(i);
      if (std::any_of(first, first + kSeenWithin_s + 1, is_doubted)) out[Measure::LocksSeen] += 1.0;
    }
    while (end < session.size() && session[end].is_locked) ++end;
    i = end;
  }
}

/// A heart that hardly answers: seconds from when an average one had risen by 20 bpm to the law's word.
double no_response_s(Trial& trial, Outcome& out) {
  constexpr double kAnswer = 0.15, kExpected_bpm = 20.0, kLength_s = 600.0;
  Scene scene = trial.scene(kLength_s, 1);
  scene.person.gain *= kAnswer;
  scene.circumstances.drift_bpm_per_min = 0.0;
  const auto session = trial.play(scene, false, out);
  const Machine& m = *trial.brief().machine;
  const double keep = math::exp(-1.0 / m.nominal_tau_s);
  double rise_bpm = 0.0;
  std::size_t expected = session.size(), said = session.size();
  for (std::size_t i = 0; i < session.size(); ++i) {
    rise_bpm = keep * rise_bpm + (1.0 - keep) * m.nominal_gain * session[i].command;
    if (expected == session.size() && rise_bpm >= kExpected_bpm) expected = i;
    if (said == session.size() && session[i].flags.sees_no_response) said = i;
  }
  if (said == session.size()) {
    // Who meets the target all the same answers well enough.
    const auto end = session.last(60);
    const bool is_met =
        std::all_of(end.begin(), end.end(), [](const Second& x) { return x.bpm > x.target_bpm - 2.0 * kBand_bpm; });
    return is_met ? std::numeric_limits<double>::quiet_NaN() : kInfinite;
  }
  return said > expected ? since(expected, said) : 0.0;
}

void play_detection(Trial& trial, const Protocol&, Outcome& out) {
  if (has_irregular_heart(trial.subject().person)) return;
  Scene scene = trial.scene(kSteady_s);
  scene.circumstances.dropouts_per_hour = 8.0;
  scene.circumstances.locks_per_hour = 3.0;
  const auto session = trial.play(scene, true, out);
  count_dropouts(trial, session, out);
  count_locks(session, out);
  out[Measure::NoResponseLatency] = no_response_s(trial, out);
}

// ---- people far from the average ------------------------------------------------------------------------------------

void play_corners(Trial& trial, const Protocol& protocol, Outcome& out) {
  constexpr double kLeastGain = 0.4, kMostGain = 2.5, kLeastDelay_s = 2.0, kMostDelay_s = 25.0;
  constexpr double kTail_s = 600.0;
  const Machine& m = *trial.brief().machine;
  int cycles = 0;
  double worst = 0.0;
  for (int number = 0; number < protocol.sessions; ++number) {
    Scene scene = trial.scene(kSteady_s, static_cast<std::uint64_t>(number));
    Random random(scene.seed);
    const double gain_draw = random.uniform();
    scene.person.gain = m.nominal_gain * kLeastGain * math::pow(kMostGain / kLeastGain, gain_draw);
    const double delay_s = random.uniform(kLeastDelay_s, kMostDelay_s);
    scene.person.actuator_delay_s = std::min(scene.person.actuator_delay_s, 0.5 * delay_s);
    scene.person.body_delay_s = delay_s - scene.person.actuator_delay_s;
    scene.person.is_wrist = false;
    scene.person.ectopic_share = scene.person.irregularity = scene.person.svt_per_hour = 0.0;
    scene.circumstances.has_variability = false;
    scene.circumstances.drift_bpm_per_min = 0.0;
    const auto session = trial.play(scene, false, out);
    const Swing swing = swing_of(session.last(static_cast<std::size_t>(kTail_s)));
    worst = std::max(worst, swing.width_bpm);
    cycles += is_limit_cycle(swing) ? 1 : 0;
  }
  out[Measure::Corners] = protocol.sessions;
  out[Measure::LimitCycles] = cycles;
  out[Measure::WorstSwing] = worst;
}

// ---- the tables -----------------------------------------------------------------------------------------------------

constexpr std::array kProtocols{
    Protocol{"steady", "40 min at one target, own drift; everybody wears a strap", 1, Company::CurveToo, play_steady},
    Protocol{"everyday", "the same; a twentieth with a wrist sensor that fails often", 1, Company::References,
             play_everyday},
    Protocol{"overshoot", "15 min at one target, nothing but the plant varies", 1, Company::BoundToo, play_overshoot},
    Protocol{"intervals", "6 min, then five times 3 min at +10 bpm and 3 min at -10 bpm", 1, Company::BoundToo,
             play_intervals},
    Protocol{"faults",
             "40 min thrice: as is; drift 0.6 bpm/min; that, dropouts of 2-15 s for a fifth of the time, 3 spikes/h", 1,
             Company::BoundToo, play_faults},
    Protocol{"gaps", "40 min with the strap silent for 30, 60 and 90 s", 1, Company::References, play_gaps},
    Protocol{"corners", "40 min without variability, gain 0.4-2.5 times the average, delay 2-25 s", 5,
             Company::References, play_corners},
    Protocol{"ceiling",
             "20-30 min with stress, pauses, faults, a quarter on the wrist, half doing 40-100 % of what is asked; no "
             "tachycardia, no fibrillation",
             5, Company::BoundToo, play_ceiling},
    Protocol{"svt", "30 min with attacks of supraventricular tachycardia (+50 bpm)", 1, Company::References, play_svt},
    Protocol{"stops", "40 min of the same troubles as for the ceiling: does it stop without need", 5, Company::None,
             play_stops},
    Protocol{"detection", "40 min with dropouts and cadence locks; 10 min with a heart that hardly answers", 1,
             Company::None, play_detection},
};

}  // namespace

std::span<const Protocol> protocols() noexcept { return kProtocols; }

const Protocol* find_protocol(std::string_view name) noexcept {
  const auto* const found = std::ranges::find(kProtocols, name, &Protocol::name);
  return found == kProtocols.end() ? nullptr : found;
}

Scene Trial::scene(double length_s, std::uint64_t number) const {
  Scene scene{.person = subject_.person, .length_s = length_s};
  Random seeds(subject_.seed * 0x9E37'79B9'7F4A'7C15ULL + seed_);
  for (std::uint64_t i = 0; i <= number; ++i) scene.seed = seeds.next();
  scene.plan.push_back({0.0, subject_.brief.target_bpm});
  return scene;
}

std::span<const Second> Trial::play(const Scene& scene, bool estimates, Outcome& out) {
  const double from_s = thread_cpu_s();
  Brief brief = subject_.brief;
  brief.plan = scene.plan;
  const auto one = make_law(law_, brief, scene.person, scene.seed);
  lab::play(scene, subject_.brief, *one, estimates, buffer_);
  out.cpu_s += thread_cpu_s() - from_s;
  out.simulated_s += scene.length_s;
  return buffer_;
}

}  // namespace tonus::lab
