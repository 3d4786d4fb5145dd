#include "wellness/json_days.hpp"

#include <algorithm>

#include "text/text.hpp"

namespace tonus::exchange {

std::optional<text::Moment> moment_in(const nlohmann::json& object, std::string_view key) {
  return text::moment(text_in(object, key));
}

std::optional<std::int32_t> day_in(const nlohmann::json& object, std::string_view key) {
  const std::string words = text_in(object, key);
  if (const auto day = text::date(words)) return day;
  if (const auto day = text::american_date(words)) return day;
  const auto moment = text::moment(words);
  return moment ? std::optional(text::day_of(moment->local_s)) : std::nullopt;
}

std::optional<double> iso_duration_s(std::string_view s) {
  if (!s.starts_with("PT")) return std::nullopt;
  s.remove_prefix(2);
  double total_s = 0.0;
  while (!s.empty()) {
    const std::size_t letter = s.find_first_of("HMS");
    if (letter == std::string_view::npos) return std::nullopt;
    const auto value = text::number(s.substr(0, letter));
    if (!value || *value < 0.0) return std::nullopt;
    total_s += *value * (s[letter] == 'H' ? 3600.0 : s[letter] == 'M' ? 60.0 : 1.0);
    s.remove_prefix(letter + 1);
  }
  return total_s;
}

bool JsonDay::add(Quantity quantity, std::optional<double> value, Window window, std::string_view label) {
  if (value) put(quantity, *value, window, label, true);
  return value.has_value();
}

void JsonDay::add_part(Quantity quantity, std::optional<double> value, Window window) {
  if (value) put(quantity, *value, window, "", false);
}

void JsonDay::put(Quantity quantity, double value, Window window, std::string_view label, bool is_total) {
  sink_.out.add({.day = day_,
                 .quantity = quantity,
                 .value = value,
                 .window = window,
                 .source = source_,
                 .label = sink_.out.label(label),
                 .utc_offset_min = utc_offset_min_,
                 .is_total = is_total});
}

}  // namespace tonus::exchange
