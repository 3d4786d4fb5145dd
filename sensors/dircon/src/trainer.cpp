#include <sensors/dircon/trainer.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include <engine/core/bytes.hpp>
#include <engine/core/math.hpp>
#include <engine/core/random.hpp>
#include <sensors/source/simulated.hpp>

#include "packets.hpp"
#include "road.hpp"

namespace tonus::sensors::dircon {
namespace {

constexpr double kStep_s = 0.1;
constexpr Duration kStep = std::chrono::milliseconds(100);
constexpr double kSpinning_w = 20.0;  // what turning the pedals takes without any load
constexpr double kPowerTau_s = 2.0, kCadenceTau_s = 5.0;
constexpr double kCadence_rpm = 88.0, kCadenceSpread_rpm = 2.0;
constexpr double kStall_rpm = 30.0;  // below it a person cannot keep up torque any longer
constexpr double kWheel_m = 2.096;
constexpr double kMostPower_w = 1000.0;
constexpr std::size_t kMostBeats = 16;

// clang-format off
/// Typical functional threshold power of such a person.
struct Legs { std::string_view persona; double ftp_w; };
constexpr std::array kLegs{
  Legs{"healthy", 220.0}, Legs{"trained", 320.0}, Legs{"deconditioned", 150.0}, Legs{"older", 140.0},
  Legs{"beta_blocked", 170.0}, Legs{"chronotropic", 150.0}, Legs{"af", 150.0}, Legs{"wrist", 220.0},
};
// clang-format on
constexpr double kOrdinaryFtp_w = 200.0;
constexpr double kFtpOfMaximal = 0.75;

double ftp_of(std::string_view persona) {
  const auto* const found = std::ranges::find(kLegs, persona, &Legs::persona);
  return found == kLegs.end() ? kOrdinaryFtp_w : found->ftp_w;
}

enum class Op : std::uint8_t {
  RequestControl = 0x00,
  Reset = 0x01,
  TargetResistance = 0x04,
  TargetPower = 0x05,
  Start = 0x07,
  Stop = 0x08,
  Simulation = 0x11
};
enum Outcome : std::uint8_t { kSuccess = 1, kNotSupported = 2, kInvalid = 3, kFailed = 4, kNotPermitted = 5 };

bool is_supported(Op op) {
  constexpr std::array kOps{Op::RequestControl, Op::Reset, Op::TargetResistance, Op::TargetPower,
                            Op::Start,          Op::Stop,  Op::Simulation};
  return std::ranges::find(kOps, op) != kOps.end();
}

/// The status of 2ADA that goes with an op and its parameters.
Packet status_of(std::uint8_t op, std::span<const std::byte> parameters) {
  Packet packet(1 + parameters.size(), std::byte{op});
  std::ranges::copy(parameters, packet.begin() + 1);
  return packet;
}

template <class... T>
std::vector<std::byte> octets_of(T... values) {
  std::array<std::byte, 20> octets{};
  ByteWriter writer(octets);
  (writer.put(values), ...);
  const auto written = writer.written();
  return {written.begin(), written.end()};
}

}  // namespace

std::string_view name(LoadMode mode) {
  switch (mode) {
    case LoadMode::Free: return "free";
    case LoadMode::Power: return "power";
    case LoadMode::Resistance: return "resistance";
    case LoadMode::Simulation: return "simulation";
  }
  return "";
}

struct SimulatedTrainer::Impl {
  Impl(const TrainerDefinition& definition, std::unique_ptr<SimulatedAthlete> athlete)
      : rider(std::move(athlete)),
        ftp_w(ftp_of(definition.persona)),
        random(definition.seed ^ 0x5472'6169'6e65'72ULL),
        wheel{definition.first_wheel_revolution},
        crank{definition.first_crank_revolution} {}

  [[nodiscard]] double maximal_w() const noexcept { return ftp_w / kFtpOfMaximal; }

  [[nodiscard]] double asked_w() const noexcept {
    switch (state.mode) {
      case LoadMode::Free: return kSpinning_w;
      case LoadMode::Power: return std::max(kSpinning_w, state.target->value);
      case LoadMode::Resistance: return kSpinning_w + *state.resistance_percent / 100.0 * maximal_w();
      case LoadMode::Simulation:
        return std::clamp(ftp_w * (0.6 + 0.05 * *state.grade_percent), kSpinning_w, maximal_w());
    }
    return kSpinning_w;
  }

  void step() noexcept {
    const double asked = asked_w();
    const double strain = asked / maximal_w();
    const double held_rpm = strain > 1.0 ? std::max(0.0, kCadence_rpm * (1.0 - 2.0 * (strain - 1.0))) : kCadence_rpm;
    cadence_mean_rpm += (held_rpm - cadence_mean_rpm) * (1.0 - math::exp(-kStep_s / kCadenceTau_s));
    wobble_rpm += -wobble_rpm * kStep_s / kCadenceTau_s +
                  kCadenceSpread_rpm * std::sqrt(2.0 * kStep_s / kCadenceTau_s) * random.normal();
    const double cadence_rpm = cadence_mean_rpm < 1.0 ? 0.0 : std::max(0.0, cadence_mean_rpm + wobble_rpm);
    const double reachable_w = asked * std::min(1.0, cadence_rpm / kStall_rpm);
    const double power_w =
        state.power.value + (reachable_w - state.power.value) * (1.0 - math::exp(-kStep_s / kPowerTau_s));
    state.cadence = {cadence_rpm};
    state.power = {power_w};
    state.speed_m_s = road_speed_m_s(road, power_w);
    state.demand = {std::min(1.0, power_w / maximal_w())};
    const double at_s = seconds(now);
    crank.advance(cadence_rpm / 60.0 * kStep_s, at_s, kStep_s);
    wheel.advance(state.speed_m_s / kWheel_m * kStep_s, at_s, kStep_s);
    now += kStep;
    hear();
  }

  void hear() noexcept {
    SampleBatch heard;
    rider->poll(now, {.demand = state.demand}, heard);
    for (const Sample& sample : heard) {
      if (sample.kind == SampleKind::RrInterval) {
        if (beats.is_full()) beats.clear();
        beats.try_push(static_cast<std::uint16_t>(math::floor_to_int(sample.value * 1.024 + 0.5)));
      } else if (sample.kind == SampleKind::HeartRate) {
        state.heart_rate = {sample.value};
        has_new_rate = true;
      }
    }
  }

  void unload() noexcept {
    state.mode = LoadMode::Free;
    state.target.reset();
    state.resistance_percent.reset();
    state.grade_percent.reset();
    state.is_started = false;
    road = {};
  }

  [[nodiscard]] Outcome load_power(std::span<const std::byte> parameters) {
    ByteReader reader(parameters);
    const auto power_w = reader.get<std::int16_t>();
    if (parameters.size() != 2 || power_w < 0 || power_w > kMostPower_w) return kInvalid;
    const bool was_started = state.is_started;
    unload();
    state.is_started = was_started;
    state.mode = LoadMode::Power;
    state.target = Watts{static_cast<double>(power_w)};
    return kSuccess;
  }

  [[nodiscard]] Outcome load_resistance(std::span<const std::byte> parameters) {
    if (parameters.size() != 1 && parameters.size() != 2) return kInvalid;
    ByteReader reader(parameters);
    const int tenths = parameters.size() == 1 ? int{reader.get<std::uint8_t>()} : int{reader.get<std::int16_t>()};
    if (tenths < 0 || tenths > 1000) return kInvalid;
    const bool was_started = state.is_started;
    unload();
    state.is_started = was_started;
    state.mode = LoadMode::Resistance;
    state.resistance_percent = tenths / 10.0;
    return kSuccess;
  }

  [[nodiscard]] Outcome load_simulation(std::span<const std::byte> parameters) {
    if (parameters.size() != 6) return kInvalid;
    ByteReader reader(parameters);
    const auto wind = reader.get<std::int16_t>();
    const auto grade = reader.get<std::int16_t>();
    const auto rolling = reader.get<std::uint8_t>();
    const auto drag = reader.get<std::uint8_t>();
    if (grade < -4000 || grade > 4000) return kInvalid;
    const bool was_started = state.is_started;
    unload();
    state.is_started = was_started;
    state.mode = LoadMode::Simulation;
    state.grade_percent = grade / 100.0;
    road = {
        .grade = grade / 10'000.0, .wind_m_s = wind / 1000.0, .rolling = rolling / 10'000.0, .drag_kg_m = drag / 100.0};
    return kSuccess;
  }

  TrainerState state;
  std::unique_ptr<SimulatedAthlete> rider;
  double ftp_w;
  Random random;
  Road road;
  Instant now;
  double cadence_mean_rpm = kCadence_rpm, wobble_rpm = 0.0;
  RevolutionClock<std::uint32_t> wheel;
  RevolutionClock<std::uint16_t> crank;
  InlineVector<std::uint16_t, kMostBeats> beats;  ///< since the last packet
  bool has_new_rate = false;
  std::uint8_t sent_bpm = 0;
};

SimulatedTrainer::SimulatedTrainer(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
SimulatedTrainer::~SimulatedTrainer() = default;

Result<std::unique_ptr<SimulatedTrainer>, Error> SimulatedTrainer::create(const TrainerDefinition& definition) {
  auto athlete = SimulatedAthlete::create({.persona = definition.persona, .seed = definition.seed});
  if (!athlete) return fail(athlete.error());
  return std::unique_ptr<SimulatedTrainer>(
      new SimulatedTrainer(std::make_unique<Impl>(definition, std::move(*athlete))));
}

void SimulatedTrainer::advance(Instant until) {
  while (impl_->now + kStep <= until) impl_->step();
}

ControlAnswer SimulatedTrainer::control(std::span<const std::byte> packet, const DeviceFaults& faults) {
  const std::uint8_t code = packet.empty() ? std::uint8_t{0} : std::to_integer<std::uint8_t>(packet[0]);
  const auto answer = [code](Outcome outcome, std::optional<Packet> status = {}, std::string event = {}) {
    return ControlAnswer{control_response(code, outcome), std::move(status), std::move(event)};
  };
  if (packet.empty()) return answer(kInvalid);
  const auto op = static_cast<Op>(code);
  const auto parameters = packet.subspan(1);
  TrainerState& state = impl_->state;
  if (!is_supported(op)) return answer(kNotSupported);
  if (faults.refuses_control) return answer(kNotPermitted, {}, "control refused");
  if (op == Op::RequestControl) {
    state.is_controlled = true;
    return answer(kSuccess, {}, "control granted");
  }
  if (!state.is_controlled) return answer(kNotPermitted, {}, "a request without permission was refused");
  switch (op) {
    case Op::Reset:
      impl_->unload();
      state.is_controlled = false;
      return answer(kSuccess, status_of(0x01, {}), "reset");
    case Op::TargetResistance:
      if (impl_->load_resistance(parameters) != kSuccess) return answer(kInvalid);
      return answer(kSuccess, status_of(0x07, parameters), fmt::format("resistance {:g} %", *state.resistance_percent));
    case Op::TargetPower:
      if (impl_->load_power(parameters) != kSuccess) return answer(kInvalid);
      return answer(kSuccess, status_of(0x08, parameters), fmt::format("target {:.0f} W", state.target->value));
    case Op::Simulation:
      if (impl_->load_simulation(parameters) != kSuccess) return answer(kInvalid);
      return answer(kSuccess, status_of(0x12, parameters), fmt::format("grade {:g} %", *state.grade_percent));
    case Op::Start:
      if (std::exchange(state.is_started, true)) return answer(kFailed);
      return answer(kSuccess, status_of(0x04, {}), "started");
    default: break;
  }
  const bool is_stop = parameters.size() == 1 && parameters[0] == std::byte{1};
  const bool is_pause = parameters.size() == 1 && parameters[0] == std::byte{2};
  if (!is_stop && !is_pause) return answer(kInvalid);
  impl_->unload();
  return answer(kSuccess, status_of(0x02, parameters), is_stop ? "stopped" : "paused");
}

SecondOfData SimulatedTrainer::take_second(const DeviceFaults& faults) {
  Impl& i = *impl_;
  SecondOfData data;
  if (std::exchange(i.has_new_rate, false) || faults.is_frozen || faults.has_no_contact) {
    const bool is_old = (faults.is_frozen || faults.has_no_contact) && i.sent_bpm > 0;
    if (!is_old) i.sent_bpm = static_cast<std::uint8_t>(std::clamp(i.state.heart_rate.value, 0.0, 255.0));
    const bool has_beats = !faults.is_frozen && !faults.has_no_contact && !faults.sends_zero_heart_rate;
    data.heart_rate =
        heart_rate_packet({.bpm = faults.sends_zero_heart_rate ? std::uint8_t{0} : i.sent_bpm,
                           .has_contact = !faults.has_no_contact,
                           .rr_1024 = has_beats ? std::span<const std::uint16_t>(i.beats.begin(), i.beats.size())
                                                : std::span<const std::uint16_t>{}});
  }
  i.beats.clear();
  data.bike = indoor_bike_packet(
      {.speed_km_h = i.state.speed_m_s * 3.6,
       .cadence_rpm = i.state.cadence.value,
       .power_w = i.state.power.value,
       .resistance = static_cast<std::int16_t>(std::lround(10.0 * i.state.resistance_percent.value_or(0.0))),
       .has_narrow_resistance = faults.has_wrong_unit});
  data.power = cycling_power_packet(i.state.power.value, {.wheel = i.wheel.revolutions(),
                                                          .wheel_time_2048 = i.wheel.event_time(2048),
                                                          .crank = i.crank.revolutions(),
                                                          .crank_time_1024 = i.crank.event_time(1024)});
  if (faults.has_bad_length) {
    if (data.heart_rate) data.heart_rate->resize(1);
    data.bike.resize(data.bike.size() - 3);
    data.power.resize(data.power.size() - 3);
  }
  return data;
}

void SimulatedTrainer::let_go() noexcept {
  impl_->unload();
  impl_->state.is_controlled = false;
}

void SimulatedTrainer::reset_counters() noexcept {
  impl_->wheel = {};
  impl_->crank = {};
}

const TrainerState& SimulatedTrainer::state() const noexcept { return impl_->state; }

std::vector<std::byte> SimulatedTrainer::feature() {
  constexpr std::uint32_t kCadence = 1u << 1, kResistanceLevel = 1u << 7, kPower = 1u << 14;
  constexpr std::uint32_t kResistanceTarget = 1u << 2, kPowerTarget = 1u << 3, kSimulation = 1u << 13;
  return octets_of(kCadence | kResistanceLevel | kPower, kResistanceTarget | kPowerTarget | kSimulation);
}
std::vector<std::byte> SimulatedTrainer::resistance_range() {
  return octets_of(std::int16_t{0}, std::int16_t{1000}, std::uint16_t{10});
}
std::vector<std::byte> SimulatedTrainer::power_range() {
  return octets_of(std::int16_t{0}, static_cast<std::int16_t>(kMostPower_w), std::uint16_t{1});
}

}  // namespace tonus::sensors::dircon
