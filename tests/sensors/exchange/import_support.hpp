#pragma once
// Samples that are kept as fuzzing seeds, and finding things in what was read of them.

#include <algorithm>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include <engine/core/file.hpp>
#include <sensors/exchange/import.hpp>
#include <sensors/exchange/readers.hpp>

#include "paths.hpp"

namespace tonus::made {

inline std::string sample(std::string_view name) {
  const auto path = std::filesystem::path(TONUS_SOURCE_DIR) / "tests/fuzz/seeds/fuzz_import" / name;
  auto text = read_file(path, 1 << 20);
  EXPECT_TRUE(text.has_value()) << path;
  return text.value_or("");
}

/// Imported as the file it is; a failure of the test where it cannot be.
inline exchange::Import imported(std::string_view bytes, std::string_view name) {
  auto read = exchange::import_bytes(bytes, name);
  EXPECT_TRUE(read.has_value()) << name << ": " << (read ? "" : read.error().message);
  return read ? std::move(*read) : exchange::Import{};
}
inline exchange::Wellness days_of(std::string_view name) {
  auto read = imported(sample(name), name);
  EXPECT_TRUE(read.wellness.has_value()) << name;
  EXPECT_TRUE(read.warnings.empty()) << read.warnings.front();
  return read.wellness.value_or(exchange::Wellness{});
}

struct Where {
  std::string_view label = "";
  std::optional<exchange::Window> window = {};
  std::string_view source = "";
};
/// The value of a quantity on a day ("2024-03-04"), from any source, window and label unless they are named.
inline const exchange::DayValue* find(const exchange::Wellness& days, std::string_view date,
                                      exchange::Quantity quantity, const Where& where = {}) {
  const auto found = std::ranges::find_if(days.values, [&](const exchange::DayValue& v) {
    return date_text(v.day) == date && v.quantity == quantity &&
           (where.label.empty() || days.labels[v.label] == where.label) &&
           (!where.window || v.window == *where.window) &&
           (where.source.empty() || days.sources[v.source] == where.source);
  });
  return found == days.values.end() ? nullptr : &*found;
}
/// NaN when there is none.
inline double value(const exchange::Wellness& days, std::string_view date, exchange::Quantity quantity,
                    const Where& where = {}) {
  const auto* const v = find(days, date, quantity, where);
  return v == nullptr ? std::numeric_limits<double>::quiet_NaN() : v->value;
}
inline bool warns_of(const exchange::Import& read, std::string_view what) {
  return std::ranges::any_of(read.warnings, [&](const std::string& w) { return w.find(what) != std::string::npos; });
}

}  // namespace tonus::made
