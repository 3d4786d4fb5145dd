#include "ledger_json.hpp"

#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

#include <scenarios/adaptation/decision_fields.hpp>
#include <scenarios/adaptation/sentence.hpp>

#include "json.hpp"

namespace tonus::journal {
namespace {

using adaptation::Decision;
using adaptation::Reason;
using adaptation::State;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
/// Above it a double of seconds no longer tells single nanoseconds apart (46 days).
constexpr double kLongest_s = 4e6;

Json number(double x) {
  if (std::isnan(x)) return nullptr;
  if (std::isinf(x)) return x > 0.0 ? "inf" : "-inf";
  return x;
}

/// What is not known is null, whatever the field holds; what should be known but is no number is "nan".
Json known(bool is_known, double x) {
  if (std::isnan(x)) return "nan";
  return is_known ? number(x) : Json(nullptr);
}

Json limits_to_json(std::uint32_t limits) {
  Json out = Json::array();
  for (int bit = 0; bit < adaptation::kLimitCount; ++bit) {
    if ((limits >> bit & 1U) != 0) out.push_back(adaptation::limit_code(bit));
  }
  return out;
}

/// Adds one member after another. Plain calls, because nested initialiser lists of this size take minutes to compile
/// under the sanitizers.
class Object {
 public:
  Object& add(const char* name, Json value) {
    json_[name] = std::move(value);
    return *this;
  }
  Object& add(const char* name, double x) { return add(name, number(x)); }
  Object& add(const char* name, bool flag) { return add(name, Json(flag)); }
  Object& add(const char* name, std::string_view text) { return add(name, Json(text)); }
  Object& add(const char* name, const Object& inner) { return add(name, inner.json_); }
  [[nodiscard]] const Json& json() const { return json_; }

 private:
  Json json_ = Json::object();
};

template <class Part>
Object fields_of(const Part& part) {
  Object out;
  adaptation::visit_fields(part, [&](const char* name, const auto& value) { out.add(name, value); });
  return out;
}

Object control_to_json(const adaptation::ControlInputs& c) {
  return fields_of(c)
      .add("person_most", c.person_most)
      .add("bpm", known(c.is_known, c.bpm))
      .add("model", fields_of(c.model));
}

Object envelope_to_json(const adaptation::EnvelopeInputs& e) {
  Object out;
  out.add("proposed", e.proposed).add("previous", e.previous).add("dt_s", e.dt_s);
  out.add("bpm", known(e.is_known, e.bpm)).add("spread_bpm", e.spread_bpm).add("slope_bpm_per_s", e.slope_bpm_per_s);
  out.add("quality", e.quality)
      .add("blind_s", e.blind_s)
      .add("irregular_s", e.irregular_s)
      .add("ceiling_bpm", e.ceiling_bpm)
      .add("fallback", e.fallback);
  out.add("is_known", e.is_known).add("is_paused", e.is_paused).add("is_held", e.is_held);
  out.add("is_cooling", e.is_cooling).add("must_stop", e.must_stop);
  out.add("most", e.most).add("cadence_rpm", known(e.is_cadence_known, e.cadence_rpm));
  out.add("oxygen_percent", known(e.is_oxygen_known, e.oxygen_percent));
  out.add("expected_rise_bpm", e.expected_rise_bpm).add("expected_spread_bpm", e.expected_spread_bpm);
  out.add("seen_rise_bpm", e.seen_rise_bpm).add("pending_rise_bpm", e.pending_rise_bpm).add("rpe", e.rpe);
  out.add("dose_trimp", e.dose_trimp).add("dose_cap_trimp", e.dose_cap_trimp);
  out.add("readiness_scale", e.readiness_scale).add("readiness_age_h", e.readiness_age_h);
  out.add("effort", adaptation::code(e.effort)).add("is_from_beats", e.is_from_beats);
  out.add("is_slew_failing", e.is_slew_failing).add("has_load_changed", e.has_load_changed);
  out.add("has_response", e.has_response).add("is_cadence_known", e.is_cadence_known);
  out.add("asks_power", e.asks_power).add("is_oxygen_known", e.is_oxygen_known);
  out.add("has_symptom", e.has_symptom).add("has_fallen", e.has_fallen);
  out.add("is_profile_doubted", e.is_profile_doubted);
  return out;
}

/// The memory of the envelope before the verdict.
Object memory_to_json(const adaptation::EnvelopeState& s) {
  Object out;
  out.add("level", s.level).add("rise_left", s.rise_left).add("usual_bpm", s.usual_bpm).add("over_s", s.over_s);
  out.add("jump_from_bpm", s.jump_from_bpm)
      .add("jump_s", s.jump_s)
      .add("calm_s", s.calm_s)
      .add("slew_s", s.slew_s)
      .add("fall_s", s.fall_s);
  out.add("fall_sure_s", s.fall_sure_s).add("doubtful_s", s.doubtful_s).add("flat_s", s.flat_s);
  out.add("no_response_bpm", s.no_response_bpm)
      .add("lost_s", s.lost_s)
      .add("oxygen_s", s.oxygen_s)
      .add("cadence_s", s.cadence_s);
  out.add("stopped", adaptation::code(s.stopped));
  return out;
}

Object verdict_to_json(const adaptation::EnvelopeVerdict& v) {
  Object out;
  out.add("ask", adaptation::code(v.ask)).add("stop", adaptation::code(v.stop));
  out.add("is_shedding", v.is_shedding).add("wants_cooldown", v.wants_cooldown);
  out.add("wants_end", v.wants_end).add("wants_release", v.wants_release);
  return out;
}

Object signal_to_json(const body::QualityFactors& f) {
  Object out;
  out.add("freshness", f.freshness).add("range", f.range).add("slew", f.slew).add("artifacts", f.artifacts);
  out.add("alive", f.alive).add("device", f.device).add("cadence", f.cadence).add("agreement", f.agreement);
  return out;
}

Object inputs_to_json(const Decision& d) {
  Object out;
  out.add("state", adaptation::code(d.state)).add("law_ran", d.law_ran).add("settings", fields_of(d.settings));
  out.add("before", fields_of(d.before)).add("after", fields_of(d.step.next));
  out.add("control", control_to_json(d.inputs)).add("envelope", envelope_to_json(d.envelope));
  out.add("memory", memory_to_json(d.envelope_before)).add("signal", signal_to_json(d.signal));
  out.add("verdict", verdict_to_json(d.verdict));
  return out;
}

Object terms_to_json(const Decision& d) {
  const auto term = [&](double x) { return d.law_ran ? x : kNan; };
  const auto& t = d.step.terms;
  Object out;
  out.add("feedforward", term(t.feedforward)).add("proportional", term(t.proportional));
  out.add("integral", term(t.integral)).add("drift", term(t.drift));
  return out;
}

/// Members of one object; the first that is not as it should be is remembered, later ones give zeros.
class Members {
 public:
  Members(const Json& object, std::optional<Error>& fault) : object_(object), fault_(fault) {}

