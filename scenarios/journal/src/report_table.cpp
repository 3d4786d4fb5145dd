#include "report_table.hpp"

#include <array>

#include <fmt/format.h>

#include <scenarios/adaptation/sentence.hpp>
#include <scenarios/journal/html.hpp>

namespace tonus::journal {
namespace {

using adaptation::Decision;
using adaptation::Reason;

/// What happens all the time: it gets no marker. Every reason is listed, so that a new one asks for its place here.
bool is_everyday(Reason reason) {
  switch (reason) {
    case Reason::OnTarget:
    case Reason::Raise:
    case Reason::Ease:
    case Reason::HysteresisHold:
    case Reason::SlewLimited:
    case Reason::ActuatorLimit:
    case Reason::Cooling:
    case Reason::RiseLimited:
    case Reason::UserLimit:
    case Reason::CoachLimit:
    case Reason::Allocated:
    case Reason::StillSo: return true;
    case Reason::Opening:
    case Reason::TargetUnreachable:
    case Reason::QualityHold:
    case Reason::QualityDecay:
    case Reason::SignalLost:
    case Reason::SignalBack:
    case Reason::CeilingPredicted:
    case Reason::CeilingHit:
    case Reason::UserEasier:
    case Reason::UserHarder:
    case Reason::UserHold:
    case Reason::UserRelease:
    case Reason::UserPause:
    case Reason::TrackingLost:
    case Reason::UserResume:
    case Reason::WorkBegins:
    case Reason::CooldownBegins:
    case Reason::Stop:
    case Reason::StopNow:
    case Reason::Finished:
    case Reason::Irregular:
    case Reason::RhythmCooldown:
    case Reason::RateJump:
    case Reason::RateFall:
    case Reason::DoubtfulRate:
    case Reason::NoResponse:
    case Reason::EffortLost:
    case Reason::CadenceLow:
    case Reason::DoseReached:
    case Reason::ProfileDoubted:
    case Reason::OldReadiness:
    case Reason::ClinicianLimit:
    case Reason::SafetyFall:
    case Reason::SafetySymptom:
    case Reason::SafetyOxygen:
    case Reason::SafetyCeiling:
    case Reason::SafetyJump:
    case Reason::SafetyRateFall:
    case Reason::SafetyExertion:
    case Reason::Symptom:
    case Reason::Rpe:
    case Reason::UserNotNow:
    case Reason::NotNowOver:
    case Reason::Count: return false;
  }
  return false;
}

/// limit_code() in words, in the same order.
std::string limits_in_words(std::uint32_t limits) {
  static constexpr std::array<std::string_view, adaptation::kLimitCount> kWords{"pace of rising",
                                                                                "pace of easing",
                                                                                "least the scenario asks",
                                                                                "most the scenario asks",
                                                                                "signal quality",
                                                                                "no heart rate",
                                                                                "nearing the ceiling",
                                                                                "ceiling",
                                                                                "too small a step",
                                                                                "hold",
                                                                                "pause",
                                                                                "cool-down",
                                                                                "stop",
                                                                                "irregular rhythm",
                                                                                "jump of heart rate",
                                                                                "fall of heart rate",
                                                                                "heart does not answer",
                                                                                "effort collapsed",
                                                                                "slow pedals",
                                                                                "enough for a session",
                                                                                "doubtful profile",
                                                                                "old readiness",
                                                                                "clinician",
                                                                                "safety's pace of rising",
                                                                                "safety stop",
                                                                                "far above what holds the target",
                                                                                "ceiling ahead",
                                                                                "as you said",
                                                                                "heart above what was learned",
                                                                                "heart climbing quicker than foretold"};
  static_assert(!kWords.back().empty(), "every limit has words");
  std::string out;
  for (int bit = 0; bit < adaptation::kLimitCount; ++bit) {
    if ((limits >> bit & 1U) == 0) continue;
    if (!out.empty()) out += ", ";
    out += kWords[static_cast<std::size_t>(bit)];
  }
  return out.empty() ? "–" : out;
}

std::string change_cell(double from, double to) {
  const auto before = percent_text(from);
  const auto after = percent_text(to);
  return before == after ? after : before + " → " + after;
}

std::string run_row(const Run& run) {
  const double begin_s = seconds(run.first->at);
  const double end_s = seconds(run.last->at);
  const std::string when =
      clock_text(begin_s) == clock_text(end_s) ? clock_text(begin_s) : clock_text(begin_s) + "–" + clock_text(end_s);
  const std::string what = run.number > 0
                               ? escaped(adaptation::sentence(*run.first))
                               : fmt::format("Everyday steering: {} decision{}.", run.rows, run.rows == 1 ? "" : "s");
  std::uint32_t limits = 0;
  for (const Decision* d = run.first; d <= run.last; ++d) limits |= d->step.limits | d->verdict.limits;
  return fmt::format(
      "<tr{}><td class=\"n\">{}</td><td class=\"t\">{}</td><td>{}</td><td class=\"t\">{}</td><td>{}</td></tr>\n",
      run.number > 0 ? "" : " class=\"quiet\"",
      run.number > 0 ? fmt::format("<span class=\"mark\">{}</span>", run.number) : "", when, what,
      change_cell(run.first->from, run.last->to), limits_in_words(limits));
}

std::string single_row(const Decision& d) {
  return fmt::format("<tr><td class=\"t\">{}</td><td>{}</td><td class=\"t\">{}</td><td>{}</td></tr>\n",
                     clock_text(seconds(d.at)), escaped(adaptation::sentence(d)), change_cell(d.from, d.to),
                     limits_in_words(d.step.limits | d.verdict.limits));
}

}  // namespace

std::string_view headline(Reason reason) {
  switch (reason) {
    case Reason::Opening: return "Begin";
    case Reason::OnTarget: return "On target";
    case Reason::Raise: return "Harder";
    case Reason::Ease: return "Easier";
    case Reason::HysteresisHold: return "Unchanged";
    case Reason::SlewLimited: return "Gradual change";
    case Reason::ActuatorLimit: return "At the scenario's limit";
    case Reason::TargetUnreachable: return "Target out of reach";
    case Reason::QualityHold: return "Poor or no heart signal: held";
    case Reason::QualityDecay: return "No heart signal: easing off";
    case Reason::SignalLost: return "Heart signal lost";
    case Reason::SignalBack: return "Heart signal trusted";
    case Reason::CeilingPredicted: return "Nearing the ceiling";
    case Reason::CeilingHit: return "Above the ceiling";
    case Reason::UserEasier: return "Too hard, as said";
    case Reason::UserHarder: return "Too easy, as said";
    case Reason::UserNotNow: return "Not now, as said";
    case Reason::NotNowOver: return "Not now: over";
    case Reason::UserLimit: return "No harder than you said";
    case Reason::UserHold: return "Hold";
    case Reason::UserRelease: return "Hold released";
    case Reason::UserPause: return "Pause";
    case Reason::UserResume: return "Going on";
    case Reason::WorkBegins: return "Work begins";
    case Reason::CooldownBegins: return "Cool-down";
    case Reason::Cooling: return "Cooling down";
    case Reason::Stop: return "Stop";
    case Reason::StopNow: return "Stop at once";
    case Reason::Finished: return "End";
    case Reason::StillSo: return "Unchanged for a minute";
    case Reason::Irregular: return "Irregular rhythm: held";
    case Reason::RhythmCooldown: return "Irregular rhythm: cool-down";
    case Reason::RateJump: return "Heart rate jumped";
    case Reason::RateFall: return "Heart rate fell";
    case Reason::DoubtfulRate: return "Doubtful heart rate: cool-down";
    case Reason::NoResponse: return "Heart does not answer: held";
    case Reason::EffortLost: return "Effort collapsed";
    case Reason::CadenceLow: return "Pedals too slow: held";
    case Reason::DoseReached: return "Enough: cool-down";
    case Reason::ProfileDoubted: return "Profile in doubt: held";
    case Reason::OldReadiness: return "Readiness too old";
    case Reason::ClinicianLimit: return "At the clinician's limit";
    case Reason::Allocated: return "Divided anew";
    case Reason::TrackingLost: return "Tracking lost: paused";
    case Reason::CoachLimit: return "At the coach's limit";
    case Reason::RiseLimited: return "Gradual change";
    case Reason::SafetyFall: return "Safety stop: a fall";
    case Reason::SafetySymptom: return "Safety stop: symptom";
    case Reason::SafetyOxygen: return "Safety stop: oxygen";
    case Reason::SafetyCeiling: return "Safety stop: far above the ceiling";
    case Reason::SafetyJump: return "Safety stop: heart rate jumped";
    case Reason::SafetyRateFall: return "Safety stop: heart rate fell";
    case Reason::SafetyExertion: return "Safety stop: too hard";
    case Reason::Symptom: return "Not feeling well, as said";
    case Reason::Rpe: return "Effort, as said";
    case Reason::Count: break;
  }
  return "";
}

std::vector<Run> runs_of(std::span<const Decision> decisions) {
  std::vector<Run> runs;
  int number = 0;
  for (const auto& d : decisions) {
    const bool everyday = is_everyday(d.reason);
    const bool goes_on = !runs.empty() && (everyday ? runs.back().number == 0 : runs.back().last->reason == d.reason);
    if (goes_on) {
      runs.back().last = &d;
      ++runs.back().rows;
    } else {
      runs.push_back({&d, &d, 1, everyday ? 0 : ++number});
    }
  }
  return runs;
}

std::string decisions_section(std::span<const Run> runs, std::span<const Decision> decisions) {
  std::string out = "<section aria-labelledby=\"why\">\n<h2 id=\"why\">What was decided, and why</h2>\n";
  if (decisions.empty()) return out + "<p>No decision was recorded.</p>\n</section>\n";
  out +=
      "<p class=\"lead\">Numbers match the markers on the chart.</p>\n<div class=\"scroll\"><table>\n<thead><tr>"
      "<th scope=\"col\"><span class=\"hidden\">Marker</span></th><th scope=\"col\">Time</th><th "
      "scope=\"col\">Decision</th>"
      "<th scope=\"col\">Intensity</th><th scope=\"col\">Limited by</th></tr></thead>\n<tbody>\n";
  for (const auto& run : runs) out += run_row(run);
  out += "</tbody></table></div>\n";
  out += fmt::format(
      "<details><summary>All {} rows of the ledger</summary>\n<div class=\"scroll\"><table class=\"all\">\n<thead><tr>"
      "<th scope=\"col\">Time</th><th scope=\"col\">Decision</th><th scope=\"col\">Intensity</th>"
      "<th scope=\"col\">Limited by</th></tr></thead>\n<tbody>\n",
      decisions.size());
  for (const auto& d : decisions) out += single_row(d);
  return out + "</tbody></table></div>\n</details>\n</section>\n";
}

}  // namespace tonus::journal
