// FIT messages into an Activity: which message and field means what, and where beats lie in time.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>

#include <sensors/exchange/readers.hpp>

#include "fit_container.hpp"
#include "warnings.hpp"

namespace tonus::exchange {
namespace {

using fit::Message;

// Message and field numbers of the FIT profile.
constexpr std::uint16_t kSport = 12, kSession = 18, kRecord = 20, kHrv = 78;
constexpr std::uint8_t kSportOfSport = 0, kSportOfSession = 5;
constexpr std::uint8_t kHeartRate = 3, kCadence = 4, kSpeed = 6, kPower = 7, kFractionalCadence = 53,
                       kEnhancedSpeed = 73;
constexpr std::uint8_t kRrTimes = 0;

constexpr std::int64_t kFitEpoch_unix_s = 631065600;  // 1989-12-31T00:00:00Z
constexpr std::uint32_t kLeastDate = 0x10000000;      // smaller times count from power-on
constexpr double kBeatTolerance_s = 3.0;
constexpr double kMostByte = 254.0, kMostWord = 65534.0;  // what the fields hold in the profile's own type
constexpr double kMostSpeed_mm_s = 1e6;

constexpr std::array<std::string_view, 20> kSports{"generic",
                                                   "running",
                                                   "cycling",
                                                   "transition",
                                                   "fitness_equipment",
                                                   "swimming",
                                                   "basketball",
                                                   "soccer",
                                                   "tennis",
                                                   "american_football",
                                                   "training",
                                                   "walking",
                                                   "cross_country_skiing",
                                                   "alpine_skiing",
                                                   "snowboarding",
                                                   "rowing",
                                                   "mountaineering",
                                                   "hiking",
                                                   "multisport",
                                                   "paddling"};

std::string sport_name(double number) {
  const auto index = static_cast<std::size_t>(number);
  return index < kSports.size() ? std::string(kSports[index]) : fmt::format("sport {}", index);
}

/// A field that a strange definition gave another type may hold anything: outside its natural range it is absent.
std::optional<double> natural(std::optional<double> value, double most) {
  return value && *value >= 0.0 && *value <= most ? value : std::nullopt;
}

/// Collects what the messages of one input say.
class Builder {
 public:
  Builder(Activity& activity, Warnings& warnings) : activity_(activity), warnings_(warnings) {}

  void take(const Message& message) {
    ++messages_;
    switch (message.global) {
      case kRecord: take_record(message); break;
      case kHrv: take_beats(message); break;
      case kSport: take_sport(message.number(kSportOfSport)); break;
      case kSession: take_sport(message.number(kSportOfSession)); break;
      default: break;
    }
  }

  [[nodiscard]] std::size_t messages() const noexcept { return messages_; }

  void finish() {
    if (steps_back_ > 0) {
      warnings_.add("offset {}: the clock of the records steps back here, {} time(s) in all", first_step_back_,
                    steps_back_);
    }
    if (untimed_ > 0) warnings_.add("{} records have no time and were left out", untimed_);
    if (anchored_anew_ > 0) {
      warnings_.add(
          "RR intervals and the record clock differ by more than {:.0f} s at {} place(s), where beats were set anew",
          kBeatTolerance_s, anchored_anew_);
    }
    if (activity_.zero_heart_rates > 0) {
      warnings_.add("{} records say 0 bpm, taken as no heart rate", activity_.zero_heart_rates);
    }
    // Beats recorded before the first record make the beginning.
    double lead_s = 0.0;
    if (!activity_.beats.empty()) lead_s = std::max(0.0, -activity_.beats.front().t_s);
    if (lead_s > 0.0) {
      for (ActivityRecord& record : activity_.records) record.t_s += lead_s;
      for (ActivityBeat& beat : activity_.beats) beat.t_s += lead_s;
    }
    if (base_ && *base_ >= kLeastDate) {
      activity_.start_unix_s = kFitEpoch_unix_s + static_cast<std::int64_t>(*base_) - std::llround(lead_s);
    }
  }