  [[nodiscard]] Members object(const char* name) {
    static const Json kNone = Json::object();
    const Json* value = find(name);
    if (value != nullptr && !value->is_object()) blame(name, "an object");
    return {value != nullptr && value->is_object() ? *value : kNone, fault_};
  }
  [[nodiscard]] double number(const char* name) {
    const Json* value = find(name);
    if (value == nullptr) return 0.0;
    if (value->is_number()) return value->get<double>();
    if (value->is_null() || *value == "nan") return kNan;
    if (*value == "inf") return kInfinity;
    if (*value == "-inf") return -kInfinity;
    blame(name, "a number or null");
    return 0.0;
  }
  [[nodiscard]] bool has(const char* name) const { return object_.contains(name); }
  /// The reverse of known().
  [[nodiscard]] double known(const char* name, bool is_known) {
    const double x = number(name);
    return !is_known && std::isnan(x) && fault_ == std::nullopt && object_[name].is_null() ? 0.0 : x;
  }
  [[nodiscard]] bool flag(const char* name) {
    const Json* value = find(name);
    if (value == nullptr) return false;
    if (!value->is_boolean()) blame(name, "true or false");
    return value->is_boolean() && value->get<bool>();
  }
  [[nodiscard]] std::int64_t whole(const char* name) {
    const Json* value = find(name);
    if (value == nullptr) return 0;
    if (!value->is_number_integer()) blame(name, "a whole number");
    return value->is_number_integer() ? value->get<std::int64_t>() : 0;
  }
  [[nodiscard]] std::string text(const char* name) {
    const Json* value = find(name);
    if (value == nullptr) return {};
    if (!value->is_string()) blame(name, "text");
    return value->is_string() ? value->get<std::string>() : std::string{};
  }
  [[nodiscard]] const Json* find(const char* name) {
    const auto found = object_.find(name);
    if (found == object_.end()) {
      blame(name, "there, but it is missing");
      return nullptr;
    }
    return &*found;
  }
  void blame(const char* name, std::string_view expected) {
    if (!fault_) fault_ = Error{fmt::format("\"{}\" should be {}", name, expected)};
  }

