#pragma once
// What importers of JSON share: the day an object is of, and values of it in one line each.

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "io/json_objects.hpp"
#include "text/dates.hpp"
#include "wellness/importers.hpp"

namespace tonus::exchange {

/// True for an element of a list, not the list's owner: it is done with once it was offered.
[[nodiscard]] inline bool is_element(const JsonPath& path) { return path.size() > 1 && path.back().empty(); }

/// Under `key` a date, or a date with a time.
[[nodiscard]] std::optional<std::int32_t> day_in(const nlohmann::json& object, std::string_view key);
[[nodiscard]] std::optional<text::Moment> moment_in(const nlohmann::json& object, std::string_view key);
/// "PT8H1M30.5S" in seconds.
[[nodiscard]] std::optional<double> iso_duration_s(std::string_view s);

/// Values of one day from one source.
class JsonDay {
 public:
  JsonDay(Sink& sink, std::uint16_t source, std::int32_t day, std::optional<std::int16_t> utc_offset_min = {})
      : sink_(sink), source_(source), day_(day), utc_offset_min_(utc_offset_min) {}

  /// Nothing where the value is absent. Returns whether there was one. Of quantities that are summed up this is the
  /// day's sum.
  bool add(Quantity quantity, std::optional<double> value, Window window = Window::Day, std::string_view label = "");
  /// As add; a value of 0 is the absence of one.
  bool add_positive(Quantity quantity, std::optional<double> value, Window window = Window::Day,
                    std::string_view label = "") {
    return value && *value > 0.0 && add(quantity, value, window, label);
  }
  /// One part of a day's sum.
  void add_part(Quantity quantity, std::optional<double> value, Window window = Window::Day);

 private:
  void put(Quantity quantity, double value, Window window, std::string_view label, bool is_total);
  Sink& sink_;
  std::uint16_t source_;
  std::int32_t day_;
  std::optional<std::int16_t> utc_offset_min_;
};

}  // namespace tonus::exchange
