#pragma once
// Commands and decisions of a session: everything between the heart estimate and the intensity applied.
// Knows no physics and no scene.

#include <cstdint>

#include <engine/core/hash.hpp>
#include <engine/core/inline_vector.hpp>
#include <engine/scene/input.hpp>
#include <scenarios/adaptation/decision.hpp>
#include <scenarios/adaptation/person_model.hpp>
#include <scenarios/session/body_watch.hpp>
#include <scenarios/session/coach_view.hpp>
#include <scenarios/session/course.hpp>
#include <scenarios/session/definition.hpp>
#include <scenarios/session/division.hpp>
#include <sensors/body/heart_estimator.hpp>

namespace tonus::session {

class Conductor {
 public:
  static constexpr std::size_t kMaxRows = 8;  ///< per tick
  using Rows = InlineVector<adaptation::Decision, kMaxRows>;

  /// `actuators`: of the scenario; none for one that takes up intensity alone.
  explicit Conductor(const SessionDefinition& definition, const adaptation::Actuators& actuators = {});

  /// Before a tick: what was decided in the scenario so far.
  void note_decisions(const Score& score) noexcept { division_.note_decisions(score); }
  /// Before a tick: whether the head is known. Lost, all pauses at once; it goes on when the person says so and the
  /// head has been steady.
  void note_tracking(bool is_lost, bool is_steady) noexcept {
    is_tracking_lost_ = is_lost, is_tracking_steady_ = is_steady;
  }
  /// One tick: commands first, then, once a second or after a command, a decision. Appends the rows it made.
  void tick(std::int64_t tick, const body::HeartEstimate& heart, const BodySigns& signs,
            std::span<const InputEvent> events, bool at_boundary, Rows& rows) noexcept;

  [[nodiscard]] double intensity() const noexcept { return applied_; }
  /// What a phrase that begins now is made of.
  [[nodiscard]] const adaptation::Allocation& allocation() const noexcept { return division_.allocation(); }
  [[nodiscard]] const adaptation::PersonModel& model() const noexcept { return model_; }
  [[nodiscard]] const adaptation::EnvelopeVerdict& verdict() const noexcept { return decided_.verdict; }
  /// The newest decision, whether it was worth a row or not.
  [[nodiscard]] const adaptation::Decision& decision() const noexcept { return decided_; }
  /// From here on nothing more is learned of the person, so that the loop stays one system: for its analysis.
  void freeze() noexcept { model_.freeze(); }
  [[nodiscard]] Phase phase() const noexcept { return course_.phase(); }
  [[nodiscard]] bool is_paused() const noexcept { return is_paused_; }
  [[nodiscard]] bool is_stopping() const noexcept { return is_stopping_; }
  /// Fills everything but trace, score and lost samples.
  void describe(CoachView& view) const noexcept;
  void mix_into(StateHash& hash) const noexcept;

 private:
  using Reason = adaptation::Reason;

  void command(const InputEvent& event, const body::HeartEstimate& heart, Rows& rows) noexcept;
  void pause(Reason why, const body::HeartEstimate& heart, Rows& rows) noexcept;
  void resume(const body::HeartEstimate& heart, Rows& rows) noexcept;
  void advance_phase(const body::HeartEstimate& heart, Rows& rows) noexcept;
  void begin_cooldown(double lasting_s, Reason why, const body::HeartEstimate& heart, Rows& rows) noexcept;
  /// A cool-down that only a lost signal brought about is taken back when the signal is there again.
  void return_from_blindness(const body::HeartEstimate& heart, Rows& rows) noexcept;
  void end(Reason why, const body::HeartEstimate& heart, Rows& rows) noexcept;
  /// `why` is Reason::Count for a routine decision, else what the person or the plan asked.
  void decide(Reason why, const body::HeartEstimate& heart, Rows& rows) noexcept;
  [[nodiscard]] static Reason why_cooldown(const adaptation::Decision& decision) noexcept;
  [[nodiscard]] Reason explain(const adaptation::Decision& decision) noexcept;
  [[nodiscard]] adaptation::State state_now(const adaptation::Decision& decision) const noexcept;
  void learn(const body::HeartEstimate& heart) noexcept;
  [[nodiscard]] double active_s() const noexcept;
  void note_heart(const body::HeartEstimate& heart) noexcept;
  [[nodiscard]] double slope_bpm_per_s() const noexcept;
  void write(adaptation::Decision& decision, Rows& rows) noexcept;

  SessionDefinition definition_;
  Course course_;
  adaptation::ControlSettings settings_;
  adaptation::ControlState control_;
  adaptation::PersonModel model_;
  adaptation::ResponseEstimate learned_;  ///< what the model said at its newest second
  adaptation::Decision last_;             ///< newest row about intensity
  adaptation::Decision decided_;          ///< newest of all
  body::HeartEstimate heart_;
  adaptation::EnvelopeState envelope_;
  BodyWatch body_;
  Division division_;

  std::int64_t tick_ = 0;
  std::int64_t active_ticks_ = 0;  ///< without pauses
  std::int64_t verdict_tick_ = 0;  ///< of the latest decision
  std::int64_t law_tick_ = 0;      ///< of the latest run of the law
  std::int64_t trusted_tick_ = 0;  ///< when a heart rate could last be trusted
  std::int64_t doubted_tick_ = 0;  ///< when it last could not
  std::int64_t row_tick_ = 0;
  std::int64_t model_tick_ = 0;        ///< up to which the model has lived
  std::int64_t at_most_since_ = -1;    ///< asking all there is and still below the band
  std::int64_t irregular_since_ = -1;  ///< the rhythm looks irregular
  adaptation::State state_ = adaptation::State::Warmup;
  double applied_ = 0.0;
  double person_most_ = 1.0;         ///< the person said "too hard" above it, and not yet "too easy"
  double paused_from_ = 0.0;         ///< intensity when the pause began
  std::int64_t not_now_until_ = -1;  ///< tick until which nothing rises at the person's word
  double cooldown_from_ = 0.0;       ///< intensity when the cool-down began
  bool is_open_ = false;
  bool is_held_ = false, is_paused_ = false, is_stopping_ = false;
  bool boundary_pending_ = false;
  bool is_tracking_lost_ = false, is_tracking_steady_ = true;  ///< of this tick
  bool is_tracking_pause_ = false;
  bool is_readiness_old_ = false;  ///< the newest run of the law was taken back for it; for the view alone

  static constexpr std::size_t kSlopeSeconds = 10;
  std::array<double, kSlopeSeconds> recent_bpm_{};  ///< one a second; NaN while unknown
  std::size_t recent_next_ = 0;
};

}  // namespace tonus::session
