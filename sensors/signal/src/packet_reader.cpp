#include <sensors/signal/packet_reader.hpp>

#include <algorithm>
#include <array>

#include <sensors/signal/battery.hpp>
#include <sensors/signal/cycling.hpp>
#include <sensors/signal/fitness_machine.hpp>
#include <sensors/signal/heart_rate.hpp>
#include <sensors/signal/polar.hpp>
#include <sensors/signal/pulse_oximeter.hpp>
#include <sensors/signal/running.hpp>
#include <sensors/signal/vendor_trainer.hpp>

#include "fields.hpp"

namespace tonus::sensors {
namespace {

constexpr Quality kSecondHand{0.8}, kWithoutContact{0.2}, kUnsure{0.5};

void add(Readings& out, SampleKind kind, std::optional<double> value, Quality quality = {1.0}) noexcept {
  if (value) out.try_push({.kind = kind, .value = *value, .quality = quality});
}

void add_rate(Readings& out, std::optional<double> bpm, Quality quality) noexcept {
  if (bpm && *bpm > 0.0 && *bpm <= 250.0) add(out, SampleKind::HeartRate, bpm, quality);
}

/// Beats oldest first, as many of the newest as there is room for.
template <class Beats, class Interval_ms, class QualityOf>
void add_beats(Readings& out, const Beats& beats, Interval_ms interval_ms, QualityOf quality_of) noexcept {
  const std::size_t room = Readings::capacity() - out.size();
  const std::size_t first = beats.size() > room ? beats.size() - room : 0;
  double after_ms = 0.0;
  for (std::size_t i = first; i < beats.size(); ++i) after_ms += interval_ms(beats[i]);
  for (std::size_t i = first; i < beats.size(); ++i) {
    after_ms -= interval_ms(beats[i]);
    if (interval_ms(beats[i]) <= 0.0) continue;
    // What is left after the last beat are roundings.
    out.try_push({.kind = SampleKind::RrInterval,
                  .value = interval_ms(beats[i]),
                  .quality = quality_of(beats[i]),
                  .before_newest = from_seconds(std::max(after_ms, 0.0) / 1000.0)});
  }
}

void add_strap(Readings& out, const HeartRateMeasurement& m) noexcept {
  const Quality quality = m.contact == Contact::Absent ? kWithoutContact : Quality{1.0};
  if (m.is_plausible()) add(out, SampleKind::HeartRate, m.bpm, quality);
  if (m.contact != Contact::Unknown) add(out, SampleKind::Contact, m.contact == Contact::Present ? 1.0 : 0.0);
  add_beats(out, m.rr_1024, rr_ms, [quality](auto) { return quality; });
}

void add_intervals(Readings& out, const PolarIntervals& intervals) noexcept {
  if (intervals.empty()) return;
  const auto quality_of = [](const PolarInterval& i) {
    return i.is_blocked || (i.contact_supported && !i.has_contact) ? kWithoutContact : Quality{1.0};
  };
  const PolarInterval& newest = intervals.back();
  add_rate(out, newest.bpm, quality_of(newest));
  if (newest.contact_supported) add(out, SampleKind::Contact, newest.has_contact ? 1.0 : 0.0);
  add_beats(
      out, intervals, [](const PolarInterval& i) -> double { return i.interval_ms; }, quality_of);
}

/// Of the newest part alone, so that a record whose rest is lost still tells what came.
void add_machine(Readings& out, MachineKind kind, const MachineData& m) noexcept {
  add_rate(out, m.heart_rate_bpm, kSecondHand);
  add(out, SampleKind::Power, m.power_w);
  add(out, SampleKind::Cadence, kind == MachineKind::Rower ? m.stroke_rate_per_min : m.cadence_rpm);
  // Steps, not turns.
  add(out, SampleKind::Cadence, m.steps_per_min, kUnsure);
  if (m.speed_kmh)
    add(out, SampleKind::Speed, *m.speed_kmh / 3.6);
  else if (m.pace_s_per_500m && *m.pace_s_per_500m > 0.0)
    add(out, SampleKind::Speed, 500.0 / *m.pace_s_per_500m);
}

void add_oximeter(Readings& out, const PulseOximeterMeasurement& m) noexcept {
  if (m.is_invalid()) return;
  const Quality quality = m.is_questionable() ? kUnsure : Quality{1.0};
  add_rate(out, m.normal.pulse_bpm, quality);
  const auto oxygen = m.normal.oxygen_percent;
  if (oxygen && *oxygen > 0.0 && *oxygen <= 100.0) add(out, SampleKind::OxygenSaturation, oxygen, quality);
}

void add_tacx(Readings& out, const TacxFrame& frame) noexcept {
  if (frame.heart_rate_bpm) add_rate(out, *frame.heart_rate_bpm, kSecondHand);
  add(out, SampleKind::Power, frame.power_w);
  add(out, SampleKind::Cadence, frame.cadence_rpm);
  add(out, SampleKind::Speed, frame.speed_m_per_s);
}

}  // namespace

struct PacketReader::Impl {
  MachineDataDecoder bike{MachineKind::IndoorBike}, treadmill{MachineKind::Treadmill};
  MachineDataDecoder cross_trainer{MachineKind::CrossTrainer}, rower{MachineKind::Rower};
  CyclingPowerDecoder power;
  CscDecoder csc;
  std::optional<int> battery_percent;

