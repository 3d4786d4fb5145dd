#pragma once
// Who a simulated person is, drawn from a population by a seed (facts d.2), and what happens to them.

#include <array>
#include <cstdint>
#include <optional>
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
  bool is_woman = false;
  bool is_beta_blocked = false;
  double rest_bpm = 65.0, max_bpm = 185.0;  ///< max at least 20 above rest; saturation begins below it
  double gain = 0.392;                      ///< k, steady bpm per unit of load below the first threshold
  double threshold_load = 180.0;            ///< first ventilatory threshold
  double flattening = 0.2;                  ///< beta: share of the gain lost above it
  double fast_share = 0.35, fast_tau_s = 15.0, rise_tau_s = 68.7, fall_tau_s = 79.0;
  double body_delay_s = 8.0, actuator_delay_s = 3.0;  ///< each up to 25.5 s
  double asymmetry = 0.24;                            ///< a: transient gain up (1 + a/2), down (1 - a/2)
  double drift_bpm_per_min = 0.35;                    ///< at 70 % of reserve, from minute 10
  double vlf_bpm = 2.3, lf_bpm = 1.4;                 ///< standard deviations
  double breathing_scale = 1.0;
  double ectopic_share = 0.0;  ///< of beats
  double irregularity = 0.0;   ///< coefficient of variation of every beat: atrial fibrillation
  double svt_per_hour = 0.0;
  bool is_wrist = false;
  double sensor_delay_s = 0.5;  ///< from the heart to the sample's arrival, up to 8 s
};

/// What a session throws at them. All off: a good day on a good device.
struct Circumstances {
  bool has_variability = true;     ///< false: no VLF, LF, breathing (overshoot is judged so); the 3 ms of a strap stay
  double dropouts_per_hour = 0.0;  ///< Poisson
  double dropout_least_s = 3.0, dropout_most_s = 120.0;
  double spikes_per_hour = 0.0;     ///< ±30 bpm for 1–3 s
  double locks_per_hour = 0.0;      ///< the device follows the cadence for 20–300 s
  double freezes_per_hour = 0.0;    ///< the device repeats its value for 10–120 s
  double drift_bpm_per_min = -1.0;  ///< overrides the person's; negative: does not
  double drift_after_s = 600.0;
  double stress_per_hour = 0.0;  ///< +8 bpm within seconds, for 2–5 minutes
  double compliance = 1.0;       ///< share of what is asked that is done
  double pauses_per_hour = 0.0;  ///< cadence stops for 10–60 s
  double heat = 1.0;             ///< multiplies drift: 2 at a WBGT of 28 °C
};

/// "healthy", "trained", "deconditioned", "older", "beta_blocked", "chronotropic", "af", "wrist".
[[nodiscard]] std::span<const std::string_view> personas() noexcept;
[[nodiscard]] bool is_persona(std::string_view name) noexcept;
/// For people: "on a beta-blocker". Empty when there is no such persona.
[[nodiscard]] std::string_view label(std::string_view persona) noexcept;

/// What is known of somebody and therefore not drawn.
struct Known {
  std::optional<double> age_years = {}, rest_bpm = {}, max_bpm = {};
};

/// One individual of a persona, the same for the same arguments; what is known changes nothing that does not follow
/// from it. An unknown persona gives a healthy person: ask is_persona().
///
/// The distributions are those of facts d.2; where it leaves something open, we chose:
/// * k varies with sex (women 1.15–1.25 times, cycling alone, half of the people) and with fitness: half of the
///   variance of ln k is a latent fitness that also lowers rest (correlation -0.5). Mean and sd stay the table's.
/// * threshold_load is where 60–70 % of reserve (uniform) is reached below the threshold; drug and chronotropic
///   incompetence change the heart, not the muscle, and so not this load. 0.6 in a scenario.
/// * recovery is slower than the rise, active recovery being what a session has: fall_tau_s = 1.15 rise_tau_s.
/// * one trainer in ten is slow (U(5, 10) s instead of U(1, 5)). A scenario has no actuator to wait for.
/// * beta-blocked maximum uniformly between 0.80 of the person's own and 164 - 0.7 age.
/// * in a scenario intensity 1 brings about the whole reserve, 18 % (sd) between people, tau as on a treadmill.
[[nodiscard]] Parameters draw(std::string_view persona, Work work, std::uint64_t seed, const Known& known = {});
/// Somebody of the test population: 55 % healthy, 12 % beta-blocked, 10 % older, 8 % trained, 5 % deconditioned,
/// 5 % wrist, 3 % chronotropic, 2 % af.
[[nodiscard]] Parameters draw_from_population(Work work, std::uint64_t seed);

struct Field {
  std::string_view name;
  double value = 0.0;  ///< 0 or 1 for a yes or no
  std::string_view unit;
};
inline constexpr std::size_t kFields = 25;
/// Every number of a person, in the order of the struct.
[[nodiscard]] std::array<Field, kFields> fields(const Parameters& parameters) noexcept;
/// One line: persona, work and plant, then "name value unit" for each field.
[[nodiscard]] std::string describe(const Parameters& parameters);

}  // namespace tonus::athlete
