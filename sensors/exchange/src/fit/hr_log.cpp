#include "fit/hr_log.hpp"

#include <algorithm>

namespace tonus::exchange::fit {
namespace {

constexpr std::uint8_t kFractionalTimestamp = 0, kFilteredBpm = 6, kEventTimestamp = 9, kEventTimestamp12 = 10;
constexpr double kTick_s = 1.0 / 1024.0;
constexpr double kMostTicks = 4294967295.0;
constexpr double kLongestRr_ms = 3000.0, kMostBpm = 250.0;

}  // namespace

void HrLog::add(std::uint64_t ticks, std::optional<double> bpm) {
  Beat beat{.fit_time_s = *origin_s_ + static_cast<double>(ticks) * kTick_s};
  if (bpm && *bpm > 0.0 && *bpm <= kMostBpm) beat.bpm = bpm;
  if (!beats_.empty() && ticks > ticks_) {
    const double rr_ms = static_cast<double>(ticks - ticks_) * kTick_s * 1000.0;
    if (rr_ms <= kLongestRr_ms) beat.rr_ms = rr_ms;
  }
  // The same beat may be told twice, at the end of one message and the beginning of the next.
  if (beats_.empty() || ticks > ticks_) beats_.push_back(beat);
  ticks_ = ticks;
}

void HrLog::take(const Message& message) {
  const auto is_clock = [](std::optional<double> ticks) { return ticks && *ticks >= 0.0 && *ticks <= kMostTicks; };
  if (const auto event = message.number(kEventTimestamp); is_clock(event) && message.time_s) {
    const double fraction_s = std::clamp(message.number(kFractionalTimestamp).value_or(0.0) / 32768.0, 0.0, 2.0);
    // Field 9 is in 1/1024 s; the origin is where the strap's clock was zero.
    const auto ticks = static_cast<std::uint64_t>(*event);
    origin_s_ = *message.time_s + fraction_s - static_cast<double>(ticks) * kTick_s;
    ticks_ = ticks;
    const std::size_t count = message.elements(kEventTimestamp);
    for (std::size_t i = 0; i < count; ++i) {
      const auto each = message.element(kEventTimestamp, i);
      if (is_clock(each)) add(static_cast<std::uint64_t>(*each), message.element(kFilteredBpm, i));
    }
    return;
  }
  if (!origin_s_) return;
  const auto packed = message.bytes(kEventTimestamp12);
  const auto byte_at = [&](std::size_t i) { return std::to_integer<std::uint32_t>(packed[i]); };
  for (std::size_t i = 0; 3 * (i / 2) + 2 < packed.size(); ++i) {
    const std::size_t at = 3 * (i / 2);
    const std::uint32_t low =
        i % 2 == 0 ? byte_at(at) | (byte_at(at + 1) & 0x0Fu) << 8 : byte_at(at + 1) >> 4 | byte_at(at + 2) << 4;
    std::uint64_t next = (ticks_ & ~std::uint64_t{0xFFF}) | low;
    if (next < ticks_) next += 0x1000;
    const auto bpm = message.element(kFilteredBpm, i);
    if (bpm) add(next, bpm);
  }
}

}  // namespace tonus::exchange::fit
