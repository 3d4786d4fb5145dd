#pragma once
// The other end of the steering filter, for tests: a config, and a simulated athlete that speaks its lines.

#include <string>
#include <utility>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <sensors/athlete/athlete.hpp>

#include <steer.hpp>

namespace tonus::tool {

using nlohmann::json;

inline json watts_config() {
  return {{"actuator", "watts"},
          {"target_bpm", 130},
          {"rest_bpm", 60},
          {"max_bpm", 185},
          {"age", 35},
          {"ftp_w", 220},
          {"limits", {{"min", nullptr}, {"max", nullptr}, {"ceiling_bpm", nullptr}}},
          {"readiness", nullptr},
          {"seed", 1}};
}

inline Steer begun(const json& config) {
  auto steer = Steer::begin(json{{"config", config}}.dump());
  EXPECT_TRUE(steer) << (steer ? "" : steer.error().message);
  return std::move(*steer);
}

inline std::string refusal(json config) {
  const auto steer = Steer::begin(json{{"config", std::move(config)}}.dump());
  EXPECT_FALSE(steer);
  return steer ? "" : steer.error().message;
}

/// Somebody who makes 130 bpm at about 180 W.
inline athlete::Parameters average(athlete::Work work) {
  athlete::Parameters p;
  p.work = work;
  p.rest_bpm = 60.0;
  p.max_bpm = 185.0;
  if (work == athlete::Work::Treadmill) p.gain = 25.2, p.threshold_load = 3.5;
  if (work == athlete::Work::Scenario) p.gain = 115.0, p.threshold_load = 0.7;
  return p;
}

/// A simulated athlete at the other end: hears a second, is told what comes of it.
class Rider {
 public:
  explicit Rider(athlete::Work work, std::uint64_t seed = 3) : person_(average(work), {}, seed) {}

  /// Lives a second under the newest command; the line that tells of it.
  json live() {
    json rr = json::array();
    json line{{"hr_bpm", nullptr},  {"contact", true}, {"cadence_rpm", nullptr},
              {"power_w", nullptr}, {"rpe", nullptr},  {"button", nullptr}};
    for (int i = 0; i < 10; ++i) {
      person_.step(command);
      for (const sensors::Sample& s : person_.samples()) {
        switch (s.kind) {
          case sensors::SampleKind::RrInterval: rr.push_back(s.value); break;
          case sensors::SampleKind::HeartRate: line["hr_bpm"] = s.value; break;
          case sensors::SampleKind::Cadence: line["cadence_rpm"] = s.value; break;
          case sensors::SampleKind::Power: line["power_w"] = s.value; break;
          default: break;
        }
      }
    }
    line["t"] = ++t_s_;
    line["rr_ms"] = is_silent ? json() : rr;
    if (is_silent) line["hr_bpm"] = line["contact"] = nullptr;
    return line;
  }
  json live_with(Steer& steer) {
    json reply = json::parse(steer.step(live().dump()));
    EXPECT_FALSE(reply.contains("error")) << reply;
    command = reply.value("command", 0.0);
    return reply;
  }
  [[nodiscard]] double bpm() const { return person_.truth().state_bpm; }

  double command = 0.0;
  bool is_silent = false;

 private:
  athlete::Athlete person_;
  double t_s_ = 0.0;
};

/// Mean of the true rate over the fifth minute.
inline double after_four_minutes_bpm(Steer& steer, Rider& rider) {
  for (int s = 0; s < 240; ++s) rider.live_with(steer);
  double sum = 0.0;
  for (int s = 0; s < 60; ++s) {
    rider.live_with(steer);
    sum += rider.bpm();
  }
  return sum / 60.0;
}

inline double sum_of(const json& terms) {
  double sum = 0.0;
  for (const auto& term : terms) sum += term.get<double>();
  return sum;
}

}  // namespace tonus::tool
