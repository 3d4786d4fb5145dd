#pragma once
// What a session is made from, apart from what happens in it: the header of a recording.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <engine/core/result.hpp>
#include <scenarios/adaptation/motion_model.hpp>
#include <scenarios/adaptation/person_model.hpp>
#include <scenarios/session/fit.hpp>
#include <scenarios/session/readiness_note.hpp>
#include <sensors/body/profile.hpp>

namespace tonus::session {

struct PlanStep {
  double until_s = 0.0;     ///< this target holds until here; rising
  double target_bpm = 0.0;  ///< 40…220
};
inline constexpr std::size_t kMaxPlanSteps = 256;

struct SessionDefinition {
  std::string scenario = "strike";
  std::string parameters;  ///< JSON of a scenario file; empty: the family's defaults
  std::string source = "simulated";
  bool source_reacts = true;
  std::string display = "headless";
  std::string build;  ///< version of the program that recorded
  std::uint64_t seed = 1;
  double length_s = 600.0;  ///< 10…43200
  body::HeartLimits limits;
  double trainer_most_w = 0.0;  ///< what a smart trainer holds at intensity 1, 50…600; 0: none is asked for anything
  double most_intensity = 1.0;  ///< a clinician's hard limit, above 0, at most 1
  double dose_cap_trimp = 0.0;  ///< likewise: Banister TRIMP that is enough for this session, 0…1000; 0: no cap
  double coach_most_intensity = 1.0;  ///< a coach's, likewise: below what a clinician says, above the person's word
  double coach_dose_trimp = 0.0;
  std::vector<PlanStep> plan;  ///< empty: 60 % of heart-rate reserve throughout
  ReadinessNote readiness;
  /// What is believed of the person's answer to intensity; see default_response().
  adaptation::ResponsePrior response;
  adaptation::MotionAnswer motion;  ///< what motion cost this heart in a session before, or not known
  double opening = 0.12;            ///< intensity at the start, 0…1
  double least = 0.05;              ///< what the actuator can do at the least, 0…0.5
  /// Shares of the session that the plan does not rule: negative for the usual ones of phase_times().
  double warmup_s = -1.0, cooldown_s = -1.0;
  Fit fit;
  Place place;
  std::string recorded_motion;  ///< name of the file that plays as head and hands; empty: somebody does
};

/// What people are like in whom intensity 1 brings `gain_bpm` on average; the gain spreads by 31 % between them (facts
/// d.1).
[[nodiscard]] adaptation::ResponsePrior population_response(double gain_bpm);
/// Without knowledge of the person: intensity 1 of a scenario brings about the whole reserve; a trainer brings 0.392
/// bpm/W (Hunt 2019) up to what it holds at the most.
[[nodiscard]] adaptation::ResponsePrior default_response(const body::HeartLimits& limits, double trainer_most_w);

/// The shares of a session: warm-up 15 % (8…300 s), cool-down 10 % (6…180 s), work between, where the definition says
/// nothing else.
struct PhaseTimes {
  double warmup_s = 0.0;
  double cooldown_begins_s = 0.0;
  double ends_s = 0.0;
};
[[nodiscard]] PhaseTimes phase_times(const SessionDefinition& definition);

/// What the person made of readiness, laid on the share of heart-rate reserve of every target, held within 40…220 bpm.
void scale_plan(SessionDefinition& definition);

/// Field by field, versioned.
[[nodiscard]] std::vector<std::byte> encode(const SessionDefinition& definition);
[[nodiscard]] Result<SessionDefinition, Error> decode_definition(std::span<const std::byte> bytes);
/// One line on the first thing out of range; nothing is silently mended.
[[nodiscard]] Result<void, Error> check(const SessionDefinition& definition);

}  // namespace tonus::session
