#include <sensors/signal/fitness_machine.hpp>

#include <array>

#include "fields.hpp"

namespace tonus::sensors {
namespace {

enum class Width : std::uint8_t { U8, U16, S16, U24 };
using Member = std::optional<double> MachineData::*;

struct FieldRule {
  std::uint8_t bit;  ///< of the flags; bit 0 is More Data, whose field is there when it is 0
  Width width;
  double per_unit;
  Member member;
  bool has_unknown = false;  ///< the largest value means "not available"
  /// Where the two formats differ: one octet instead of two.
  Member narrow_member = nullptr;
  double narrow_per_unit = 1.0;
};

using M = MachineData;
using enum Width;

constexpr FieldRule resistance(std::uint8_t bit) {
  return {bit, S16, 1, &M::resistance_raw, true, &M::resistance_raw, 1};
}

constexpr std::array kIndoorBike{
    FieldRule{0, U16, 100, &M::speed_kmh, true},
    FieldRule{1, U16, 100, &M::average_speed_kmh, true},
    FieldRule{2, U16, 2, &M::cadence_rpm, true},
    FieldRule{3, U16, 2, &M::average_cadence_rpm, true},
    FieldRule{4, U24, 1, &M::distance_m},
    resistance(5),
    FieldRule{6, S16, 1, &M::power_w, true},
    FieldRule{7, S16, 1, &M::average_power_w, true},
    FieldRule{8, U16, 1, &M::energy_total_kcal, true},
    FieldRule{8, U16, 1, &M::energy_per_hour_kcal, true},
    FieldRule{8, U8, 1, &M::energy_per_min_kcal, true},
    FieldRule{9, U8, 1, &M::heart_rate_bpm},
    FieldRule{10, U8, 10, &M::met},
    FieldRule{11, U16, 1, &M::elapsed_s},
    FieldRule{12, U16, 1, &M::remaining_s},
};

constexpr std::array kTreadmill{
    FieldRule{0, U16, 100, &M::speed_kmh, true},
    FieldRule{1, U16, 100, &M::average_speed_kmh, true},
    FieldRule{2, U24, 1, &M::distance_m},
    FieldRule{3, S16, 10, &M::inclination_percent, true},
    FieldRule{3, S16, 10, &M::ramp_angle_deg, true},
    FieldRule{4, U16, 10, &M::elevation_gain_m, true},
    FieldRule{4, U16, 10, &M::elevation_loss_m, true},
    FieldRule{5, U16, 1, &M::pace_s_per_500m, true, &M::pace_km_per_min, 10},
    FieldRule{6, U16, 1, &M::average_pace_s_per_500m, true, &M::average_pace_km_per_min, 10},
    FieldRule{7, U16, 1, &M::energy_total_kcal, true},
    FieldRule{7, U16, 1, &M::energy_per_hour_kcal, true},
    FieldRule{7, U8, 1, &M::energy_per_min_kcal, true},
    FieldRule{8, U8, 1, &M::heart_rate_bpm},
    FieldRule{9, U8, 10, &M::met},
    FieldRule{10, U16, 1, &M::elapsed_s},
    FieldRule{11, U16, 1, &M::remaining_s},
    FieldRule{12, S16, 1, &M::belt_force_n, true},
    FieldRule{12, S16, 1, &M::power_w, true},
    // In no specification; some treadmills send it.
    FieldRule{13, U16, 1, &M::step_count},
};

constexpr std::array kCrossTrainer{
    FieldRule{0, U16, 100, &M::speed_kmh, true},
    FieldRule{1, U16, 100, &M::average_speed_kmh, true},
    FieldRule{2, U24, 1, &M::distance_m},
    FieldRule{3, U16, 1, &M::steps_per_min, true},
    FieldRule{3, U16, 1, &M::average_steps_per_min, true},
    FieldRule{4, U16, 10, &M::stride_count},
    FieldRule{5, U16, 1, &M::elevation_gain_m, true},
    FieldRule{5, U16, 1, &M::elevation_loss_m, true},
    FieldRule{6, S16, 10, &M::inclination_percent, true},
    FieldRule{6, S16, 10, &M::ramp_angle_deg, true},
    resistance(7),
    FieldRule{8, S16, 1, &M::power_w, true},
    FieldRule{9, S16, 1, &M::average_power_w, true},
    FieldRule{10, U16, 1, &M::energy_total_kcal, true},
    FieldRule{10, U16, 1, &M::energy_per_hour_kcal, true},
    FieldRule{10, U8, 1, &M::energy_per_min_kcal, true},
    FieldRule{11, U8, 1, &M::heart_rate_bpm},
    FieldRule{12, U8, 10, &M::met},
    FieldRule{13, U16, 1, &M::elapsed_s},
    FieldRule{14, U16, 1, &M::remaining_s},
};

constexpr std::array kRower{
    FieldRule{0, U8, 2, &M::stroke_rate_per_min},
    FieldRule{0, U16, 1, &M::stroke_count},
    FieldRule{1, U8, 2, &M::average_stroke_rate_per_min},
    FieldRule{2, U24, 1, &M::distance_m},
    FieldRule{3, U16, 1, &M::pace_s_per_500m, true},
    FieldRule{4, U16, 1, &M::average_pace_s_per_500m, true},
    FieldRule{5, S16, 1, &M::power_w, true},
    FieldRule{6, S16, 1, &M::average_power_w, true},
    resistance(7),
    FieldRule{8, U16, 1, &M::energy_total_kcal, true},
    FieldRule{8, U16, 1, &M::energy_per_hour_kcal, true},
    FieldRule{8, U8, 1, &M::energy_per_min_kcal, true},
    FieldRule{9, U8, 1, &M::heart_rate_bpm},
    FieldRule{10, U8, 10, &M::met},
    FieldRule{11, U16, 1, &M::elapsed_s},
    FieldRule{12, U16, 1, &M::remaining_s},
};

/// One packet may be padded, or cut, by just the octet in question; not all of them.
constexpr int kContraryPackets = 3;
/// All that a notification holds at the least ATT_MTU (23): every packet of a longer record is cut to it, so that it
/// says nothing about widths.
constexpr std::size_t kLeastNotification = 20;

struct Layout {
  std::string_view label;
  std::size_t flag_octets;
  std::span<const FieldRule> rules;
};

Layout layout_of(MachineKind kind) noexcept {
  switch (kind) {
    case MachineKind::IndoorBike: return {"2ad2", 2, kIndoorBike};
    case MachineKind::Treadmill: return {"2acd", 2, kTreadmill};
    case MachineKind::CrossTrainer: return {"2ace", 3, kCrossTrainer};
    case MachineKind::Rower: return {"2ad1", 2, kRower};
  }
  return {};
}

std::size_t octets_of(Width width) noexcept {
  switch (width) {
    case U8: return 1;
    case U16:
    case S16: return 2;
    case U24: return 3;
  }
  return 0;
}

std::optional<double> take(FieldReader& fields, Width width, double per_unit, bool has_unknown) noexcept {
  switch (width) {
    case U8:
      return has_unknown ? fields.take_known<std::uint8_t>(per_unit) : fields.take_scaled<std::uint8_t>(per_unit);
    case U16:
      return has_unknown ? fields.take_known<std::uint16_t>(per_unit) : fields.take_scaled<std::uint16_t>(per_unit);
    case S16: return fields.take_known<std::int16_t>(per_unit);
    case U24:
      if (const auto raw = fields.take_u24()) return *raw / per_unit;
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::optional<bool> MachineDataDecoder::is_wide(std::size_t size, std::uint32_t present) noexcept {
  const Layout layout = layout_of(kind_);
  std::size_t wide = layout.flag_octets, narrow = layout.flag_octets;
  for (const FieldRule& rule : layout.rules) {
    if (!has_bit(present, rule.bit)) continue;
    wide += octets_of(rule.width);
    narrow += rule.narrow_member != nullptr ? 1 : octets_of(rule.width);
  }
  const bool fits_wide = wide != narrow && size == wide;
  const bool fits_narrow = wide != narrow && size == narrow && size != kLeastNotification;
  if (fits_wide && !is_wide_) is_wide_ = true;
  if (fits_wide || fits_narrow) {
    contrary_ = is_wide_.value_or(true) != fits_wide ? contrary_ + 1 : 0;
    if (contrary_ >= kContraryPackets) {
      is_wide_ = fits_wide;
      contrary_ = 0;
    }
  }
  if (!is_wide_ && fits_narrow) return std::nullopt;
  return is_wide_.value_or(true);
}

Result<MachineData, Error> MachineDataDecoder::decode(std::span<const std::byte> packet, Instant arrival) {
  const Layout layout = layout_of(kind_);
  if (packet.size() < layout.flag_octets) return fail(too_short(layout.label, layout.flag_octets, packet));
  const std::uint32_t flags =
      u16_at(packet, 0) | (layout.flag_octets > 2 ? static_cast<std::uint32_t>(u8_at(packet, 2)) << 16 : 0U);
  const std::uint32_t present = flags ^ 1U;
  const std::optional<bool> wide = is_wide(packet.size(), present);
  bool is_withheld = false;

  FieldReader fields(packet.subspan(layout.flag_octets));
  part_ = {};
  part_.more_data = has_bit(flags, 0);
  part_.moves_backward = kind_ == MachineKind::CrossTrainer && has_bit(flags, 15);
  for (const FieldRule& rule : layout.rules) {
    if (!has_bit(present, rule.bit)) continue;
    is_withheld = rule.narrow_member != nullptr && !wide;
    if (is_withheld) break;
    if (rule.narrow_member != nullptr && !*wide)
      part_.*rule.narrow_member = take(fields, U8, rule.narrow_per_unit, false);
    else
      part_.*rule.member = take(fields, rule.width, rule.per_unit, rule.has_unknown);
  }
  part_.truncated = is_withheld || fields.is_truncated();

  constexpr double kLongestPause_s = 3.0;
  const bool is_next =
      present_ != 0 && (present_ & present) == 0 && seconds(arrival - part_arrival_) <= kLongestPause_s;
  if (!is_next) {
    record_ = part_;
    present_ = present;
  } else {
    for (const FieldRule& rule : layout.rules) {
      for (const Member member : {rule.member, rule.narrow_member}) {
        if (member != nullptr && part_.*member) record_.*member = part_.*member;
      }
    }
    record_.more_data = part_.more_data;
    record_.moves_backward = part_.moves_backward;
    record_.truncated = record_.truncated || part_.truncated;
    present_ |= present;
  }
  part_arrival_ = arrival;
  if (!part_.more_data) present_ = 0;
  return record_;
}

Result<MachineRange, Error> decode_machine_range(std::uint16_t assigned, std::span<const std::byte> value) {
  const auto all_u8 = [&]() -> MachineRange {
    FieldReader fields(value);
    MachineRange range;
    for (double* const limit : {&range.least, &range.most, &range.step}) *limit = *fields.take<std::uint8_t>();
    return range;
  };
  const auto signed_pair = [&](double per_unit) -> MachineRange {
    return {static_cast<std::int16_t>(u16_at(value, 0)) / per_unit,
            static_cast<std::int16_t>(u16_at(value, 2)) / per_unit, u16_at(value, 4) / per_unit};
  };
  const auto need = [&](std::string_view label, std::size_t least) -> Result<void, Error> {
    if (value.size() < least) return fail(too_short(label, least, value));
    return {};
  };
  switch (assigned) {
    case 0x2AD4:
      return need("2ad4", 6).map([&]() -> MachineRange {
        return {u16_at(value, 0) / 100.0, u16_at(value, 2) / 100.0, u16_at(value, 4) / 100.0};
      });
    case 0x2AD5: return need("2ad5", 6).map([&] { return signed_pair(10.0); });
    // Six octets in the older format and in trainers, three in the newer one.
    case 0x2AD6:
      if (value.size() == 3) return all_u8();
      return need("2ad6", 6).map([&] { return signed_pair(1.0); });
    case 0x2AD7: return need("2ad7", 3).map(all_u8);
    case 0x2AD8: return need("2ad8", 6).map([&] { return signed_pair(1.0); });
    default: return fail(packet_error("range", "expected one of 2ad4, 2ad5, 2ad6, 2ad7, 2ad8", value));
  }
}

Result<TrainingStatus, Error> decode_training_status(std::span<const std::byte> packet) {
  if (packet.size() < 2) return fail(too_short("2ad3", 2, packet));
  TrainingStatus s{u8_at(packet, 0), u8_at(packet, 1), {}};
  if ((s.flags & 0x03U) != 0) {
    const Packet rest = packet.subspan(2);
    s.text.assign(reinterpret_cast<const char*>(rest.data()), rest.size());
  }
  return s;
}

std::string_view training_status_name(std::uint8_t status) noexcept {
  constexpr std::array<std::string_view, 16> kNames{"other",         "idle",          "warm_up",        "low_interval",
                                                    "high_interval", "recovery",      "isometric",      "heart_rate",
                                                    "fitness_test",  "speed_too_low", "speed_too_high", "cool_down",
                                                    "watt_control",  "manual_start",  "pre_workout",    "post_workout"};
  return status < kNames.size() ? kNames[status] : "reserved";
}

}  // namespace tonus::sensors
