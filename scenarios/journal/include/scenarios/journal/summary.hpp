#pragma once
// summary.json: a session in one page of numbers, for people and for programs. What is not known is null, never 0.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <engine/core/result.hpp>

namespace tonus::journal {

struct SessionSummary {
  struct Range {
    double mean = 0.0, min = 0.0, max = 0.0;  ///< intensity, 0…1
  };
  struct HeartRate {
    double mean_bpm = 0.0, max_bpm = 0.0;
    double coverage = 0.0;  ///< share of the session with a known heart rate, 0…1
  };
  struct Target {
    std::optional<double> bpm, low_bpm, high_bpm;  ///< at the end of the work phase
    std::optional<double> ceiling_bpm;
  };
  struct Score {
    std::int64_t targets = 0, hits = 0, clean = 0;
    std::int64_t left_alone = 0, struck_in_error = 0;  ///< of those that were to be left alone
    std::int64_t right_hand = 0, wrong_hand = 0;       ///< of those whose hand was not known beforehand
  };
  struct Readiness {
    double score = 0.0, low = 0.0, high = 0.0;  ///< 0…100, 80 % interval
  };
  struct Event {
    double t_s = 0.0;
    std::string event;  ///< a code: "stop", "quality-hold", "cool-down", …; of a device "lost", "stale", "back", …
    std::string device = {};  ///< its name; empty: no device's
    std::string text = {};    ///< one sentence, where there is more to say
  };
  /// How this heart answers the load, where the session told.
  struct Answer {
    double gain_bpm = 0.0, gain_spread_bpm = 0.0;  ///< steady rise that full intensity brings
    std::optional<double> bpm_per_w;               ///< on a trainer
    double half_within_s = 0.0;                    ///< of a change of the load
  };
  /// Of what this person's strikes cost the heart, where the session or one before told.
  struct StrikeCost {
    double strike_percent = 0.0, spread_percent = 0.0;  ///< the part that comes with each strike, whatever its length
  };
  /// For whom it was, where something was said or measured of them.
  struct Fit {
    bool is_seated = false;
    std::string hands;          ///< "left", "right", "both"; empty: as the scenario has it
    bool follows_head = false;  ///< the height was that of the head
    double height_cm = 0.0;     ///< on top of it
    std::optional<double> reach_m;
  };
  /// The room around it.
  struct Room {
    std::string name;
    std::size_t things = 0;
    double usual_percent = 0.0;                   ///< of what is usually asked that keeps clear of everything
    std::int64_t moved_closer = 0, left_out = 0;  ///< of the targets that were to come
  };
  /// A live device and how it fared.
  struct Device {
    struct Gap {
      double from_s = 0.0, to_s = 0.0;
    };
    std::string name, id, transport;
    std::uint64_t packets = 0, bad_packets = 0;
    std::uint64_t dropped = 0;     ///< samples that we lost
    std::uint32_t lost_beats = 0;  ///< estimated, of a strap with beats
    std::uint32_t reconnects = 0;
    std::optional<double> latency_ms, latency_p99_ms;  ///< from arrival to the session's inputs
    std::vector<Gap> gaps;                             ///< times without a measurement
  };

  std::string scenario, source, display;
  std::uint64_t seed = 0;
  double duration_s = 0.0;
  std::int64_t ticks = 0;
  std::string hash, ledger_hash;  ///< hex: state after the last tick; head of the ledger's chain
  std::optional<Range> intensity;
  std::optional<HeartRate> heart_rate;  ///< none: no heart rate was ever known
  Target target;
  std::optional<Readiness> readiness;     ///< none: not known
  double readiness_scale = 1.0;           ///< on the targets, as the person answered
  std::optional<double> in_band_percent;  ///< of the work phase with a known heart rate
  std::optional<Answer> answer;           ///< none: not known yet
  std::optional<StrikeCost> strike_cost;  ///< none: not known yet
  Score score;
  std::optional<Fit> fit;
  std::optional<Room> room;  ///< none: in the open
  std::string motion;        ///< file that played as head and hands; empty: somebody did
  std::int64_t changes = 0;  ///< times that intensity was changed
  std::vector<Event> events;
  std::vector<Device> devices;     ///< live ones; in the file only where there were any
  std::vector<std::string> files;  ///< names within the session's folder
  std::string build;
};

/// One line for people: "Your heart answers by 0.38 bpm a watt, half of it within 45 s.", or that it is not known yet.
[[nodiscard]] std::string answer_sentence(const std::optional<SessionSummary::Answer>& answer);

/// "14 of 16 left alone as they should be, 20 of 22 with the right hand"; empty where nothing was to be decided.
[[nodiscard]] std::string decisions_text(const SessionSummary::Score& score);

/// The document with a final line break. Numbers that are no numbers become null. Never throws on odd text: what is no
/// UTF-8 is replaced.
[[nodiscard]] std::string summary_json(const SessionSummary& summary);

}  // namespace tonus::journal