 private:
  void take_record(const Message& message) {
    const std::optional<std::uint32_t> time = message.time_s ? message.time_s : record_time_;
    if (!time) {
      ++untimed_;
      return;
    }
    if (!base_) begin(*time);
    if (record_time_ && *time < *record_time_ && steps_back_++ == 0) first_step_back_ = message.offset;
    record_time_ = time;
    is_record_new_ = true;

    ActivityRecord record{.t_s = relative_s(*time)};
    record.hr_bpm = natural(message.number(kHeartRate), kMostByte);
    if (record.hr_bpm == 0.0) {
      record.hr_bpm.reset();
      ++activity_.zero_heart_rates;
    }
    record.power_w = natural(message.number(kPower), kMostWord);
    record.cadence_rpm = natural(message.number(kCadence), kMostByte);
    if (record.cadence_rpm)
      *record.cadence_rpm += natural(message.number(kFractionalCadence), kMostByte).value_or(0.0) / 128.0;
    const auto enhanced = natural(message.number(kEnhancedSpeed), kMostSpeed_mm_s);
    record.speed_m_s = enhanced ? enhanced : natural(message.number(kSpeed), kMostWord);
    if (record.speed_m_s) *record.speed_m_s /= 1000.0;
    activity_.records.push_back(record);
  }

  /// t = 0 is the first record. Beats heard before it ran up to here.
  void begin(std::uint32_t time) {
    base_ = time;
    for (ActivityBeat& beat : activity_.beats) beat.t_s -= beat_clock_s_;
    beat_clock_s_ = 0.0;
  }

  void take_beats(const Message& message) {
    if (is_record_new_) {
      is_record_new_ = false;
      const double record_s = relative_s(*record_time_);
      if (!has_beat_clock_) {
        beat_clock_s_ = record_s;
      } else if (std::abs(beat_clock_s_ - record_s) > kBeatTolerance_s) {
        beat_clock_s_ = record_s;
        ++anchored_anew_;
      }
    }
    has_beat_clock_ = true;
    for (const double rr_ms : message.numbers(kRrTimes)) {
      if (rr_ms <= 0.0 || rr_ms > kMostWord) continue;
      beat_clock_s_ += rr_ms / 1000.0;
      const double previous_s = activity_.beats.empty() ? beat_clock_s_ : activity_.beats.back().t_s;
      activity_.beats.push_back({.t_s = std::max(beat_clock_s_, previous_s), .rr_ms = rr_ms});
    }
  }

  void take_sport(std::optional<double> number) {
    if (number && *number >= 0.0 && *number <= kMostByte && activity_.sport.empty())
      activity_.sport = sport_name(*number);
  }

  [[nodiscard]] double relative_s(std::uint32_t time) const {
    return static_cast<double>(static_cast<std::int64_t>(time) - static_cast<std::int64_t>(*base_));
  }

