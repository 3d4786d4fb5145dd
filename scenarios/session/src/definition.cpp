#include <scenarios/session/definition.hpp>

#include <array>
#include <cmath>

#include <fmt/format.h>

#include <engine/core/bytes.hpp>
#include <engine/core/math.hpp>

namespace tonus::session {
namespace {
constexpr std::uint32_t kDefinitionVersion = 6;
constexpr std::uint32_t kNoTrainerYet = 1;  // recordings from before trainers
constexpr std::uint32_t kNoReadinessYet = 2;
constexpr std::uint32_t kNoEnvelopeYet = 3;  // nor what the heart answers
constexpr std::uint32_t kNoCoachYet = 4;
constexpr std::uint32_t kNoPlaceYet = 5;  // nor whom it was fitted to; still written where there is neither
bool is_within(double x, double low, double high) { return x >= low && x <= high; }  // false for NaN
}  // namespace

adaptation::ResponsePrior population_response(double gain_bpm) {
  constexpr double kBetweenPeople = 0.31;
  return {.gain_bpm = gain_bpm, .gain_spread_bpm = kBetweenPeople * gain_bpm};
}

adaptation::ResponsePrior default_response(const body::HeartLimits& limits, double trainer_most_w) {
  constexpr double kCycling_bpm_per_w = 0.392;
  return population_response(trainer_most_w > 0.0 ? kCycling_bpm_per_w * trainer_most_w
                                                  : (limits.max - limits.rest).value);
}

PhaseTimes phase_times(const SessionDefinition& d) {
  PhaseTimes times;
  times.warmup_s = d.warmup_s >= 0.0 ? d.warmup_s : math::clamp(0.15 * d.length_s, 8.0, 300.0);
  const double cooldown_s = d.cooldown_s >= 0.0 ? d.cooldown_s : math::clamp(0.10 * d.length_s, 6.0, 180.0);
  times.ends_s = d.length_s;
  times.cooldown_begins_s = d.length_s - cooldown_s;
  if (times.warmup_s > times.cooldown_begins_s) times.warmup_s = times.cooldown_begins_s;
  return times;
}

namespace {
/// Since version 4. The definition may be const.
auto response_fields(auto& d) {
  auto& r = d.response;
  return std::array{&r.gain_bpm,       &r.gain_spread_bpm, &r.tau_s, &r.tau_spread_s, &r.delay_s,
                    &r.delay_spread_s, &d.opening,         &d.least, &d.warmup_s,     &d.cooldown_s};
}
/// Since version 5.
auto coach_fields(auto& d) {
  auto& m = d.motion;
  return std::array{&d.coach_most_intensity, &d.coach_dose_trimp,    &m.path_bpm_per_m_s, &m.path_spread_bpm_per_m_s,
                    &m.strike_bpm_s,         &m.strike_spread_bpm_s, &m.correlation};
}
bool has_place(const SessionDefinition& d) {
  return !(d.fit == Fit{}) || !d.place.name.empty() || !d.recorded_motion.empty() ||
         !(d.place.world_from_stage == Pose{});
}

/// The floats of a pose, which may be const.
auto fields(auto& p) {
  return std::array{&p.rotation.x, &p.rotation.y, &p.rotation.z, &p.rotation.w,
                    &p.position.x, &p.position.y, &p.position.z};
}

void put_place(ByteWriter& w, const SessionDefinition& d) {
  w.put(d.fit.is_seated);
  w.put(d.fit.hands);
  w.put(d.fit.follows_head);
  w.put(d.fit.height_m);
  w.put(d.fit.reach_m);
  w.put_text(d.recorded_motion);
  w.put_text(d.place.name);
  w.put(d.place.share);
  for (const float* x : fields(d.place.world_from_stage)) w.put(*x);
  w.put(d.place.room.ceiling_m);
  w.put(static_cast<std::uint16_t>(d.place.room.outline.size()));
  for (const Vec3 corner : d.place.room.outline) {
    for (const float x : {corner.x, corner.y, corner.z}) w.put(x);
  }
  w.put(static_cast<std::uint16_t>(d.place.room.boxes.size()));
  for (const RoomBox& box : d.place.room.boxes) {
    for (const float* x : fields(box.stage_from_box)) w.put(*x);
    for (const float x : {box.half_m.x, box.half_m.y, box.half_m.z}) w.put(x);
    w.put(box.label);
  }
}

/// False where there are more things than a room may have.
bool get_place(ByteReader& r, SessionDefinition& d) {
  const auto get3 = [&r] {
    Vec3 v;
    for (float* x : {&v.x, &v.y, &v.z}) *x = r.get<float>();
    return v;
  };
  d.fit.is_seated = r.get<std::uint8_t>() != 0;
  d.fit.hands = r.get<PlayHands>();
  d.fit.follows_head = r.get<std::uint8_t>() != 0;
  d.fit.height_m = r.get<double>();
  d.fit.reach_m = r.get<double>();
  d.recorded_motion = r.get_text();
  d.place.name = r.get_text();
  d.place.share = r.get<double>();
  for (float* x : fields(d.place.world_from_stage)) *x = r.get<float>();
  d.place.room.ceiling_m = r.get<float>();
  for (auto n = r.get<std::uint16_t>(); n > 0; --n) {
    if (!d.place.room.outline.try_push(get3())) return false;
  }
  for (auto n = r.get<std::uint16_t>(); n > 0; --n) {
    RoomBox box;
    for (float* x : fields(box.stage_from_box)) *x = r.get<float>();
    box.half_m = get3();
    box.label = r.get<RoomLabel>();
    if (!d.place.room.boxes.try_push(box)) return false;
  }
  return true;
}

bool is_rotation(const Quat& q) {
  const float n = q.x * q.x + q.y * q.y + q.z * q.z + q.w * q.w;
  return n > 0.98F && n < 1.02F;
}
constexpr float kFarthest_m = 100.0F;
bool is_near(Vec3 v) { return dot(v, v) <= kFarthest_m * kFarthest_m; }

Result<void, Error> check_place(const SessionDefinition& d) {
  const Fit& fit = d.fit;
  if (!is_within(fit.height_m, -0.6, 0.4))
    return fail(
        Error{fmt::format("what is asked may lie 60 cm lower to 40 cm higher, not {:.0f} cm", 100 * fit.height_m)});
  if (fit.reach_m != 0.0 && !is_within(fit.reach_m, body::kLeastReach_m, body::kMostReach_m))
    return fail(Error{fmt::format("people reach {} to {} m from the shoulder to the fist, not {} m",
                                  body::kLeastReach_m, body::kMostReach_m, fit.reach_m)});
  if (fit.hands > PlayHands::Both) return fail(Error{"hands in play: left, right or both"});
  const Place& place = d.place;
  const Pose& start = place.world_from_stage;
  if (!is_rotation(start.rotation) || !is_near(start.position) || !is_within(place.share, 0.0, 1.0))
    return fail(Error{"the place of play is no place within 100 m"});
  if (!(place.room.ceiling_m >= 1.0F && place.room.ceiling_m <= 20.0F))
    return fail(Error{fmt::format("a ceiling is 1 to 20 m high, not {}", place.room.ceiling_m)});
  for (const Vec3 corner : place.room.outline) {
    if (!is_near(corner)) return fail(Error{"a corner of the room lies more than 100 m away"});
  }
  for (const RoomBox& box : place.room.boxes) {
    const Vec3 h = box.half_m;
    if (!is_rotation(box.stage_from_box.rotation) || !is_near(box.stage_from_box.position) || !is_near(h) ||
        !(h.x >= 0.0F && h.y >= 0.0F && h.z >= 0.0F) || box.label > kLastRoomLabel)
      return fail(Error{"a thing in the room has no size or lies more than 100 m away"});
  }
  return {};
}
}  // namespace

void scale_plan(SessionDefinition& d) {
  if (d.readiness.scale == 1.0) return;
  if (d.plan.empty()) d.plan = {{d.length_s, body::at_reserve(d.limits, 0.6).value}};
  for (PlanStep& step : d.plan) {
    const double share = body::reserve_fraction(d.limits, {step.target_bpm}) * d.readiness.scale;
    step.target_bpm = math::clamp(body::at_reserve(d.limits, share).value, 40.0, 220.0);
  }
}

std::vector<std::byte> encode(const SessionDefinition& d) {
  constexpr std::size_t kMostOfRoom = 64 * kMaxRoomBoxes + 16 * kMaxRoomCorners;
  std::vector<std::byte> bytes(4096 + kMostOfRoom + d.recorded_motion.size() + d.place.name.size() + d.scenario.size() +
                               d.parameters.size() + d.source.size() + d.display.size() + d.build.size() +
                               d.plan.size() * 16);
  ByteWriter w(bytes);
  w.put(has_place(d) ? kDefinitionVersion : kNoPlaceYet);
  for (const auto* text : {&d.scenario, &d.parameters, &d.source, &d.display, &d.build}) w.put_text(*text);
  w.put(d.source_reacts);
  w.put(d.seed);
  w.put(d.length_s);
  w.put(d.limits.rest.value);
  w.put(d.limits.max.value);
  w.put(d.limits.ceiling.value);
  w.put(d.limits.max_is_measured);
  w.put(d.limits.ceiling_is_personal);
  w.put(d.trainer_most_w);
  w.put(d.readiness.is_known);
  for (const double x : {d.readiness.score, d.readiness.low, d.readiness.high, d.readiness.scale}) w.put(x);
  for (const double x : {d.readiness.age_h, d.most_intensity, d.dose_cap_trimp}) w.put(x);
  for (const double* x : response_fields(d)) w.put(*x);
  for (const double* x : coach_fields(d)) w.put(*x);
  w.put(d.motion.is_known);
  if (has_place(d)) put_place(w, d);
  w.put(static_cast<std::uint32_t>(d.plan.size()));
  for (const PlanStep& step : d.plan) {
    w.put(step.until_s);
    w.put(step.target_bpm);
  }
  bytes.resize(w.written().size());
  return bytes;
}

Result<SessionDefinition, Error> decode_definition(std::span<const std::byte> bytes) {
  ByteReader r(bytes);
  const auto version = r.get<std::uint32_t>();
  if (version < kNoTrainerYet || version > kDefinitionVersion) {
    return fail(
        Error{fmt::format("session version {} in the header; this build reads 1 to {}", version, kDefinitionVersion)});
  }
  SessionDefinition d;
  for (auto* text : {&d.scenario, &d.parameters, &d.source, &d.display, &d.build}) *text = r.get_text();
  const auto flag = [&r] { return r.get<std::uint8_t>() != 0; };
  d.source_reacts = flag();
  d.seed = r.get<std::uint64_t>();
  d.length_s = r.get<double>();
  d.limits.rest.value = r.get<double>();
  d.limits.max.value = r.get<double>();
  d.limits.ceiling.value = r.get<double>();
  d.limits.max_is_measured = flag();
  d.limits.ceiling_is_personal = flag();
  if (version > kNoTrainerYet) d.trainer_most_w = r.get<double>();
  if (version > kNoReadinessYet) {
    d.readiness.is_known = flag();
    for (double* x : {&d.readiness.score, &d.readiness.low, &d.readiness.high, &d.readiness.scale})
      *x = r.get<double>();
  }
  if (version > kNoEnvelopeYet) {
    for (double* x : {&d.readiness.age_h, &d.most_intensity, &d.dose_cap_trimp}) *x = r.get<double>();
    for (double* x : response_fields(d)) *x = r.get<double>();
  } else {
    d.response = default_response(d.limits, d.trainer_most_w);
  }
  if (version > kNoCoachYet) {
    for (double* x : coach_fields(d)) *x = r.get<double>();
    d.motion.is_known = flag();
  }
  if (version > kNoPlaceYet && !get_place(r, d))
    return fail(Error{"the session header holds a room with too much in it"});
  const auto steps = r.get<std::uint32_t>();
  if (r.has_failed() || steps > kMaxPlanSteps || r.remaining() != steps * 16U) {
    return fail(Error{fmt::format("the session header is cut short or too long at its byte {}", r.position())});
  }
  for (std::uint32_t i = 0; i < steps; ++i) {
    PlanStep step;
    step.until_s = r.get<double>();
    step.target_bpm = r.get<double>();
    d.plan.push_back(step);
  }
  if (auto ok = check(d); !ok) return fail(ok.error());
  return d;
}

Result<void, Error> check(const SessionDefinition& d) {
  if (!is_within(d.length_s, 10.0, 43200.0)) {
    return fail(Error{fmt::format("a session lasts 10 to 43200 seconds, not {}", d.length_s)});
  }
  const auto& l = d.limits;
  if (!is_within(l.rest.value, 25.0, 130.0) || !is_within(l.max.value, 80.0, 250.0) ||
      l.max - l.rest < BeatsPerMinute{20.0} || !is_within(l.ceiling.value, l.rest.value, l.max.value)) {
    return fail(Error{fmt::format("heart limits do not fit together: rest {}, ceiling {}, max {}", l.rest.value,
                                  l.ceiling.value, l.max.value)});
  }
  if (d.trainer_most_w != 0.0 && !is_within(d.trainer_most_w, 50.0, 600.0)) {
    return fail(Error{fmt::format("a trainer holds 50 to 600 W at the most, not {}", d.trainer_most_w)});
  }
  const ReadinessNote& said = d.readiness;
  if (!is_within(said.scale, 0.5, 1.05) || !is_within(said.score, 0.0, 100.0) || !is_within(said.low, 0.0, 100.0) ||
      !is_within(said.high, 0.0, 100.0)) {
    return fail(
        Error{fmt::format("readiness is 0 to 100 and scales by 0.5 to 1.05, not {} and {}", said.score, said.scale)});
  }
  const auto& answer = d.response;
  if (!adaptation::is_plausible(answer)) {
    return fail(
        Error{fmt::format("a heart answers by 5 to 1000 bpm within 10 to 300 s after 1 to 30 s, not {} bpm, {} s, {} s",
                          answer.gain_bpm, answer.tau_s, answer.delay_s)});
  }
  if (d.motion.is_known && !adaptation::is_plausible(d.motion))
    return fail(Error{fmt::format("motion costs a heart 0 to 2000 bpm for a metre or a strike a second, not {} and {}",
                                  d.motion.path_bpm_per_m_s, d.motion.strike_bpm_s)});
  if (!is_within(d.opening, 0.0, 1.0) || !is_within(d.least, 0.0, 0.5) || !is_within(d.warmup_s, -1.0, d.length_s) ||
      !is_within(d.cooldown_s, -1.0, d.length_s)) {
    return fail(
        Error{fmt::format("opening {} and least {} must be shares, warm-up {} s and cool-down {} s within the session",
                          d.opening, d.least, d.warmup_s, d.cooldown_s)});
  }
  if (!is_within(said.age_h, -1e6, 1e6))
    return fail(Error{fmt::format("a readiness score is hours old, not {}", said.age_h)});
  const auto is_limit = [](double most_intensity, double dose_trimp) {
    return is_within(most_intensity, 0.01, 1.0) && is_within(dose_trimp, 0.0, 1000.0);
  };
  if (!is_limit(d.most_intensity, d.dose_cap_trimp) || !is_limit(d.coach_most_intensity, d.coach_dose_trimp)) {
    return fail(
        Error{fmt::format("a clinician's and a coach's limits are 0.01 to 1 of intensity and 0 to 1000 TRIMP, "
                          "not {}, {} and {}, {}",
                          d.most_intensity, d.dose_cap_trimp, d.coach_most_intensity, d.coach_dose_trimp)});
  }
  if (auto ok = check_place(d); !ok) return ok;
  if (d.parameters.size() > 0xFFFF) return fail(Error{"a scenario file may hold at most 65535 bytes"});
  if (d.plan.size() > kMaxPlanSteps)
    return fail(Error{fmt::format("a plan has at most {} steps, not {}", kMaxPlanSteps, d.plan.size())});
  double previous_s = 0.0;
  for (std::size_t i = 0; i < d.plan.size(); ++i) {
    if (!(d.plan[i].until_s > previous_s)) return fail(Error{fmt::format("plan step {}: until_s must rise", i + 1)});
    if (!is_within(d.plan[i].target_bpm, 40.0, 220.0)) {
      return fail(
          Error{fmt::format("plan step {}: target_bpm must be 40 to 220, not {}", i + 1, d.plan[i].target_bpm)});
    }
    previous_s = d.plan[i].until_s;
  }
  return {};
}

}  // namespace tonus::session
