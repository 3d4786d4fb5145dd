#include "fit/read_fit.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include <sensors/exchange/readers.hpp>

#include "fit/activity_builder.hpp"
#include "fit/wellness_builder.hpp"

namespace tonus::exchange {
namespace fit {
namespace {

/// Bytes of the least record that says something; a reserve made from it is never far too large.
constexpr std::size_t kTypicalRecord = 40;

/// Messages that say nothing of a person's days: headers, laps, events, devices, settings, and the like.
constexpr std::array<std::uint16_t, 8> kHousekeeping{19, 21, 23, 49, 206, 207, 3, 2};

}  // namespace

Result<void, Error> read(std::span<const std::byte> bytes, Activity& activity, WellnessBuilder* wellness,
                         Warnings& warnings) {
  ActivityBuilder as_activity(activity, warnings);
  std::optional<FitWellness> as_wellness;
  if (wellness != nullptr) as_wellness.emplace(*wellness);
  std::array<std::uint32_t, 512> skipped{};
  std::size_t messages = 0;
  activity.records.reserve(bytes.size() / kTypicalRecord);
  const auto complaint = for_each_message(bytes, warnings, [&](const Message& message) {
    ++messages;
    const bool is_activity = as_activity.take(message);
    if (message.global == kRecord || !as_wellness) return;
    if (!as_wellness->take(message) && !is_activity)
      ++skipped[std::min<std::size_t>(message.global, skipped.size() - 1)];
  });
  if (complaint) return fail(Error{"not a FIT file: " + *complaint});
  as_activity.finish();
  if (as_wellness) {
    as_wellness->finish();
    for (std::size_t global = 0; global < skipped.size(); ++global) {
      if (skipped[global] == 0 || std::ranges::count(kHousekeeping, global) > 0) continue;
      wellness->skip(global + 1 < skipped.size() ? fmt::format("FIT message {}", global) : "FIT messages from 511 on",
                     skipped[global]);
    }
  }
  if (messages == 0) {
    return fail(Error{warnings.empty() ? "FIT file without a single message: nothing to read"
                                       : "FIT file without a readable message: " + warnings.first()});
  }
  return {};
}

}  // namespace fit

Result<Activity, Error> parse_fit(std::span<const std::byte> bytes) {
  Activity activity{.format = FileFormat::Fit};
  std::vector<std::string> said;
  {
    Warnings warnings(said);
    if (auto read = fit::read(bytes, activity, nullptr, warnings); !read) return fail(std::move(read.error()));
    if (activity.records.empty() && activity.beats.empty()) warnings.add("the file holds no records and no beats");
  }
  activity.warnings = std::move(said);
  return activity;
}

}  // namespace tonus::exchange
