#pragma once
// Where every importer of health exports puts what it reads. Combines the samples of a day as they come, so that memory
// grows with the days of a life, not with the bytes of a file.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include <sensors/exchange/wellness.hpp>

#include "text/warnings.hpp"

namespace tonus::exchange {

/// One reading. `samples` is how many readings of the device it already stands for.
struct Observation {
  std::int32_t day = 0;
  Quantity quantity = Quantity::RestingHeartRate;
  double value = 0.0;
  Window window = Window::Day;
  std::uint16_t source = 0;
  std::uint16_t label = 0;
  std::optional<std::int16_t> utc_offset_min = {};
  /// Of a quantity that is summed up: this is already the day's sum, as a device or vendor keeps it, so of two the
  /// larger counts (the same day told again, or told when it was longer) and nothing is added.
  bool is_total = false;
};

class WellnessBuilder {
 public:
  explicit WellnessBuilder(Warnings& warnings);

  /// The index of a name, new or known. A file that names thousands of sources gets one "other" for the rest.
  [[nodiscard]] std::uint16_t source(std::string_view name);
  [[nodiscard]] std::uint16_t label(std::string_view name);

  void add(const Observation& observation);
  void add(const SleepInterval& interval);
  void add(const Workout& workout);
  void skip(std::string_view what, std::size_t count = 1);
  void count_record() noexcept { ++out_.records; }
  [[nodiscard]] std::size_t records() const noexcept { return out_.records; }

  /// Values of each day from its sleep intervals, where the file gives intervals alone; sorts; warns of what was left
  /// out.
  [[nodiscard]] Wellness finish();

 private:
  struct Cell {
    double value = 0.0;  ///< sum for Mean and Sum
    std::uint32_t samples = 0;
    std::int16_t utc_offset_min = 0;
    bool has_offset = false;
  };
  using Names = std::map<std::string, std::uint16_t, std::less<>>;

  std::uint16_t index_of(std::string_view name, Names& known, std::vector<std::string>& all);
  void add_nights();

  Warnings& warnings_;
  Wellness out_;
  Names sources_, labels_;
  std::unordered_map<std::uint64_t, Cell> cells_;
  std::map<std::string, std::size_t, std::less<>> skipped_;
  std::size_t beyond_limits_ = 0, bad_intervals_ = 0;
};

}  // namespace tonus::exchange