 private:
  const Json& object_;
  std::optional<Error>& fault_;
};

void read_codes(Members& row, Members& inputs, Decision& d) {
  const std::string reason = row.text("reason");
  int i = 0;
  while (i < static_cast<int>(Reason::Count) && adaptation::code(static_cast<Reason>(i)) != reason) ++i;
  if (i == static_cast<int>(Reason::Count)) row.blame("reason", "a known reason");
  d.reason = static_cast<Reason>(i);

  const std::string state = inputs.text("state");
  int k = 0;
  while (k <= static_cast<int>(State::Ended) && adaptation::code(static_cast<State>(k)) != state) ++k;
  if (k > static_cast<int>(State::Ended)) inputs.blame("state", "a known state");
  d.state = static_cast<State>(k);
}

/// The value of an enumeration whose code stands under `name`; the last one is Count.
template <class E>
E read_code(Members& from, const char* name, E count) {
  const std::string text = from.text(name);
  int i = 0;
  while (i < static_cast<int>(count) && adaptation::code(static_cast<E>(i)) != text) ++i;
  if (i == static_cast<int>(count)) from.blame(name, "a known code");
  return i == static_cast<int>(count) ? E{} : static_cast<E>(i);
}

void read_verdict(Members v, adaptation::EnvelopeVerdict& out) {
  out.ask = read_code(v, "ask", adaptation::Ask::Count);
  out.stop = read_code(v, "stop", adaptation::StopCause::Count);
  out.is_shedding = v.flag("is_shedding");
  out.wants_cooldown = v.flag("wants_cooldown");
  out.wants_end = v.flag("wants_end");
  out.wants_release = v.flag("wants_release");
}

/// Of ledgers from before the envelope had a memory.
void read_wants(Members& inputs, adaptation::EnvelopeVerdict& out) {
  const std::string wants = inputs.text("wants");
  out.wants_end = wants == "end";
  out.wants_cooldown = out.wants_end || wants == "cooldown";
  if (!out.wants_cooldown && wants != "nothing") inputs.blame("wants", "nothing, cooldown or end");
}

void read_limits(Members& row, Decision& d) {
  const Json* list = row.find("limited_by");
  if (list == nullptr || !list->is_array()) return row.blame("limited_by", "a list");
  for (const auto& item : *list) {
    int bit = 0;
    while (bit < adaptation::kLimitCount && item != Json(adaptation::limit_code(bit))) ++bit;
    if (bit == adaptation::kLimitCount) return row.blame("limited_by", "a list of known limits");
    ((adaptation::kLawLimits >> bit & 1U) != 0 ? d.step.limits : d.verdict.limits) |= 1U << bit;
  }
}

template <class Part>
void read_fields(Members members, Part& part) {
  adaptation::visit_fields(part, [&](const char* name, auto& value) {
    if constexpr (std::is_same_v<std::remove_reference_t<decltype(value)>, bool>) {
      value = members.flag(name);
    } else {
      value = members.number(name);
    }
  });
}

void read_control(Members c, adaptation::ControlInputs& out) {
  read_fields(c, out);
  if (c.has("person_most")) out.person_most = c.number("person_most");  // not in older ledgers
  out.bpm = c.known("bpm", out.is_known);
  read_fields(c.object("model"), out.model);
}

void read_signal(Members f, body::QualityFactors& out) {
  out.freshness = f.number("freshness");
  out.range = f.number("range");
  out.slew = f.number("slew");
  out.artifacts = f.number("artifacts");
  out.alive = f.number("alive");
  out.device = f.number("device");
  out.cadence = f.number("cadence");
  out.agreement = f.number("agreement");
}

void read_supervision(Members& e, adaptation::EnvelopeInputs& out) {
  out.most = e.number("most");
  out.is_cadence_known = e.flag("is_cadence_known");
  out.cadence_rpm = e.known("cadence_rpm", out.is_cadence_known);
  out.is_oxygen_known = e.flag("is_oxygen_known");
  out.oxygen_percent = e.known("oxygen_percent", out.is_oxygen_known);
  out.expected_rise_bpm = e.number("expected_rise_bpm");
  out.expected_spread_bpm = e.number("expected_spread_bpm");
  out.seen_rise_bpm = e.number("seen_rise_bpm");
  out.pending_rise_bpm = e.number("pending_rise_bpm");
  out.rpe = e.number("rpe");
  out.dose_trimp = e.number("dose_trimp");
  out.dose_cap_trimp = e.number("dose_cap_trimp");
  out.readiness_scale = e.number("readiness_scale");
  out.readiness_age_h = e.number("readiness_age_h");
  out.effort = read_code(e, "effort", adaptation::Effort::Count);
  out.is_from_beats = e.flag("is_from_beats");
  out.is_slew_failing = e.flag("is_slew_failing");
  out.has_load_changed = e.flag("has_load_changed");
  out.has_response = e.flag("has_response");
  out.asks_power = e.flag("asks_power");
  out.has_symptom = e.flag("has_symptom");
  out.has_fallen = e.flag("has_fallen");
  out.is_profile_doubted = e.flag("is_profile_doubted");
}

void read_memory(Members m, adaptation::EnvelopeState& out) {
  out.level = m.number("level");
  out.rise_left = m.number("rise_left");
  out.usual_bpm = m.number("usual_bpm");
  out.over_s = m.number("over_s");
  out.jump_from_bpm = m.number("jump_from_bpm");
  out.jump_s = m.number("jump_s");
  out.calm_s = m.number("calm_s");
  out.slew_s = m.number("slew_s");
  out.fall_s = m.number("fall_s");
  out.fall_sure_s = m.number("fall_sure_s");
  out.doubtful_s = m.number("doubtful_s");
  out.flat_s = m.number("flat_s");
  out.no_response_bpm = m.number("no_response_bpm");
  out.lost_s = m.number("lost_s");
  out.oxygen_s = m.number("oxygen_s");
  out.cadence_s = m.number("cadence_s");
  out.stopped = read_code(m, "stopped", adaptation::StopCause::Count);
}

void read_envelope(Members e, adaptation::EnvelopeInputs& out) {
  out.is_known = e.flag("is_known");
  out.proposed = e.number("proposed");
  out.previous = e.number("previous");
  out.dt_s = e.number("dt_s");
  out.bpm = e.known("bpm", out.is_known);
  out.spread_bpm = e.number("spread_bpm");
  out.slope_bpm_per_s = e.number("slope_bpm_per_s");
  out.quality = e.number("quality");
  out.blind_s = e.number("blind_s");
  if (e.has("irregular_s")) out.irregular_s = e.number("irregular_s");  // not in older ledgers
  if (e.has("effort")) read_supervision(e, out);                        // likewise
  out.ceiling_bpm = e.number("ceiling_bpm");
  out.fallback = e.number("fallback");
  out.is_paused = e.flag("is_paused");
  out.is_held = e.flag("is_held");
  out.is_cooling = e.flag("is_cooling");
  out.must_stop = e.flag("must_stop");
}

/// `asked` and `proposed` are not in the row: they are what the terms add up to, and what the envelope was given.
void read_step(Members& row, Members& inputs, Decision& d) {
  read_fields(inputs.object("after"), d.step.next);
  if (!d.law_ran) return;
  Members terms = row.object("terms");
  d.step.terms.feedforward = terms.number("feedforward");
  d.step.terms.proportional = terms.number("proportional");
  d.step.terms.integral = terms.number("integral");
  d.step.terms.drift = terms.number("drift");
  d.step.asked = d.step.terms.sum();
  d.step.proposed = d.envelope.proposed;
}

}  // namespace

std::string row_text(const Decision& d, std::string_view prev_hash) {
  Object row;
  row.add("t", seconds(d.at)).add("tick", Json(d.tick)).add("reason", adaptation::code(d.reason));
  row.add("sentence", std::string_view(adaptation::sentence(d))).add("from", d.from).add("to", d.to);
  row.add("quality", d.envelope.quality).add("inputs", inputs_to_json(d)).add("terms", terms_to_json(d));
  row.add("limited_by", limits_to_json(d.step.limits | d.verdict.limits)).add("prev_hash", prev_hash);
  return text_of(row.json());
}

Result<RowContent, Error> parse_row(std::string_view text) {
  const Json json = parse_json(text);
  if (!json.is_object()) return fail(Error{"is no JSON object"});
  RowContent out;
  Decision& d = out.decision;
  std::optional<Error> fault;
  Members row(json, fault);
  const double t = row.number("t");
  if (!(t >= 0.0 && t <= kLongest_s)) row.blame("t", "seconds since the session began");
  d.at = instant_at(fault ? 0.0 : t);
  d.tick = row.whole("tick");
  d.from = row.number("from");
  d.to = row.number("to");
  Members inputs = row.object("inputs");
  d.law_ran = inputs.flag("law_ran");
  read_codes(row, inputs, d);
  read_limits(row, d);
  read_fields(inputs.object("settings"), d.settings);
  read_fields(inputs.object("before"), d.before);
  read_control(inputs.object("control"), d.inputs);
  read_envelope(inputs.object("envelope"), d.envelope);
  if (inputs.has("memory")) {
    read_memory(inputs.object("memory"), d.envelope_before);
    read_verdict(inputs.object("verdict"), d.verdict);
  } else {
    read_wants(inputs, d.verdict);
  }
  if (inputs.has("signal")) read_signal(inputs.object("signal"), d.signal);
  d.verdict.allowed = d.to;
  read_step(row, inputs, d);
  out.sentence = row.text("sentence");
  out.prev_hash = row.text("prev_hash");
  if (fault) return fail(*fault);
  return out;
}

}  // namespace tonus::journal
