#include <sensors/hub/hub.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include <engine/core/spsc_ring.hpp>
#include <sensors/hub/identity.hpp>

namespace tonus::sensors {
namespace {

constexpr std::size_t kChannels = static_cast<std::size_t>(Channel::Count);
constexpr Duration kSilentAfter = std::chrono::seconds(3);
constexpr Duration kBackAfter = std::chrono::seconds(10);
constexpr Duration kBeatsCount = std::chrono::seconds(10);
constexpr double kDisagree_bpm = 10.0;
constexpr Duration kDisagreeAfter = std::chrono::seconds(10);
constexpr Duration kDisagreeEvery = std::chrono::seconds(60);

std::optional<Channel> channel_of(SampleKind kind) {
  switch (kind) {
    case SampleKind::HeartRate:
    case SampleKind::RrInterval:
    case SampleKind::Contact: return Channel::Heart;
    case SampleKind::Power: return Channel::Power;
    case SampleKind::Cadence: return Channel::Cadence;
    case SampleKind::Speed: return Channel::Speed;
    default: return std::nullopt;  // goes through as it is
  }
}

/// One device, as a source of one quantity or of anything.
struct Voice {
  Instant last{};   ///< newest sample
  Instant since{};  ///< begin of the stretch without a gap
  bool is_known = false;

  void heard(Instant at) noexcept {
    if (!is_known || at - last > kSilentAfter) since = at;
    last = std::max(last, at);
    is_known = true;
  }
  [[nodiscard]] bool is_silent(Instant now) const noexcept { return !is_known || now - last > kSilentAfter; }
};

}  // namespace

std::string_view name(Channel channel) {
  switch (channel) {
    case Channel::Heart: return "heart rate";
    case Channel::Power: return "power";
    case Channel::Cadence: return "cadence";
    case Channel::Speed: return "speed";
    case Channel::Count: break;
  }
  return "";
}

struct SensorHub::Impl {
  std::vector<Part> parts;
  SourceInfo info;
  std::array<std::array<Voice, kMostDevices>, kChannels> voices{};
  std::array<std::optional<std::uint8_t>, kChannels> chosen{};
  std::array<Instant, kMostDevices> last_beat{};
  std::array<bool, kMostDevices> has_beat{};
  std::array<double, kMostDevices> bpm{};
  std::optional<Instant> differ_since;
  std::optional<Instant> told_difference;
  SpscRing<DeviceEvent, 64> events;
  DeviceBoard board;
  /// Of each device the first of those that are the same physical one. Written where devices are recognised.
  std::array<std::atomic<std::uint8_t>, kMostDevices> first_of{};
  std::array<std::atomic<bool>, kMostDevices> has_twin{};
  std::array<Voice, kMostDevices> any{};                         ///< whatever it sends
  std::array<std::optional<std::uint8_t>, kMostDevices> over{};  ///< by first: which of the same is heard
  std::atomic<std::uint32_t> standby{0};                         ///< those that are not
  // Samples of the parts, merged before they are chosen from. What does not fit into the tick waits for the next.
  InlineVector<Sample, 4 * kMaxSamplesPerTick> waiting;

  Voice& voice(Channel q, std::uint8_t source) { return voices[static_cast<std::size_t>(q)][source]; }

  Impl() {
    for (std::uint8_t k = 0; k < kMostDevices; ++k) first_of[k].store(k, std::memory_order_relaxed);
  }
  [[nodiscard]] std::uint8_t first(std::uint8_t source) const noexcept {
    return first_of[source].load(std::memory_order_relaxed);
  }

  /// Whether this transport of its device is the one that is heard; changes over where that is due.
  bool is_heard(const Sample& s) {
    any[s.source].heard(s.at);
    const std::uint8_t first_one = first(s.source);
    const bool is_alone = first_one == s.source && !has_twin[s.source];
    if (is_alone) return true;
    auto& now_over = over[first_one];
    if (!now_over) {
      take_over(first_one, any[first_one].is_silent(s.at) ? s.source : first_one, s.at, "");
    } else if (*now_over != s.source) {
      if (any[*now_over].is_silent(s.at)) {
        take_over(first_one, s.source, s.at, ": the other way fell silent");
      } else if (s.source < *now_over && s.at - any[s.source].since >= kBackAfter) {
        take_over(first_one, s.source, s.at, ": the better way is back");
      }
    }
    return *now_over == s.source;
  }

