#include <scenarios/adaptation/sentence.hpp>

#include <cmath>

#include <fmt/format.h>

#include <scenarios/adaptation/exertion.hpp>

namespace tonus::adaptation {
namespace {

long percent(double intensity) { return std::lround(100.0 * intensity); }
long whole(double x) { return std::lround(x); }

std::string rate(const Decision& d) {
  return d.envelope.is_known ? fmt::format("Heart rate {}", whole(d.envelope.bpm)) : std::string("Heart rate unknown");
}

/// "intensity 42 → 45 %" or "intensity stays at 42 %".
std::string change(const Decision& d) {
  const long from = percent(d.from);
  const long to = percent(d.to);
  return from == to ? fmt::format("intensity stays at {} %", to) : fmt::format("intensity {} → {} %", from, to);
}

/// "4 of 10, somewhat hard"; what was said on the other scale stays there.
std::string exertion(double rpe) {
  const auto said = of_ten(rpe);
  return said ? fmt::format("{} of 10, {}", *said, exertion_words(*said)) : fmt::format("{} of 20", whole(rpe));
}

/// What the ceiling leaves of what was asked, said once where it matters; empty where it takes nothing.
std::string ceiling_note(const Decision& d, std::string_view who) {
  const double highest_bpm = d.inputs.ceiling_bpm - kCeilingMargin_bpm;
  if (!(d.inputs.planned_bpm > highest_bpm + 0.5)) return "";
  return fmt::format(" {} for {}; the ceiling of {} allows {}.", who, whole(d.inputs.planned_bpm),
                     whole(d.inputs.ceiling_bpm), whole(highest_bpm));
}

/// "46 % now means 7 strikes a phrase, up to 31 cm away, one phrase in 6 a rest; 20 % to leave alone."
std::string allocation_sentence(const Decision& d) {
  const Actuators& a = d.allocation_inputs.actuators;
  const Allocation& x = d.allocation;
  constexpr double kMentioned = 0.025;  // of phrases or targets
  std::string out =
      fmt::format("{} % now means {} strikes a phrase, up to {} cm away", percent(d.allocation_inputs.intensity),
                  whole(strikes_per_phrase(a, x)), whole(100.0 * reach_m(a, x)));
  if (x.rest_share >= kMentioned) out += fmt::format(", one phrase in {} a rest", whole(1.0 / x.rest_share));
  if (x.leave_share >= kMentioned) out += fmt::format("; {} % to leave alone", percent(x.leave_share));
  if (x.choice_share >= kMentioned) out += fmt::format("; {} % for either hand", percent(x.choice_share));
  return out + ".";
}

}  // namespace

std::string sentence(const Decision& d) {
  const long target = whole(d.inputs.target_bpm);
  switch (d.reason) {
    case Reason::Opening:
      return fmt::format("The session begins gently at {} %, target {} bpm to warm up.{}", percent(d.to), target,
                         ceiling_note(d, "The plan asks"));
    case Reason::OnTarget: return fmt::format("{}, target {}: on target, {}.", rate(d), target, change(d));
    case Reason::Raise:
      return d.envelope.bpm < d.inputs.target_bpm
                 ? fmt::format("{} is below the target of {}: {}.", rate(d), target, change(d))
                 : fmt::format("{} is coming down to the target of {}: {}.", rate(d), target, change(d));
    case Reason::Ease:
      return d.envelope.bpm > d.inputs.target_bpm
                 ? fmt::format("{} is above the target of {}: easing, {}.", rate(d), target, change(d))
                 : fmt::format("{} is rising towards the target of {} by itself: {}.", rate(d), target, change(d));
    case Reason::HysteresisHold: return fmt::format("{}, target {}: near enough, nothing changes.", rate(d), target);
    case Reason::SlewLimited:
      return fmt::format("{}, target {}: changing no faster than is comfortable, {}.", rate(d), target, change(d));
    case Reason::ActuatorLimit:
      return fmt::format("{}, target {}: this is as {} as it goes, {}.", rate(d), target,
                         (d.step.limits & kLimitActuatorMin) != 0 ? "light" : "hard", change(d));
    case Reason::TargetUnreachable:
      return fmt::format(
          "{} stays below the target of {} although this is as hard as it goes: out of reach today, and that is fine.",
          rate(d), target);
    case Reason::QualityHold:
      return d.envelope.is_known ? fmt::format("The heart signal is poor ({} %): nothing rises on it, {}.",
                                               percent(d.envelope.quality), change(d))
                                 : fmt::format("No heart rate for {} s: nothing rises without it, {}.",
                                               whole(d.envelope.blind_s), change(d));
    case Reason::QualityDecay:
      return fmt::format("Heart rate {} {} s ago, so intensity eases off: {} → {} %.",
                         d.envelope.is_known ? "could last be trusted" : "dropped out", whole(d.envelope.blind_s),
                         percent(d.from), percent(d.to));
    case Reason::SignalLost:
      return fmt::format("No trustworthy heart rate for {} s: the session goes into its cool-down.",
                         whole(d.envelope.blind_s));
    case Reason::SignalBack: return fmt::format("{} can be trusted: intensity follows it, target {}.", rate(d), target);
    case Reason::CeilingPredicted:
      return fmt::format("{} is heading for the ceiling of {}: {}.", rate(d), whole(d.envelope.ceiling_bpm), change(d));
    case Reason::CeilingHit:
      return fmt::format("{} is above the ceiling of {}: {}.", rate(d), whole(d.envelope.ceiling_bpm), change(d));
    case Reason::UserEasier:
      return fmt::format("Too hard, you said: the target is now {} bpm, {}, and no higher until you ask for it.",
                         target, change(d));
    case Reason::UserHarder:
      return fmt::format("Too easy, you said: the target is now {} bpm, {}.{}", target, change(d),
                         ceiling_note(d, "That asks"));
    case Reason::UserNotNow:
      return fmt::format("Not now, you said: for two minutes nothing gets harder, {}.", change(d));
    case Reason::NotNowOver:
      return fmt::format("The two minutes are over: {} again, target {} bpm.",
                         d.inputs.person_most < 1.0 ? "it may get a little harder" : "intensity follows heart rate",
                         target);
    case Reason::UserLimit:
      return fmt::format("{} is below the target of {}, but you said no harder: {}.", rate(d), target, change(d));
    case Reason::UserHold:
      return fmt::format("You asked to hold: intensity stays at {} % until you release it.", percent(d.to));
    case Reason::UserRelease:
      return fmt::format("Hold released: intensity follows heart rate again, target {} bpm.", target);
    case Reason::UserPause: return "Paused: nothing is asked of you until you go on.";
    case Reason::UserResume: return fmt::format("Going on: intensity builds up again from {} %.", percent(d.to));
    case Reason::WorkBegins:
      return fmt::format("Warm-up is done: work begins at {} %, target {} bpm.{}", percent(d.to), target,
                         ceiling_note(d, "The plan asks"));
    case Reason::CooldownBegins: return fmt::format("Work is done: cool-down, {}.", change(d));
    case Reason::Cooling: return fmt::format("Cool-down: {}.", change(d));
    case Reason::Stop: return fmt::format("You pressed Stop: cool-down, {}.", change(d));
    case Reason::StopNow: return "You pressed Stop twice: the session ends at once.";
    case Reason::Finished: return "The session is over.";
    case Reason::StillSo:
      return d.envelope.is_known
                 ? fmt::format("{}, target {}: unchanged for a minute at {} %.", rate(d), target, percent(d.to))
                 : fmt::format("Still no heart rate: unchanged for a minute at {} %.", percent(d.to));
    case Reason::Irregular:
      return fmt::format(
          "The heartbeat looks irregular: nothing gets harder, {}. Check the strap; if it stays, ask a doctor to look.",
          change(d));
    case Reason::RhythmCooldown:
      return "The heartbeat has looked irregular for minutes: cool-down. If it stays, ask a doctor to look.";
    case Reason::RateJump:
      return fmt::format("Heart rate jumped to {} although the load did not: {}. Check the strap.",
                         whole(d.envelope.bpm), change(d));
    case Reason::RateFall:
      return fmt::format("Heart rate fell to {} although you keep going: {}. How do you feel?", whole(d.envelope.bpm),
                         change(d));
    case Reason::DoubtfulRate:
      return fmt::format("Heart rate reads {}, which may be a miscount: cool-down to be safe. Check the strap.",
                         whole(d.envelope.bpm));
    case Reason::NoResponse:
      if (d.envelope.may_be_legs)
        return fmt::format(
            "{} may be that of your legs, {} turns or steps a minute: {}. Check the sensor, or wear a strap.", rate(d),
            whole(d.envelope.cadence_rpm), change(d));
      if (d.to < d.from && d.to == d.envelope.still_level)
        return fmt::format(
            "{} stood still while the load rose: what was added since is taken back, {}. Check the sensor.", rate(d),
            change(d));
      if (d.to < d.from)
        return fmt::format("{} does not answer to the load and may be no heart at all: {}. Check the sensor.", rate(d),
                           change(d));
      return fmt::format("{} does not answer to the load: it gets no harder, {}. Check the strap.", rate(d), change(d));
    case Reason::EffortLost: return fmt::format("You have almost stopped moving: {}. How do you feel?", change(d));
    case Reason::CadenceLow:
      if (d.envelope.is_still) return fmt::format("You are not moving: it gets no harder, {}.", change(d));
      return fmt::format("{} turns a minute are too few for this load: it gets no harder, {}.",
                         whole(d.envelope.cadence_rpm), change(d));
    case Reason::DoseReached: return fmt::format("That is enough for this session: cool-down, {}.", change(d));
    case Reason::ProfileDoubted:
      return fmt::format("{} does not fit the chosen profile: it gets no harder, {}. Is this you?", rate(d), change(d));
    case Reason::OldReadiness:
      return fmt::format("The readiness score is too old to ask for more: what it added is taken away, {}.", change(d));
    case Reason::ClinicianLimit:
      return fmt::format("This is the most your clinician set for you, {} %: {}.", percent(d.envelope.most), change(d));
    case Reason::CoachLimit:
      return fmt::format("This is the most your coach set for you, {} %: {}.", percent(d.settings.most), change(d));
    case Reason::Allocated: return allocation_sentence(d);
    case Reason::TrackingLost:
      return "Your head is not tracked: everything pauses. Once it is seen again, go on when you like.";
    case Reason::RiseLimited: return fmt::format("It gets harder only slowly: {}.", change(d));
    case Reason::SafetyFall: return "It looks as if you fell: everything stops. If you are hurt, call for help.";
    case Reason::SafetySymptom: return "You said something is wrong: the session stops gently. If it stays, get help.";
    case Reason::SafetyOxygen:
      return fmt::format("Oxygen reads {} %, too low to go on: the session stops gently. How do you feel?",
                         whole(d.envelope.oxygen_percent));
    case Reason::SafetyCeiling:
      return fmt::format("{} stays far above the ceiling of {}: the session stops gently. How do you feel?", rate(d),
                         whole(d.envelope.ceiling_bpm));
    case Reason::SafetyJump:
      return fmt::format("Heart rate jumped to {} and stays there: the session stops gently. Ask a doctor to look.",
                         whole(d.envelope.bpm));
    case Reason::SafetyRateFall:
      return fmt::format("Heart rate fell to {} and stays there: the session stops gently. How do you feel?",
                         whole(d.envelope.bpm));
    case Reason::SafetyExertion:
      return fmt::format("You said how hard it is, {}: the session stops gently.", exertion(d.envelope.rpe));
    case Reason::Symptom: return "You pressed the button for feeling unwell.";
    case Reason::Rpe: return fmt::format("You said how hard it is: {}, {}.", exertion(d.envelope.rpe), change(d));
    case Reason::Count: break;
  }
  return "Unknown reason.";
}

std::string_view question(Ask ask) {
  switch (ask) {
    case Ask::HowDoYouFeel: return "How do you feel? If anything is wrong, say so or stop.";
    case Ask::SeeDoctor: return "Check the strap. If the heartbeat stays like this, ask a doctor to look.";
    case Ask::CheckStrap: return "Is the strap wet, tight and in place?";
    case Ask::WhoIsThis: return "Is this your profile? Your heart does not fit it.";
    case Ask::PedalOn: return "Pedal a little faster.";
    case Ask::OldReadiness: return "The readiness score is old: a new check-in would help.";
    case Ask::None:
    case Ask::Count: break;
  }
  return "";
}

}  // namespace tonus::adaptation
