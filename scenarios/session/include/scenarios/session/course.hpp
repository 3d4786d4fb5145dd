#pragma once
// Where a session stands in its course, and what heart rate that asks for: plan, phases, what the person added or took
// off, and the ceiling. Times are active seconds (without pauses). Decides nothing of intensity.

#include <engine/core/hash.hpp>
#include <scenarios/adaptation/decision.hpp>
#include <scenarios/session/coach_view.hpp>
#include <scenarios/session/definition.hpp>

namespace tonus::session {

class Course {
 public:
  explicit Course(const SessionDefinition& definition);

  [[nodiscard]] Phase phase() const noexcept { return phase_; }
  [[nodiscard]] double ends_s() const noexcept { return times_.ends_s; }
  [[nodiscard]] double cooldown_s() const noexcept { return times_.ends_s - times_.cooldown_begins_s; }
  /// 0 at the beginning of the cool-down, 1 at its end.
  [[nodiscard]] double cooldown_progress(double at_s) const noexcept;

  [[nodiscard]] bool is_warm(double at_s) const noexcept { return at_s >= times_.warmup_s; }
  [[nodiscard]] bool is_worked(double at_s) const noexcept { return at_s >= times_.cooldown_begins_s; }
  [[nodiscard]] bool is_over(double at_s) const noexcept { return at_s >= times_.ends_s; }
  void end_warmup(double at_s) noexcept { times_.warmup_s = at_s; }
  void begin_work() noexcept { phase_ = Phase::Work; }
  /// `is_for_now`: brought about by a lost signal alone, so that take_back() may undo it.
  void begin_cooldown(double at_s, double lasting_s, bool is_for_now) noexcept;
  [[nodiscard]] bool is_cooling_for_now() const noexcept { return is_for_now_; }
  /// False where the cool-down was due by now in any case.
  [[nodiscard]] bool try_take_back(double at_s) noexcept;
  void end() noexcept { phase_ = Phase::Over; }

  /// What plan and person ask for, whatever the ceiling allows.
  [[nodiscard]] double planned_bpm(double at_s) const noexcept { return plan_bpm(at_s) + offset_bpm_; }
  /// What is steered to at `at_s` in the phase of now.
  [[nodiscard]] double target_bpm(double at_s) const noexcept;
  /// The next step of the plan: what it asks and when.
  void look_ahead(double at_s, adaptation::ControlInputs& inputs) const noexcept;
  /// One press: 5 % of heart-rate reserve less or more, within -25 % and +10 %. Less counts from where the ceiling lets
  /// the target be.
  void ask_less(double at_s) noexcept;
  void ask_more() noexcept;
  [[nodiscard]] double offset_bpm() const noexcept { return offset_bpm_; }
  void mix_into(StateHash& hash) const noexcept;

 private:
  [[nodiscard]] double plan_bpm(double at_s) const noexcept;
  [[nodiscard]] double highest_bpm() const noexcept;
  void shift(double from_bpm, double step_hrr) noexcept;

  body::HeartLimits limits_;
  std::vector<PlanStep> plan_;
  PhaseTimes times_, before_;  ///< now; before a cool-down for now
  Phase phase_ = Phase::Warmup, phase_before_ = Phase::Warmup;
  bool is_for_now_ = false;
  double offset_bpm_ = 0.0;
};

}  // namespace tonus::session