  void take_over(std::uint8_t first_one, std::uint8_t source, Instant now, std::string_view why) {
    over[first_one] = source;
    std::uint32_t others = standby.load(std::memory_order_relaxed);
    for (std::uint8_t k = 0; k < kMostDevices; ++k) {
      if (first(k) != first_one) continue;
      others = k == source ? others & ~(1U << k) : others | 1U << k;
      for (auto& from : chosen) {
        if (from == k) from = source;
      }
    }
    standby.store(others, std::memory_order_relaxed);
    std::array<char, 128> text{};
    const auto end = fmt::format_to_n(text.data(), text.size(), "one device on two transports is heard as device {}{}",
                                      source + 1, why);
    tell(DeviceEventKind::Chosen, now, source, source, {text.data(), std::min(end.size, text.size())});
  }

  bool is_silent(Channel q, std::uint8_t source, Instant now) { return voice(q, source).is_silent(now); }
  /// Lower is better.
  int rank(Channel q, std::uint8_t source, Instant now) const {
    const bool sends_beats = has_beat[source] && now - last_beat[source] <= kBeatsCount;
    return static_cast<int>(first(source)) + (q == Channel::Heart && !sends_beats ? static_cast<int>(kMostDevices) : 0);
  }

  /// On the thread that shows devices. Whoever was once recognised stays so: a device that is away says nothing.
  void recognise() noexcept {
    const std::uint32_t others = standby.load(std::memory_order_relaxed);
    for (std::size_t i = 0; i < board.size(); ++i) {
      const std::uint8_t own = board[i].source;
      if (own >= kMostDevices) continue;
      board[i].is_standby = (others >> own & 1U) != 0;
      for (std::size_t k = 0; k < i; ++k) {
        const std::uint8_t earlier = board[k].source;
        if (earlier >= own || first(own) != own || !is_same_device(board[k], board[i])) continue;
        has_twin[first(earlier)].store(true, std::memory_order_relaxed);
        first_of[own].store(first(earlier), std::memory_order_relaxed);
      }
    }
  }

  void tell(DeviceEventKind kind, Instant at, std::uint8_t source, double value, std::string_view text) {
    events.try_push({.at = at, .kind = kind, .source = source, .value = value, .text = text});
  }

  void choose(Channel q, std::uint8_t source, Instant now, std::string_view why) {
    chosen[static_cast<std::size_t>(q)] = source;
    std::array<char, 128> text{};
    const auto end = fmt::format_to_n(text.data(), text.size(), "{} now from device {}{}", name(q), source + 1, why);
    tell(DeviceEventKind::Chosen, now, source, source, {text.data(), std::min(end.size, text.size())});
  }

  /// Whether the sample may enter.
  bool admit(const Sample& s) {
    if (!is_heard(s)) return false;
    const auto q = channel_of(s.kind);
    if (!q) return true;
    Voice& v = voice(*q, s.source);
    v.heard(s.at);
    if (s.kind == SampleKind::RrInterval) {
      last_beat[s.source] = s.at;
      has_beat[s.source] = true;
    }
    if (s.kind == SampleKind::HeartRate) bpm[s.source] = s.value;
    const auto& now_from = chosen[static_cast<std::size_t>(*q)];
    if (!now_from) {
      choose(*q, s.source, s.at, "");
    } else if (*now_from != s.source) {
      if (is_silent(*q, *now_from, s.at)) {
        choose(*q, s.source, s.at, ": the one before fell silent");
      } else if (s.at - v.since >= kBackAfter && rank(*q, s.source, s.at) < rank(*q, *now_from, s.at)) {
        choose(*q, s.source, s.at, ": the better one is back");
      } else {
        return false;
      }
    }
    return true;
  }

