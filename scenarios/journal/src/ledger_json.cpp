#include "ledger_json.hpp"

#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include <fmt/format.h>

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

/// A heart rate that is not known is null, whatever the field holds; one that should be known but is no number is "nan".
Json rate(bool is_known, double bpm) {
  if (std::isnan(bpm)) return "nan";
  return is_known ? number(bpm) : Json(nullptr);
}

Json limits_to_json(std::uint32_t limits) {
  Json out = Json::array();
  for (int bit = 0; bit < adaptation::kLimitCount; ++bit) {
    if ((limits >> bit & 1U) != 0) out.push_back(adaptation::limit_code(bit));
  }
  return out;
}

/// What only the law can set; the envelope sets the others.
bool is_of_law(int bit) {
  constexpr std::uint32_t kLaw = adaptation::kLimitSlewUp | adaptation::kLimitSlewDown | adaptation::kLimitActuatorMin |
                                 adaptation::kLimitActuatorMax | adaptation::kLimitHysteresis;
  return (kLaw >> bit & 1U) != 0;
}

Json inputs_to_json(const Decision& d) {
  const auto& s = d.settings;
  const auto& c = d.inputs;
  const auto& e = d.envelope;
  return {
      {"state", adaptation::code(d.state)},
      {"law_ran", d.law_ran},
      {"settings",
       {{"rest_bpm", number(s.rest_bpm)},
        {"gain_bpm", number(s.gain_bpm)},
        {"tau_s", number(s.tau_s)},
        {"closed_loop_s", number(s.closed_loop_s)},
        {"slew_up_per_s", number(s.slew_up_per_s)},
        {"slew_down_per_s", number(s.slew_down_per_s)},
        {"least", number(s.least)},
        {"most", number(s.most)},
        {"hysteresis", number(s.hysteresis)}}},
      {"before", {{"integral", number(d.before.integral)}}},
      {"after", {{"integral", number(d.step.next.integral)}}},
      {"control",
       {{"dt_s", number(c.dt_s)},
        {"previous", number(c.previous)},
        {"target_bpm", number(c.target_bpm)},
        {"bpm", rate(c.is_known, c.bpm)},
        {"quality", number(c.quality)},
        {"is_known", c.is_known}}},
      {"envelope",
       {{"proposed", number(e.proposed)},
        {"previous", number(e.previous)},
        {"dt_s", number(e.dt_s)},
        {"bpm", rate(e.is_known, e.bpm)},
        {"spread_bpm", number(e.spread_bpm)},
        {"slope_bpm_per_s", number(e.slope_bpm_per_s)},
        {"quality", number(e.quality)},
        {"blind_s", number(e.blind_s)},
        {"ceiling_bpm", number(e.ceiling_bpm)},
        {"fallback", number(e.fallback)},
        {"is_known", e.is_known},
        {"is_paused", e.is_paused},
        {"is_held", e.is_held},
        {"is_cooling", e.is_cooling},
        {"must_stop", e.must_stop}}},
      {"wants", d.verdict.wants_end ? "end" : d.verdict.wants_cooldown ? "cooldown" : "nothing"},
  };
}

Json terms_to_json(const Decision& d) {
  const auto term = [&](double x) { return d.law_ran ? number(x) : Json(nullptr); };
  const auto& t = d.step.terms;
  return {{"feedforward", term(t.feedforward)},
          {"proportional", term(t.proportional)},
          {"integral", term(t.integral)},
          {"drift", term(t.drift)}};
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
  /// The reverse of rate().
  [[nodiscard]] double rate(const char* name, bool is_known) {
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

  const std::string wants = inputs.text("wants");
  d.verdict.wants_end = wants == "end";
  d.verdict.wants_cooldown = d.verdict.wants_end || wants == "cooldown";
  if (!d.verdict.wants_cooldown && wants != "nothing") inputs.blame("wants", "nothing, cooldown or end");
}

void read_limits(Members& row, Decision& d) {
  const Json* list = row.find("limited_by");
  if (list == nullptr || !list->is_array()) return row.blame("limited_by", "a list");
  for (const auto& item : *list) {
    int bit = 0;
    while (bit < adaptation::kLimitCount && item != Json(adaptation::limit_code(bit))) ++bit;
    if (bit == adaptation::kLimitCount) return row.blame("limited_by", "a list of known limits");
    (is_of_law(bit) ? d.step.limits : d.verdict.limits) |= 1U << bit;
  }
}

void read_settings(Members s, adaptation::ControlSettings& out) {
  out.rest_bpm = s.number("rest_bpm");
  out.gain_bpm = s.number("gain_bpm");
  out.tau_s = s.number("tau_s");
  out.closed_loop_s = s.number("closed_loop_s");
  out.slew_up_per_s = s.number("slew_up_per_s");
  out.slew_down_per_s = s.number("slew_down_per_s");
  out.least = s.number("least");
  out.most = s.number("most");
  out.hysteresis = s.number("hysteresis");
}

void read_control(Members c, adaptation::ControlInputs& out) {
  out.is_known = c.flag("is_known");
  out.dt_s = c.number("dt_s");
  out.previous = c.number("previous");
  out.target_bpm = c.number("target_bpm");
  out.bpm = c.rate("bpm", out.is_known);
  out.quality = c.number("quality");
}

void read_envelope(Members e, adaptation::EnvelopeInputs& out) {
  out.is_known = e.flag("is_known");
  out.proposed = e.number("proposed");
  out.previous = e.number("previous");
  out.dt_s = e.number("dt_s");
  out.bpm = e.rate("bpm", out.is_known);
  out.spread_bpm = e.number("spread_bpm");
  out.slope_bpm_per_s = e.number("slope_bpm_per_s");
  out.quality = e.number("quality");
  out.blind_s = e.number("blind_s");
  out.ceiling_bpm = e.number("ceiling_bpm");
  out.fallback = e.number("fallback");
  out.is_paused = e.flag("is_paused");
  out.is_held = e.flag("is_held");
  out.is_cooling = e.flag("is_cooling");
  out.must_stop = e.flag("must_stop");
}

/// `asked` and `proposed` are not in the row: they are what the terms add up to, and what the envelope was given.
void read_step(Members& row, Members& inputs, Decision& d) {
  d.step.next.integral = inputs.object("after").number("integral");
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
  return text_of({
      {"t", seconds(d.at)},
      {"tick", d.tick},
      {"reason", adaptation::code(d.reason)},
      {"sentence", adaptation::sentence(d)},
      {"from", number(d.from)},
      {"to", number(d.to)},
      {"quality", number(d.envelope.quality)},
      {"inputs", inputs_to_json(d)},
      {"terms", terms_to_json(d)},
      {"limited_by", limits_to_json(d.step.limits | d.verdict.limits)},
      {"prev_hash", prev_hash},
  });
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
  read_settings(inputs.object("settings"), d.settings);
  d.before.integral = inputs.object("before").number("integral");
  read_control(inputs.object("control"), d.inputs);
  read_envelope(inputs.object("envelope"), d.envelope);
  d.verdict.allowed = d.to;
  read_step(row, inputs, d);
  out.sentence = row.text("sentence");
  out.prev_hash = row.text("prev_hash");
  if (fault) return fail(*fault);
  return out;
}

}  // namespace tonus::journal
