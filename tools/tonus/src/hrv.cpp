// `tonus hrv`: the variability of the heartbeats in a file.
#include <array>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <sensors/body/hrv.hpp>
#include <sensors/exchange/readers.hpp>

#include "commands.hpp"

namespace tonus::tool {
namespace {

using nlohmann::ordered_json;

/// Recorders stamp packets, not beats: only what is later than that can be is missing time.
constexpr double kGapOfRecorder_s = 2.5;
constexpr double kGapOfBeatTimes_s = 0.5;

struct Input {
  std::vector<double> rr_ms;
  std::vector<std::uint8_t> follows;
  std::size_t gaps = 0;
};

Input input_of(const exchange::Activity& activity) {
  const double gap_s = activity.format == exchange::FileFormat::RrText ? kGapOfBeatTimes_s : kGapOfRecorder_s;
  Input in;
  in.rr_ms.reserve(activity.beats.size());
  in.follows.reserve(activity.beats.size());
  double before_s = 0.0;
  for (const exchange::ActivityBeat& beat : activity.beats) {
    const double missing_s = beat.t_s - before_s - beat.rr_ms / 1000.0;
    const bool is_first = in.rr_ms.empty();
    const bool follows = !is_first && missing_s <= gap_s;
    if (!is_first && !follows) ++in.gaps;
    in.rr_ms.push_back(beat.rr_ms);
    in.follows.push_back(follows ? 1 : 0);
    before_s = beat.t_s;
  }
  return in;
}

struct Line {
  const char* key;
  const char* label;
  const char* unit;
  const body::HrvFigure* figure;
};

std::array<Line, 12> lines_of(const body::Hrv& h) {
  return {{{"mean_nn_ms", "mean interval", "ms", &h.mean_nn_ms},
           {"sdnn_ms", "SDNN", "ms", &h.sdnn_ms},
           {"rmssd_ms", "rMSSD", "ms", &h.rmssd_ms},
           {"sdsd_ms", "SDSD", "ms", &h.sdsd_ms},
           {"pnn50_percent", "pNN50", "%", &h.pnn50_percent},
           {"sd1_ms", "SD1", "ms", &h.sd1_ms},
           {"sd2_ms", "SD2", "ms", &h.sd2_ms},
           {"lf_ms2", "LF 0.04-0.15 Hz", "ms²", &h.lf_ms2},
           {"hf_ms2", "HF 0.15-0.4 Hz", "ms²", &h.hf_ms2},
           {"lf_hf", "LF/HF", "", &h.lf_hf},
           {"dfa_alpha1", "DFA alpha 1", "", &h.dfa_alpha1},
           {"respiration_per_min", "breathing", "/min", &h.respiration_per_min}}};
}

ordered_json as_json(const exchange::Activity& activity, const Input& in, const body::CleanedRr& series,
                     const body::Hrv& h) {
  ordered_json out;
  out["beats"] = in.rr_ms.size();
  auto artifacts = ordered_json::array();
  for (const body::Artifact& a : series.artifacts) {
    ordered_json row;
    row["index"] = a.index;
    row["kind"] = body::name(a.kind);
    artifacts.push_back(std::move(row));
  }
  out["artifacts"] = std::move(artifacts);
  out["artifact_percent"] = series.artifact_percent();
  for (const Line& line : lines_of(h)) {
    out[line.key] = line.figure->is_known() ? ordered_json(line.figure->value) : ordered_json(nullptr);
  }
  out["duration_s"] = h.duration_s;
  out["gaps"] = in.gaps;
  out["clean_intervals"] = h.intervals;
  out["pairs"] = h.pairs;
  auto remarks = ordered_json::object();
  for (const Line& line : lines_of(h)) {
    if (!line.figure->remark.empty()) remarks[line.key] = line.figure->remark;
  }
  out["remarks"] = std::move(remarks);
  out["warnings"] = activity.warnings;
  return out;
}

void print_text(const Input& in, const body::CleanedRr& series, const body::Hrv& h, bool is_raw) {
  const auto whole_s = static_cast<long>(std::lround(h.duration_s));
  fmt::print("{} beats over {}:{:02}:{:02}", in.rr_ms.size(), whole_s / 3600, whole_s / 60 % 60, whole_s % 60);
  if (in.gaps > 0) fmt::print(", {} gap{}: no difference is taken across one", in.gaps, in.gaps == 1 ? "" : "s");
  fmt::print("\n");
  if (is_raw) {
    fmt::print("taken as recorded, nothing corrected\n");
  } else {
    std::array<std::size_t, 5> counts{};
    for (const body::Artifact& a : series.artifacts) ++counts[static_cast<std::size_t>(a.kind)];
    fmt::print("{} corrected ({:.2f} %)", series.artifacts.size(), series.artifact_percent());
    const char* before = ": ";
    for (std::size_t k = 0; k < counts.size(); ++k) {
      if (counts[k] == 0) continue;
      fmt::print("{}{} {}", before, counts[k], body::name(static_cast<body::ArtifactKind>(k)));
      before = ", ";
    }
    fmt::print("\n");
  }
  for (const Line& line : lines_of(h)) {
    const std::string value = line.figure->is_known() ? fmt::format("{:.4g}", line.figure->value) : std::string("-");
    fmt::print("  {:<16} {:>9} {:<5} {}\n", line.label, value, line.unit, line.figure->remark);
  }
  fmt::print(
      "A figure without a remark is valid for this length. SDNN and rMSSD are different things: compare like with "
      "like.\n");
}

}  // namespace

int hrv(const std::string& file, bool is_raw, bool json) {
  const auto activity = exchange::read_activity(file);
  if (!activity) return complain(kBadInput, activity.error().message);
  if (activity->beats.empty()) {
    return complain(
        kBadInput,
        fmt::format("{}: no RR intervals in it, expected a file with some (RR text, CSV, FIT with HRV)", file));
  }
  const Input in = input_of(*activity);
  const body::CleanedRr series =
      is_raw ? body::uncleaned_rr(in.rr_ms, in.follows) : body::clean_rr(in.rr_ms, in.follows);
  const body::Hrv h = body::measure_hrv(series);
  if (json) {
    fmt::print("{}\n", as_json(*activity, in, series, h).dump(2));
    return kDone;
  }
  print_text(in, series, h, is_raw);
  for (const std::string& warning : activity->warnings) complain(kDone, warning);
  return kDone;
}

}  // namespace tonus::tool
