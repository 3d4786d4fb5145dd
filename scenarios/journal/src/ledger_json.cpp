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
  const auto add = [&](const char* name, const auto& value) {
    if constexpr (std::is_enum_v<std::remove_cvref_t<decltype(value)>>) {
      out.add(name, adaptation::code(value));
    } else {
      out.add(name, value);
    }
  };
  const auto write = [&](const char* name, const auto& value, auto... is_known) {
    if constexpr (sizeof...(is_known) > 0) {
      out.add(name, known(is_known..., value));
    } else {
      add(name, value);
    }
  };
  adaptation::visit_fields(part, write);
  return out;
}

Object inputs_to_json(const Decision& d) {
  Object out;
  out.add("state", adaptation::code(d.state)).add("law_ran", d.law_ran).add("settings", fields_of(d.settings));
  out.add("before", fields_of(d.before)).add("after", fields_of(d.step.next));
  out.add("control", fields_of(d.inputs).add("model", fields_of(d.inputs.model)));
  out.add("envelope", fields_of(d.envelope)).add("memory", fields_of(d.envelope_before));
  out.add("signal", fields_of(d.signal)).add("verdict", fields_of(d.verdict));
  if (d.has_allocation) {
    out.add("allocation", fields_of(d.allocation_inputs)
                              .add("actuators", fields_of(d.allocation_inputs.actuators))
                              .add("result", fields_of(d.allocation)));
  }
  return out;
}

/// Null throughout where the law did not run.
Object terms_to_json(const Decision& d) {
  constexpr adaptation::ControlTerms kNone{kNan, kNan, kNan, kNan};
  return fields_of(d.law_ran ? d.step.terms : kNone);
}

/// Members of one object; the first that is not as it should be is remembered, later ones give zeros.
class Members {
 public:
  Members(const Json& object, std::optional<Error>& fault) : object_(object), fault_(fault) {}

  [[nodiscard]] bool has(const char* name) const { return object_.contains(name); }
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

/// The value of an enumeration whose code stands under `name`; `count` is the first that is none.
template <class E>
E read_code(Members& from, const char* name, E count) {
  const std::string text = from.text(name);
  int i = 0;
  while (i < static_cast<int>(count) && adaptation::code(static_cast<E>(i)) != text) ++i;
  if (i == static_cast<int>(count)) from.blame(name, "a known code");
  return i == static_cast<int>(count) ? E{} : static_cast<E>(i);
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

/// Flags first: some of them say whether a number is known.
template <class Part>
void read_fields(Members members, Part& part) {
  adaptation::visit_fields(part, [&](const char* name, auto& value, bool = true) {
    if constexpr (std::is_same_v<std::remove_cvref_t<decltype(value)>, bool>) value = members.flag(name);
  });
  adaptation::visit_fields(part, [&](const char* name, auto& value, auto... is_known) {
    using Value = std::remove_cvref_t<decltype(value)>;
    if constexpr (std::is_enum_v<Value>) {
      value = read_code(members, name, Value::Count);
    } else if constexpr (sizeof...(is_known) > 0) {
      value = members.known(name, is_known...);
    } else if constexpr (std::is_same_v<Value, double>) {
      value = members.number(name);
    }
  });
}

/// `asked` and `proposed` are not in the row: they are what the terms add up to, and what the envelope was given.
void read_step(Members& row, Members& inputs, Decision& d) {
  read_fields(inputs.object("after"), d.step.next);
  if (!d.law_ran) return;
  read_fields(row.object("terms"), d.step.terms);
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
  d.reason = read_code(row, "reason", Reason::Count);
  d.state = read_code(inputs, "state", State::Count);
  read_limits(row, d);
  read_fields(inputs.object("settings"), d.settings);
  read_fields(inputs.object("before"), d.before);
  Members law = inputs.object("control");
  read_fields(law, d.inputs);
  read_fields(law.object("model"), d.inputs.model);
  read_fields(inputs.object("envelope"), d.envelope);
  read_fields(inputs.object("memory"), d.envelope_before);
  read_fields(inputs.object("signal"), d.signal);
  read_fields(inputs.object("verdict"), d.verdict);
  d.verdict.allowed = d.to;
  d.has_allocation = inputs.has("allocation");
  if (d.has_allocation) {
    Members allocation = inputs.object("allocation");
    read_fields(allocation, d.allocation_inputs);
    read_fields(allocation.object("actuators"), d.allocation_inputs.actuators);
    read_fields(allocation.object("result"), d.allocation);
  }
  read_step(row, inputs, d);
  out.sentence = row.text("sentence");
  out.prev_hash = row.text("prev_hash");
  if (fault) return fail(*fault);
  return out;
}

}  // namespace tonus::journal
