#pragma once
// Who a simulated person is, drawn from a population by a seed (facts d.2), and what happens to them.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tonus::athlete {

/// What the person works on, and with it the unit of every load: W, m/s, or a scenario's intensity 0…1.
enum class Work : std::uint8_t { Cycle, Treadmill, Scenario };
/// TwoPhase: what the population is calibrated with. Nonlinear: another structure, for cross-checks (Cheng 2008).
enum class Plant : std::uint8_t { TwoPhase, Nonlinear };

struct Parameters {
  std::string_view persona = "healthy";
  Work work = Work::Cycle;
  Plant plant = Plant::TwoPhase;
  double age_years = 40.0;
  bool is_beta_blocked = false;
  double rest_bpm = 65.0, max_bpm = 185.0;  ///< of the person; saturation begins below max
  double gain = 0.392;                      ///< k, steady bpm per unit of load below the first threshold
  double threshold_load = 180.0;            ///< first ventilatory threshold
  double flattening = 0.2;                  ///< beta: share of the gain lost above it
  double fast_share = 0.35, fast_tau_s = 15.0, rise_tau_s = 68.7, fall_tau_s = 75.0;
  double body_delay_s = 8.0, actuator_delay_s = 3.0;
  double asymmetry = 0.24;                   ///< a: transient gain up (1 + a/2), down (1 - a/2)
  double drift_bpm_per_min = 0.35;           ///< at 70 % of reserve, from minute 10
  double vlf_bpm = 2.3, lf_bpm = 1.4;        ///< standard deviations
  double breathing_scale = 1.0;
  double ectopic_share = 0.0, irregularity = 0.0;
  double svt_per_hour = 0.0;
  bool is_wrist = false;
  double sensor_delay_s = 0.5;
};

/// What a session throws at them. All off: a good day on a good device.
struct Circumstances {
  bool has_variability = true;       ///< false: no VLF, LF, breathing, jitter (overshoot is judged so)
  double dropouts_per_hour = 0.0;    ///< Poisson
  double dropout_least_s = 3.0, dropout_most_s = 120.0;
  double spikes_per_hour = 0.0;      ///< ±30 bpm for 1–3 s
  double locks_per_hour = 0.0;       ///< the device follows the cadence for 20–300 s
  double freezes_per_hour = 0.0;     ///< the device repeats its value for 10–120 s
  double drift_bpm_per_min = -1.0;   ///< overrides the person's; negative: does not
  double drift_after_s = 600.0;
  double stress_per_hour = 0.0;      ///< +8 bpm within seconds, for some minutes
  double compliance = 1.0;           ///< share of what is asked that is done
  double pauses_per_hour = 0.0;      ///< cadence stops for 10–60 s
  double heat = 1.0;                 ///< multiplies drift: 2 at a WBGT of 28 °C
};

}  // namespace tonus::athlete
