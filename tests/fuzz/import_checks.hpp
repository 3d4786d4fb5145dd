#pragma once
// What must hold of anything an importer returns, whatever it was fed.

#include <cmath>
#include <string>
#include <tuple>

#include <sensors/exchange/import.hpp>

#include "activity_checks.hpp"

namespace tonus::fuzz {

inline void check(const exchange::Wellness& w) {
  require(!w.labels.empty() && w.labels.front().empty());
  const exchange::DayValue* before = nullptr;
  for (const exchange::DayValue& v : w.values) {
    const auto& t = exchange::traits(v.quantity);
    require(v.source < w.sources.size() && v.label < w.labels.size() && v.samples > 0 && std::isfinite(v.value));
    if (t.combine != exchange::Combine::Sum) require(v.value >= t.least - 1e-6 && v.value <= t.most + 1e-6);
    const auto order = [](const exchange::DayValue& d) {
      return std::tuple(d.day, d.quantity, d.window, d.source, d.label);
    };
    require(before == nullptr || order(*before) < order(v));
    before = &v;
  }
  for (const auto& i : w.sleep) require(i.source < w.sources.size() && i.end_unix_s > i.start_unix_s);
  for (const auto& i : w.workouts)
    require(i.source < w.sources.size() && i.duration_s >= 0.0 && std::isfinite(i.duration_s));
  for (const auto& name : w.sources) require(name.find('\n') == std::string::npos);
  require(exchange::resolve(w).values.size() <= w.values.size());
}

inline void check(const Result<exchange::Import, Error>& read) {
  if (!read) {
    const std::string& message = read.error().message;
    return require(!message.empty() && message.find('\n') == std::string::npos);
  }
  for (const std::string& warning : read->warnings) require(warning.find('\n') == std::string::npos);
  if (read->wellness) check(*read->wellness);
  if (read->activity) check(Result<exchange::Activity, Error>(*read->activity));
}

}  // namespace tonus::fuzz