  Result<void, Error> read_machine(MachineDataDecoder& decoder, MachineKind kind, Packet packet, Instant arrival,
                                   Readings& out) {
    const auto data = decoder.decode(packet, arrival);
    if (!data) return fail(data.error());
    add_machine(out, kind, decoder.last_part());
    return {};
  }
  Result<void, Error> heart_rate(Packet packet, Instant, Readings& out) {
    return decode_heart_rate(packet).map([&](const auto& m) { add_strap(out, m); });
  }
  Result<void, Error> battery(Packet packet, Instant, Readings&) {
    return decode_battery(packet).map([&](int percent) { battery_percent = percent; });
  }
  Result<void, Error> bike_data(Packet packet, Instant at, Readings& out) {
    return read_machine(bike, MachineKind::IndoorBike, packet, at, out);
  }
  Result<void, Error> treadmill_data(Packet packet, Instant at, Readings& out) {
    return read_machine(treadmill, MachineKind::Treadmill, packet, at, out);
  }
  Result<void, Error> cross_trainer_data(Packet packet, Instant at, Readings& out) {
    return read_machine(cross_trainer, MachineKind::CrossTrainer, packet, at, out);
  }
  Result<void, Error> rower_data(Packet packet, Instant at, Readings& out) {
    return read_machine(rower, MachineKind::Rower, packet, at, out);
  }
  Result<void, Error> cycling_power(Packet packet, Instant at, Readings& out) {
    return power.decode(packet, at).map([&](const auto& m) {
      add(out, SampleKind::Power, m.power_w);
      add(out, SampleKind::Cadence, m.cadence_rpm);
      add(out, SampleKind::Speed, m.speed_m_per_s);
    });
  }
  Result<void, Error> speed_cadence(Packet packet, Instant at, Readings& out) {
    return csc.decode(packet, at).map([&](const auto& m) {
      add(out, SampleKind::Cadence, m.cadence_rpm);
      add(out, SampleKind::Speed, m.speed_m_per_s);
    });
  }
  Result<void, Error> running(Packet packet, Instant, Readings& out) {
    return decode_running(packet).map([&](const auto& m) {
      add(out, SampleKind::Speed, m.speed_m_per_s);
      // Steps or strides.
      add(out, SampleKind::Cadence, m.cadence_per_min, kUnsure);
    });
  }
  Result<void, Error> oximeter(Packet packet, Instant, Readings& out) {
    return decode_pulse_oximeter(packet).map([&](const auto& m) { add_oximeter(out, m); });
  }
  Result<void, Error> polar(Packet packet, Instant, Readings& out) {
    const auto frame = decode_polar_frame(packet);
    if (!frame) return fail(frame.error());
    if (frame->type != static_cast<std::uint8_t>(PolarType::Ppi)) return {};
    return decode_polar_intervals(*frame).map([&](const auto& intervals) { add_intervals(out, intervals); });
  }
  Result<void, Error> tacx(Packet packet, Instant, Readings& out) {
    const auto frame = decode_tacx_frame(packet);
    if (!frame) return fail(frame.error());
    if (!frame->is_checksum_good) return fail(packet_error("6e40fec2", "wrong checksum", packet));
    add_tacx(out, *frame);
    return {};
  }

  using Handler = Result<void, Error> (Impl::*)(Packet, Instant, Readings&);
  static Handler handler_of(const Uuid& characteristic) noexcept {
    struct Row {
      Uuid uuid;
      Handler handler;
    };
    static constexpr std::array kRows{
        Row{uuid::kHeartRateMeasurement, &Impl::heart_rate},
        Row{uuid::kBatteryLevel, &Impl::battery},
        Row{uuid::kIndoorBikeData, &Impl::bike_data},
        Row{uuid::kTreadmillData, &Impl::treadmill_data},
        Row{uuid::kCrossTrainerData, &Impl::cross_trainer_data},
        Row{uuid::kRowerData, &Impl::rower_data},
        Row{uuid::kCyclingPowerMeasurement, &Impl::cycling_power},
        Row{uuid::kCscMeasurement, &Impl::speed_cadence},
        Row{uuid::kRscMeasurement, &Impl::running},
        Row{uuid::kPulseOximeterContinuous, &Impl::oximeter},
        Row{uuid::kPolarData, &Impl::polar},
        Row{uuid::kTacxFromTrainer, &Impl::tacx},
    };
    const auto row = std::find_if(kRows.begin(), kRows.end(), [&](const Row& r) { return r.uuid == characteristic; });
    return row == kRows.end() ? nullptr : row->handler;
  }
};

PacketReader::PacketReader() : impl_(std::make_unique<Impl>()) {}
PacketReader::~PacketReader() = default;
PacketReader::PacketReader(PacketReader&&) noexcept = default;
PacketReader& PacketReader::operator=(PacketReader&&) noexcept = default;

Result<void, Error> PacketReader::read(const Uuid& characteristic, std::span<const std::byte> packet, Instant arrival,
                                       Readings& out) {
  const Impl::Handler handler = Impl::handler_of(characteristic);
  if (handler == nullptr) {
    return fail(packet_error(to_string(characteristic), "not a characteristic that is read here", packet));
  }
  return (impl_.get()->*handler)(packet, arrival, out);
}

void PacketReader::restart() noexcept {
  impl_->bike.restart();
  impl_->treadmill.restart();
  impl_->cross_trainer.restart();
  impl_->rower.restart();
  impl_->power.restart();
  impl_->csc.restart();
}

std::optional<int> PacketReader::battery_percent() const noexcept { return impl_->battery_percent; }

bool PacketReader::knows(const Uuid& characteristic) noexcept { return Impl::handler_of(characteristic) != nullptr; }

}  // namespace tonus::sensors