  Activity& activity_;
  Warnings& warnings_;
  std::optional<std::uint32_t> base_, record_time_;
  double beat_clock_s_ = 0.0;
  bool has_beat_clock_ = false, is_record_new_ = false;
  std::size_t messages_ = 0, steps_back_ = 0, first_step_back_ = 0, untimed_ = 0, anchored_anew_ = 0;
};

/// One FIT file within the input.
struct Extent {
  std::size_t data_begin = 0, data_end = 0, next = 0;
};

std::string hex(std::span<const std::byte> bytes) {
  std::string out;
  for (const std::byte b : bytes) out += fmt::format("{}{:02X}", out.empty() ? "" : " ", std::to_integer<unsigned>(b));
  return out;
}

/// Why there is no FIT header at `at`, or nothing.
std::optional<std::string> header_complaint(std::span<const std::byte> file, std::size_t at) {
  const std::size_t left = file.size() - at;
  if (left < 12) return fmt::format("offset {}: {} bytes, expected a header of 12 or 14", at, left);
  const auto signature = file.subspan(at + 8, 4);
  if (std::string_view(reinterpret_cast<const char*>(signature.data()), 4) != ".FIT") {
    return fmt::format("offset {} holds {}, expected \".FIT\" (2E 46 49 54)", at + 8, hex(signature));
  }
  const auto size = std::to_integer<std::size_t>(file[at]);
  if (size < 12) return fmt::format("offset {}: the header says it has {} bytes, expected 12 or 14", at, size);
  if (size > left) return fmt::format("offset {}: the file ends within its header", at);
  return std::nullopt;
}

/// Header and checksums of the file at `at`, which has a header. Warns of what does not hold.
Extent measure(std::span<const std::byte> file, std::size_t at, Warnings& warnings) {
  const auto header_size = std::to_integer<std::size_t>(file[at]);
  const auto u16 = [&](std::size_t offset) { return fit::unsigned_from(file.subspan(offset, 2), false); };
  if (header_size >= 14) {
    const auto said = u16(at + 12);
    const auto computed = fit::crc(file.subspan(at, 12));
    if (said != 0 && said != computed) {
      warnings.add("offset {}: header CRC failure: it says {:04X}, the bytes give {:04X}", at + 12, said, computed);
    }
  }
  const std::size_t data_begin = at + header_size;
  const auto data_size = static_cast<std::size_t>(fit::unsigned_from(file.subspan(at + 4, 4), false));
  const std::size_t left = file.size() - data_begin;
  if (data_size == 0 && left > 2) {
    // Size and checksum are written when a recording is closed; this one never was, so all there is is data.
    warnings.add("offset {}: the header says there is no data, but {} bytes follow; read as data", at + 4, left);
    return {data_begin, file.size(), file.size()};
  }
  if (data_size > left) {
    warnings.add("offset {}: the file ends here, {} bytes before its data does", file.size(), data_size - left);
    return {data_begin, file.size(), file.size()};
  }
  const std::size_t data_end = data_begin + data_size;
  if (file.size() - data_end < 2) {
    warnings.add("offset {}: the file ends before its CRC", file.size());
    return {data_begin, data_end, file.size()};
  }
  const auto said = u16(data_end);
  const auto computed = fit::crc(file.subspan(at, data_end - at));
  if (said != computed) {
    warnings.add("offset {}: file CRC failure: it says {:04X}, the bytes give {:04X}", data_end, said, computed);
  }
  return {data_begin, data_end, data_end + 2};
}

}  // namespace

Result<Activity, Error> parse_fit(std::span<const std::byte> bytes) {
  Activity activity{.format = ActivityFormat::Fit};
  if (auto complaint = header_complaint(bytes, 0)) return fail(Error{"not a FIT file: " + *complaint});
  {
    Warnings warnings(activity.warnings);
    Builder builder(activity, warnings);
    for (std::size_t at = 0; at < bytes.size();) {
      if (at > 0 && header_complaint(bytes, at)) {
        warnings.add("offset {}: {} bytes after the end are not FIT and were ignored", at, bytes.size() - at);
        break;
      }
      const Extent extent = measure(bytes, at, warnings);
      fit::MessageReader reader(bytes, extent.data_begin, extent.data_end);
      Message message;
      while (reader.next(message)) builder.take(message);
      if (!reader.problem().empty()) warnings.add("{}; reading stopped there", reader.problem());
      at = extent.next;
    }
    builder.finish();
    if (builder.messages() == 0) {
      return fail(Error{activity.warnings.empty()
                            ? "FIT file without a single message: nothing to read"
                            : "FIT file without a readable message: " + activity.warnings.front()});
    }
    if (activity.records.empty() && activity.beats.empty()) warnings.add("the file holds no records and no beats");
  }
  return activity;
}

}  // namespace tonus::exchange
