#pragma once
// What must hold of anything an activity reader returns, whatever it was fed.

#include <cmath>
#include <cstdlib>

#include <engine/core/result.hpp>
#include <sensors/exchange/activity.hpp>
#include <sensors/source/file.hpp>

namespace tonus::fuzz {

inline void require(bool condition) {
  if (!condition) std::abort();
}

/// Plays the whole activity in steps of a minute, at most a day of it: order, range, and an end.
inline void check_playable(const exchange::Activity& activity) {
  const auto source = sensors::make_recorded(activity, "fuzzed");
  if (!source) return require(!source.error().message.empty());
  Instant latest{};
  std::size_t given = 0;
  for (int minute = 0; minute < 24 * 60; ++minute) {
    for (;;) {
      sensors::SampleBatch batch;
      (*source)->poll(instant_at(60.0 * minute), {}, batch);
      for (const sensors::Sample& sample : batch) {
        require(sample.at >= latest && std::isfinite(sample.value) && sample.sequence == given++);
        latest = sample.at;
      }
      if (!batch.is_full()) break;
    }
    if ((*source)->has_ended()) return;
  }
}

inline void check(const Result<exchange::Activity, Error>& read) {
  if (!read) {
    const std::string& message = read.error().message;
    return require(!message.empty() && message.find('\n') == std::string::npos);
  }
  double beat_s = -1e300;
  for (const exchange::ActivityBeat& beat : read->beats) {
    require(std::isfinite(beat.t_s) && beat.t_s >= beat_s && beat.rr_ms > 0.0 && std::isfinite(beat.rr_ms));
    beat_s = beat.t_s;
  }
  for (const exchange::ActivityRecord& record : read->records) {
    require(std::isfinite(record.t_s));
    for (const auto& value : {record.hr_bpm, record.power_w, record.cadence_rpm, record.speed_m_s}) {
      require(!value || std::isfinite(*value));
    }
    require(record.hr_bpm != 0.0);
  }
  for (const std::string& warning : read->warnings) require(warning.find('\n') == std::string::npos);
  check_playable(*read);
}

}  // namespace tonus::fuzz
