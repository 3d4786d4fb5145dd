#pragma once
// What any health export comes to: values of civil days, sleep, and workouts. Plain data; any thread. Days and clocks
// are the person's own: a day is the number of days since 1970-01-01 on the clock the file wrote, and the offset from
// UTC stands beside it where the file says it. Nothing is interpolated: a day without a value is not there.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <engine/core/civil_day.hpp>

namespace tonus::exchange {

/// Every quantity has one unit, one plausible range and one way in which several samples of a day make one value: see
/// traits(). SDNN and rMSSD are two quantities; nothing ever turns one into the other.
enum class Quantity : std::uint8_t {
  RestingHeartRate,          ///< bpm
  HeartRate,                 ///< bpm, mean of the samples of the day
  LowestHeartRate,           ///< bpm
  HighestHeartRate,          ///< bpm
  Rmssd,                     ///< ms
  Sdnn,                      ///< ms
  SleepDuration,             ///< s asleep, in all
  RespirationRate,           ///< breaths a minute
  SkinTemperature,           ///< °C, of the night where the window says so
  SkinTemperatureDeviation,  ///< °C from the person's own baseline
  BodyTemperature,           ///< °C
  Spo2,                      ///< percent
  Steps,                     ///< a day
  ActiveEnergy,              ///< kcal above rest
  Weight,                    ///< kg
  Vo2max,                    ///< ml/(kg min)
  ModerateMinutes,           ///< min of moderate effort
  VigorousMinutes,           ///< min of vigorous effort
  TrainingLoad,              ///< in the vendor's unit; the label says whose and which
  VendorScore,               ///< as the vendor gave it; the label is its name, as in "oura.readiness"
  SleepQuality,              ///< an answer, 1 (least) to 7 (most): 7 is the best sleep
  Fatigue,                   ///< an answer, 1 to 7: 7 is the most tired
  Soreness,                  ///< an answer, 1 to 7: 7 is the sorest
  Mood,                      ///< an answer, 1 to 7: 7 is the best
  MentalEnergy,              ///< an answer, 1 to 7: 7 is the most
  Motivation,                ///< an answer, 1 to 7: 7 is the most
  PhysicalCondition,         ///< an answer, 1 to 7: 7 is the best
  PerceivedExertion,         ///< of the day's training, 0 to 10 (CR10)
  Tag,                       ///< something that was so on this day; the label says what, as in "sick"
};
inline constexpr std::size_t kQuantities = static_cast<std::size_t>(Quantity::Tag) + 1;

/// How several samples of one day, source and window become one value.
enum class Combine : std::uint8_t { Mean, Sum, Least, Most, Last };

struct QuantityTraits {
  std::string_view name, unit;
  double least = 0.0, most = 0.0;  ///< a value outside is left out and counted
  Combine combine = Combine::Mean;
};
[[nodiscard]] const QuantityTraits& traits(Quantity quantity);

/// When it was measured. rMSSD of a whole night and of its deep sleep differ by 1.5 to 2 times, so baselines go by
/// window.
enum class Window : std::uint8_t { Night, FirstSleepHours, Morning, Day, Spot };
[[nodiscard]] std::string_view name(Window window);

struct DayValue {
  double value = 0.0;
  CivilDay day = 0;                                 ///< since 1970-01-01; of a night: the day one woke
  std::uint32_t samples = 1;                        ///< that went into it, as far as the file tells
  std::optional<std::int16_t> utc_offset_min = {};  ///< of the last sample
  std::uint16_t source = 0;                         ///< index into Wellness::sources
  std::uint16_t label = 0;                          ///< index into Wellness::labels; 0 is none
  Quantity quantity = Quantity::RestingHeartRate;
  Window window = Window::Day;
};

enum class SleepStage : std::uint8_t { InBed, Awake, Asleep, Light, Deep, Rem };
[[nodiscard]] std::string_view name(SleepStage stage);

struct SleepInterval {
  std::int64_t start_unix_s = 0, end_unix_s = 0;
  std::optional<std::int16_t> utc_offset_min = {};
  std::uint16_t source = 0;
  SleepStage stage = SleepStage::Asleep;
};

struct Workout {
  std::int64_t start_unix_s = 0;
  double duration_s = 0.0;
  std::optional<double> mean_bpm = {};
  std::optional<double> energy_kcal = {};
  std::optional<double> load = {};  ///< in the vendor's unit
  std::optional<std::int16_t> utc_offset_min = {};
  std::uint16_t source = 0;
  std::uint16_t label = 0;  ///< the sport, as the file names it
};

/// A kind of record that nothing was read from, and how often it came.
struct Skipped {
  std::string what;
  std::size_t count = 0;
};

struct Wellness {
  std::vector<std::string> sources = {};  ///< devices or programs, as the file names them
  std::vector<std::string> labels = {};   ///< [0] is ""
  std::vector<DayValue> values = {};      ///< by day, quantity, window, source, label: each combination at most once
  std::vector<SleepInterval> sleep = {};  ///< by start
  std::vector<Workout> workouts = {};     ///< by start
  std::size_t records = 0;                ///< looked at, those skipped included
  std::size_t implausible = 0;            ///< values outside the range of their quantity, left out
  std::size_t repeated = 0;               ///< the same said twice by one source, counted once
  std::vector<Skipped> skipped = {};      ///< most often first
};

/// Adds `from` to `into`. What both say alike counts once; where one source says two values for one day and quantity,
/// the one that more samples went into stays, of equally many the larger sum, then the one that was there.
void merge(Wellness& into, const Wellness& from);

/// One value a day, quantity, window and label, whoever else measured it too: `priority` names sources, best first (a
/// source matches when its name begins with the word, in any case); sources not named come after in the order of their
/// share of days, most first, so that a baseline rests on one device. Sorted as Wellness::values. Values of two sources
/// are never averaged or added.
struct Resolved {
  std::vector<DayValue> values = {};
  std::size_t duplicates = 0;  ///< values that gave way to another source's
};
[[nodiscard]] Resolved resolve(const Wellness& wellness, std::span<const std::string_view> priority = {});

/// First and last civil day with a value, and how many of the days between have none.
struct DayRange {
  CivilDay first = 0, last = 0;
  std::size_t days = 0;     ///< with at least one value
  std::size_t missing = 0;  ///< between first and last, without any
};
[[nodiscard]] std::optional<DayRange> day_range(const Wellness& wellness);

}  // namespace tonus::exchange
