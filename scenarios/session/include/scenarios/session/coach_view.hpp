#pragma once
// What a coach, a person or a report may see of a session: numbers and codes, no sentences, trivially copyable.

#include <array>
#include <cstdint>
#include <limits>

#include <engine/core/time.hpp>
#include <scenarios/adaptation/decision.hpp>
#include <scenarios/adaptation/motion_model.hpp>
#include <scenarios/session/readiness_note.hpp>
#include <sensors/body/heart_estimator.hpp>

namespace tonus::session {

enum class Phase : std::uint8_t { Warmup, Work, Cooldown, Over };

/// One point of the trace, about 1 s to 15 s apart depending on how long the session runs.
struct TracePoint {
  float t_s = 0.0F;
  float bpm = 0.0F;      ///< NaN where unknown or stale
  float low_bpm = 0.0F;  ///< target band
  float high_bpm = 0.0F;
  float intensity = 0.0F;
  float quality = 0.0F;
};
inline constexpr std::size_t kTracePoints = 256;

struct Score {
  std::int32_t targets = 0;  ///< that came into reach
  std::int32_t hits = 0;
  std::int32_t clean = 0;                            ///< hit by the marked hand, near the middle of its time
  std::int32_t left_alone = 0, struck_in_error = 0;  ///< of those that were to be left alone
  std::int32_t right_hand = 0, wrong_hand = 0;       ///< of those hit whose hand was not known beforehand
  std::int32_t moved_closer = 0, left_out = 0;       ///< of targets, for want of room
  [[nodiscard]] std::int32_t right() const noexcept { return left_alone + right_hand; }
  [[nodiscard]] std::int32_t wrong() const noexcept { return struck_in_error + wrong_hand; }
};

struct CoachView {
  Instant at;
  Instant ends_at;  ///< planned end
  Phase phase = Phase::Warmup;
  adaptation::State state = adaptation::State::Warmup;
  body::HeartEstimate heart;
  double rest_bpm = 0.0, max_bpm = 0.0, ceiling_bpm = 0.0;
  double target_bpm = 0.0, band_low_bpm = 0.0, band_high_bpm = 0.0;
  int zone = 0;  ///< 1…5; 0 when heart rate is unknown
  double intensity = 0.0;
  double power_w = std::numeric_limits<double>::quiet_NaN();      ///< newest; NaN when none came for 3 s
  double cadence_rpm = std::numeric_limits<double>::quiet_NaN();  ///< likewise
  double asked_w = std::numeric_limits<double>::quiet_NaN();      ///< of a trainer; NaN when none is asked for anything
  double user_offset_bpm = 0.0;                                   ///< what Easier and Harder have made of the target
  double rpe = 0.0;                                               ///< how hard it is, as last said, 6…20; 0: not said
  double not_now_s = 0.0;  ///< for so long nothing rises, at the person's word; 0: it may
  bool is_held = false, is_paused = false, is_stopping = false;
  adaptation::Ask ask = adaptation::Ask::None;                      ///< what safety asks the person at this moment
  adaptation::StopCause safety_stop = adaptation::StopCause::None;  ///< safety has stopped the session, for good
  bool is_shedding = false;                                         ///< lowered for a hazard, until it is over
  bool wants_release = false;                                       ///< pedals too slow for watts
  bool is_tracking_lost = false;                                    ///< nobody knows where the head is
  bool is_tracking_pause = false;                                   ///< paused for it, until the person goes on
  bool is_cramped = false;                                          ///< here is too little room for most targets
  float nearness = 0.0F;                                            ///< to furniture or the edge of the floor, 0…1
  bool source_reacts = true;                                        ///< false: a recording plays
  ReadinessNote readiness;
  adaptation::Decision decision;  ///< the newest row of the ledger that is about intensity
  Score score;
  std::uint32_t trace_count = 0;
  bool is_answer_known = false;      ///< the session has told more of the heart's answer than was known before it
  adaptation::ResponsePrior answer;  ///< what to believe of it next time
  adaptation::MotionAnswer motion;   ///< what motion costs this heart; known or not
  adaptation::StrikeCost strike_cost;
  std::array<TracePoint, kTracePoints> trace{};  ///< oldest first
  std::uint64_t lost_samples = 0;
};

}  // namespace tonus::session
