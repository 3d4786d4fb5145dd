#pragma once
// `tonus steer`: the adaptation core as a filter for outside simulators and trainers, one JSON line in, one out. The
// shapes of the lines stand in docs/architecture.md. No input or output here: the loop around it is steer_lines.cpp.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <engine/core/result.hpp>
#include <scenarios/session/conductor.hpp>
#include <scenarios/session/definition.hpp>
#include <sensors/body/heart_estimator.hpp>

namespace tonus::tool {

/// {"error":"…"} without a line end.
[[nodiscard]] std::string error_line(std::string_view message);

/// What is told of an actuator; the unit of everything printed is its own.
struct SteeredRange {
  double full = 1.0;  ///< intensity 1
  double least = 0.0;
  /// Named by whoever owns the machine: it can do no less, so no command lies below. A usual least gives way to safety,
  /// down to 0.
  bool is_least_named = false;
};

/// One session, steered line by line. Equal lines give equal replies. One thread; allocates.
class Steer {
 public:
  static constexpr std::size_t kLongestLine = 64 * 1024;  ///< bytes

  /// From the config line. The error is one line of text for a person.
  [[nodiscard]] static Result<Steer, Error> begin(std::string_view config_line);

  /// The reply to one step, without a line end. What cannot be read in full, or whose time does not rise, gets
  /// error_line() and changes nothing. The session begins with the first step that can be read, whatever its time, and
  /// the plan is of the sender's time. A jump of two seconds or more is lived through second by second, but for what
  /// goes beyond a minute, which is one jump.
  [[nodiscard]] std::string step(std::string_view line);

 private:
  struct Reading;

  Steer(session::SessionDefinition definition, SteeredRange range);
  [[nodiscard]] static Result<Reading, Error> read(std::string_view line);
  void open(double t_s);
  void live(const Reading& reading);
  /// Feeds the beats that have happened by `at_s`, then lets the conductor decide.
  void decide(double at_s, const session::BodySigns& signs, std::span<const InputEvent> events);
  void place_beats(const std::vector<double>& rr_ms, double now_s);
  [[nodiscard]] std::string reply() const;
  [[nodiscard]] const adaptation::Decision& telling() const;
  [[nodiscard]] std::string_view state_word(const adaptation::Decision& decision) const;

  struct Beat {
    double at_s = 0.0, rr_ms = 0.0;
  };

  session::SessionDefinition definition_;
  SteeredRange range_;
  std::optional<session::Conductor> conductor_;  ///< from the first step on
  body::HeartEstimator estimator_;
  body::HeartEstimate heart_;
  session::Conductor::Rows rows_;
  std::vector<Beat> beats_;  ///< of the newest line, to come
  double begun_s_ = 0.0;     ///< the sender's time at which the session began
  double now_s_ = 0.0;       ///< of the session
  double t_s_ = 0.0;         ///< the same in the sender's words
  double beat_s_ = 0.0;      ///< newest beat placed
  double rpe_ = 0.0;         ///< as last said; 0: not yet
  bool has_beat_ = false;
  bool has_settled_ = false;  ///< the law has met its target once
};

}  // namespace tonus::tool
