#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <engine/core/json_fault.hpp>
#include <engine/core/text_position.hpp>
#include <scenarios/strike/strike.hpp>

namespace tonus::strike {
namespace {

using nlohmann::json;

/// Reads fields one by one; remembers the first thing that was wrong, with its place in the text.
class FieldReader {
 public:
  FieldReader(std::string_view text, const json& object) : text_(text), object_(object) {}

  void number(const char* key, double low, double high, double& out) {
    if (const json* value = find(key)) take(key, *value, low, high, out);
  }
  void range(const char* key, double low, double high, Range& out) {
    const json* value = find(key);
    if (value == nullptr) return;
    if (!value->is_array() || value->size() != 2) {
      complain(key, fmt::format("must be [least, most] between {} and {}", low, high));
      return;
    }
    take(key, (*value)[0], low, high, out.least);
    take(key, (*value)[1], low, high, out.most);
    if (!error_ && out.least > out.most) complain(key, "has its least above its most");
  }
  void sides(const char* key, Sides& out) {
    const json* value = find(key);
    if (value == nullptr) return;
    if (*value == "both")
      out = Sides::Both;
    else if (*value == "left")
      out = Sides::Left;
    else if (*value == "right")
      out = Sides::Right;
    else
      complain(key, "must be \"both\", \"left\" or \"right\"");
  }
  void text(const char* key, std::string_view wanted) {
    const json* value = find(key);
    if (value == nullptr || *value != std::string(wanted)) complain(key, fmt::format("must be \"{}\"", wanted));
  }
  /// Any other key is a typing error somebody would like to know about.
  void nothing_else() {
    for (const auto& [key, value] : object_.items()) {
      if (std::find(seen_.begin(), seen_.end(), key) == seen_.end())
        complain(key.c_str(), "is not a setting of strike");
    }
  }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  const json* find(const char* key) {
    seen_.emplace_back(key);
    const auto it = object_.find(key);
    return it == object_.end() ? nullptr : &*it;
  }
  void take(const char* key, const json& value, double low, double high, double& out) {
    if (!value.is_number()) {
      complain(key, fmt::format("must be a number between {} and {}", low, high));
      return;
    }
    out = value.get<double>();
    if (!(out >= low && out <= high)) complain(key, fmt::format("is {}, must be between {} and {}", out, low, high));
  }
  void complain(const char* key, std::string_view what) {
    if (error_) return;
    const std::size_t at = text_.find(fmt::format("\"{}\"", key));
    error_ = Error{
        fmt::format("{}: \"{}\" {}", to_string(position_in(text_, at == std::string_view::npos ? 0 : at)), key, what)};
  }

  std::string_view text_;
  const json& object_;
  std::vector<std::string> seen_;
  std::optional<Error> error_;
};

}  // namespace

Result<Parameters, Error> parse_parameters(std::string_view text) {
  if (const auto fault = json_fault(text)) {
    return fail(Error{fmt::format("{}: {}", to_string(position_in(text, fault->offset)), fault->message)});
  }
  const json object = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) return fail(Error{"line 1, column 1: expected an object {\"scenario\":\"strike\", …}"});
  Parameters p;
  FieldReader read(text, object);
  read.text("scenario", "strike");
  read.number("beats_per_minute", 50, 160, p.beats_per_minute);
  read.range("targets_per_phrase", 0, 16, p.targets_per_phrase);
  read.range("reach_m", 0.05, 0.7, p.reach_m);
  read.range("speed_m_s", 1, 8, p.speed_m_s);
  read.number("rest_share", 0, 0.8, p.rest_share);
  read.number("chest_height_m", 0.6, 1.7, p.chest_height_m);
  read.sides("sides", p.sides);
  read.range("leave_share", 0, 0.4, p.leave_share);
  read.range("choice_share", 0, 1, p.choice_share);
  read.number("variety", 0, 0.3, p.variety);
  read.nothing_else();
  if (read.error()) return fail(*read.error());
  return p;
}

}  // namespace tonus::strike
