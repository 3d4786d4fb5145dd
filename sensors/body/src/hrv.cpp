#include <sensors/body/hrv.hpp>

#include <cmath>
#include <numeric>

#include "hrv_parts.hpp"

namespace tonus::body {
namespace {

// Task Force 1996: five minutes for a spectrum; Rogers 2021: two for DFA; ultra-short rMSSD: one.
constexpr double kShortTerm_s = 298.0;  // five minutes, give or take the beats at the ends
constexpr double kFractal_s = 118.0;
constexpr double kUltraShort_s = 58.0;
constexpr double kMostCorrected_percent = 5.0;
constexpr double kMostCorrectedFractal_percent = 3.0, kUselessFractal_percent = 6.0;

constexpr std::string_view kNothing = "not enough clean intervals";
constexpr std::string_view kCorrected = "more than 5 % of the beats were corrected";
constexpr std::string_view kUnder60s = "too short: 60 s are wanted";
constexpr std::string_view kUnder5min = "too short: 5 min are wanted";
constexpr std::string_view kUnder128s = "too short: no 128 s without a gap";
constexpr std::string_view kUnder120s = "too short: 120 s are wanted";
constexpr std::string_view kNoBox = "too short: no 16 beats without a gap";
constexpr std::string_view kFractalCorrected = "more than 3 % of the beats were corrected";
constexpr std::string_view kFractalUseless = "more than 6 % of the beats were corrected";
constexpr std::string_view kNoBreath = "no breathing rhythm stands out";

void remark(HrvFigure& figure, std::string_view why) {
  if (figure.remark.empty()) figure.remark = why;
}

}  // namespace

namespace hrv {

std::vector<Run> runs_of(const CleanedRr& series) {
  std::vector<Run> out;
  const std::span<const double> all(series.rr_ms);
  for (std::size_t from = 0, i = 1; i <= all.size(); ++i) {
    if (i < all.size() && series.follows[i] != 0) continue;
    out.push_back(all.subspan(from, i - from));
    from = i;
  }
  return out;
}

}  // namespace hrv

Hrv measure_hrv(const CleanedRr& series) {
  Hrv out;
  const auto runs = hrv::runs_of(series);
  out.duration_s = std::accumulate(series.rr_ms.begin(), series.rr_ms.end(), 0.0) / 1000.0;
  hrv::measure_time_domain(series, out);
  for (HrvFigure* figure :
       {&out.mean_nn_ms, &out.sdnn_ms, &out.rmssd_ms, &out.sdsd_ms, &out.pnn50_percent, &out.sd1_ms, &out.sd2_ms}) {
    if (!figure->is_known()) remark(*figure, kNothing);
    if (out.duration_s < kUltraShort_s) remark(*figure, kUnder60s);
  }
  for (HrvFigure* figure : {&out.sdnn_ms, &out.sd2_ms}) {
    if (out.duration_s < kShortTerm_s) remark(*figure, kUnder5min);
  }

  const hrv::Spectrum spectrum = hrv::measure_spectrum(runs);
  if (spectrum.windows > 0) {
    out.lf_ms2.value = spectrum.lf_ms2;
    out.hf_ms2.value = spectrum.hf_ms2;
    if (spectrum.hf_ms2 > 0.0) out.lf_hf.value = spectrum.lf_ms2 / spectrum.hf_ms2;
    if (spectrum.respiration_hz) out.respiration_per_min.value = 60.0 * *spectrum.respiration_hz;
  }
  for (HrvFigure* figure : {&out.lf_ms2, &out.hf_ms2, &out.lf_hf}) {
    if (spectrum.windows == 0) {
      remark(*figure, kUnder128s);
    } else if (spectrum.covered_s < kShortTerm_s) {
      remark(*figure, kUnder5min);
    }
  }
  if (!out.respiration_per_min.is_known()) {
    remark(out.respiration_per_min, spectrum.windows == 0 ? kUnder128s : kNoBreath);
  }

  if (const auto alpha = hrv::dfa_alpha1(runs)) out.dfa_alpha1.value = *alpha;
  const double corrected_percent = series.artifact_percent();
  if (!out.dfa_alpha1.is_known()) remark(out.dfa_alpha1, kNoBox);
  if (corrected_percent > kUselessFractal_percent) out.dfa_alpha1 = {.remark = kFractalUseless};
  if (out.duration_s < kFractal_s) remark(out.dfa_alpha1, kUnder120s);
  if (corrected_percent > kMostCorrectedFractal_percent) remark(out.dfa_alpha1, kFractalCorrected);
  if (corrected_percent > kMostCorrected_percent) {
    for (HrvFigure* figure : {&out.sdnn_ms, &out.rmssd_ms, &out.sdsd_ms, &out.pnn50_percent, &out.sd1_ms, &out.sd2_ms,
                              &out.lf_ms2, &out.hf_ms2, &out.lf_hf}) {
      remark(*figure, kCorrected);
    }
  }
  return out;
}

}  // namespace tonus::body