  void watch_difference(Instant now) {
    const auto& from = chosen[static_cast<std::size_t>(Channel::Heart)];
    if (!from) return;
    std::optional<std::uint8_t> other;
    for (std::uint8_t k = 0; k < kMostDevices; ++k) {
      if (k != *from && !is_silent(Channel::Heart, k, now) && bpm[k] > 0.0 && bpm[*from] > 0.0 &&
          std::abs(bpm[k] - bpm[*from]) > kDisagree_bpm) {
        other = k;
        break;
      }
    }
    if (!other || is_silent(Channel::Heart, *from, now)) {
      differ_since.reset();
      return;
    }
    if (!differ_since) differ_since = now;
    if (now - *differ_since < kDisagreeAfter || (told_difference && now - *told_difference < kDisagreeEvery)) return;
    told_difference = now;
    std::array<char, 128> text{};
    const auto end = fmt::format_to_n(text.data(), text.size(), "device {} says {:.0f} bpm, device {} says {:.0f}",
                                      *from + 1, bpm[*from], *other + 1, bpm[*other]);
    tell(DeviceEventKind::Disagree, now, *other, bpm[*other] - bpm[*from],
         {text.data(), std::min(end.size, text.size())});
  }

  void gather(Instant until, const SourceFeedback& previous) {
    std::uint8_t first_slot = 0;
    for (Part& part : parts) {
      SampleBatch batch;
      SourceFeedback own = previous;
      own.standby = first_slot < kMostDevices ? standby.load(std::memory_order_relaxed) >> first_slot : 0;
      if (waiting.capacity() - waiting.size() >= batch.capacity()) part.source->poll(until, own, batch);
      for (Sample s : batch) {
        if (s.source >= part.slots) continue;
        s.source = static_cast<std::uint8_t>(first_slot + s.source);
        waiting.try_push(s);
      }
      first_slot = static_cast<std::uint8_t>(first_slot + part.slots);
    }
    std::sort(waiting.begin(), waiting.end(), [](const Sample& a, const Sample& b) { return comes_before(a, b); });
  }
};

SensorHub::SensorHub(std::vector<Part> parts) : impl_(std::make_unique<Impl>()) {
  impl_->parts = std::move(parts);
  for (const Part& part : impl_->parts) {
    const SourceInfo& info = part.source->info();
    SourceInfo& all = impl_->info;
    if (!all.name.empty()) {
      all.name += '+';
      all.description += " and ";
    }
    all.name += info.name;
    all.description += info.description;
    all.reacts = all.reacts || info.reacts;
    all.is_live = all.is_live || info.is_live;
    if (info.length) all.length = std::max(all.length.value_or(Duration::zero()), *info.length);
    all.notes.insert(all.notes.end(), info.notes.begin(), info.notes.end());
  }
  if (impl_->info.is_live) impl_->info.length.reset();
}

SensorHub::~SensorHub() = default;

const SourceInfo& SensorHub::info() const noexcept { return impl_->info; }

void SensorHub::poll(Instant until, const SourceFeedback& previous, SampleBatch& out) noexcept {
  Impl& m = *impl_;
  m.gather(until, previous);
  std::size_t used = 0;
  for (; used < m.waiting.size() && !out.is_full(); ++used) {
    if (m.admit(m.waiting[used])) out.try_push(m.waiting[used]);
  }
  std::copy(m.waiting.begin() + used, m.waiting.end(), m.waiting.begin());
  m.waiting.shrink(m.waiting.size() - used);
  m.watch_difference(until);
}

bool SensorHub::has_ended() const noexcept {
  return impl_->waiting.empty() &&
         std::ranges::all_of(impl_->parts, [](const Part& part) { return part.source->has_ended(); });
}

std::uint64_t SensorHub::lost_samples() const noexcept {
  std::uint64_t lost = 0;
  for (const Part& part : impl_->parts) lost += part.source->lost_samples();
  return lost;
}

bool SensorHub::next_event(DeviceEvent& event) noexcept {
  if (impl_->events.try_pop(event)) return true;
  std::uint8_t first = 0;
  for (const Part& part : impl_->parts) {
    if (part.source->next_event(event)) {
      event.source = static_cast<std::uint8_t>(event.source + first);
      return true;
    }
    first = static_cast<std::uint8_t>(first + part.slots);
  }
  return false;
}

const DeviceBoard& SensorHub::devices() noexcept {
  impl_->board.clear();
  std::uint8_t first = 0;
  for (const Part& part : impl_->parts) {
    for (DeviceStatus status : part.source->devices()) {
      status.source = static_cast<std::uint8_t>(status.source + first);
      impl_->board.try_push(status);
    }
    first = static_cast<std::uint8_t>(first + part.slots);
  }
  impl_->recognise();
  return impl_->board;
}

}  // namespace tonus::sensors
