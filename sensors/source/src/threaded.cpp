#include <sensors/source/threaded.hpp>

#include <algorithm>
#include <exception>
#include <utility>

#include <engine/core/log.hpp>

namespace tonus::sensors {

bool ThreadedSource::Outlet::push(Instant at, SampleKind kind, double value, Quality quality,
                                  std::uint8_t source) noexcept {
  const Sample sample{
      .at = at, .value = value, .quality = quality, .sequence = sequence_++, .kind = kind, .source = source};
  if (owner_.ring_.try_push({sample, owner_.timeline_.now()})) return true;
  if (source < kMostDevices) owner_.counts_[source].dropped.fetch_add(1, std::memory_order_relaxed);
  return false;
}

void ThreadedSource::Outlet::tell(const DeviceEvent& event) noexcept { owner_.events_.try_push(event); }

void ThreadedSource::Outlet::publish(const DeviceBoard& devices) noexcept {
  owner_.devices_.back() = devices;
  owner_.devices_.publish();
}

TrainerCommand ThreadedSource::Outlet::command() const noexcept {
  return owner_.command_.load(std::memory_order_acquire);
}

bool ThreadedSource::Outlet::is_standby(std::uint8_t source) const noexcept {
  return source < kMostDevices && (owner_.standby_.load(std::memory_order_relaxed) >> source & 1U) != 0;
}

std::uint64_t ThreadedSource::Outlet::polls() const noexcept { return owner_.polls_.load(std::memory_order_relaxed); }

const DeviceBoard& SensorSource::devices() noexcept {
  static const DeviceBoard kNone;
  return kNone;
}

const DeviceBoard& ThreadedSource::devices() noexcept {
  if (!devices_.try_update()) return shown_;
  shown_ = devices_.front();
  for (DeviceStatus& device : shown_) {
    if (device.source >= kMostDevices) continue;
    const Counts& counts = counts_[device.source];
    device.dropped = counts.dropped.load(std::memory_order_relaxed);
    device.latency_ms = counts.latency.at_share_ms(0.5);
    device.latency_p99_ms = counts.latency.at_share_ms(0.99);
  }
  return shown_;
}

ThreadedSource::ThreadedSource(SourceInfo info, const Timeline& timeline, Device device)
    : info_(std::move(info)), timeline_(timeline) {
  thread_ = std::jthread([this, device = std::move(device)](const std::stop_token& stop) { run(stop, device); });
}

ThreadedSource::~ThreadedSource() = default;

void ThreadedSource::run(const std::stop_token& stop, const Device& device) noexcept {
  Outlet outlet(*this);
  try {
    device(stop, timeline_, outlet);
  } catch (const std::exception& e) {
    log::error(info_.name + ": the device thread ended: " + e.what());
  } catch (...) {
    log::error(info_.name + ": the device thread ended with an exception of unknown type");
  }
  is_over_.store(true, std::memory_order_release);
}

void ThreadedSource::hold_arrivals() noexcept {
  Arrival arrival;
  while (!held_.is_full() && ring_.try_pop(arrival)) {
    // Nearly always the newest: the walk back is short.
    held_.try_push(arrival);
    for (std::size_t i = held_.size() - 1; i > 0 && comes_before(held_[i].sample, held_[i - 1].sample); --i) {
      std::swap(held_[i], held_[i - 1]);
    }
  }
}

void ThreadedSource::poll(Instant until, const SourceFeedback& previous, SampleBatch& out) noexcept {
  command_.store(previous.trainer, std::memory_order_release);
  standby_.store(previous.standby, std::memory_order_relaxed);
  polls_.fetch_add(1, std::memory_order_relaxed);
  hold_arrivals();
  // What was measured before this moment is not left for a tick later because this one is late.
  const Instant now = held_.empty() ? until : timeline_.now();
  const Instant latest = std::max(until, now);
  std::size_t given = 0;
  for (; given < held_.size() && held_[given].sample.at <= latest && !out.is_full(); ++given) {
    Sample sample = held_[given].sample;
    sample.at = std::min(sample.at, until);
    out.try_push(sample);
  }
  if (given > 1) {
    std::sort(out.end() - static_cast<std::ptrdiff_t>(given), out.end(),
              [](const Sample& a, const Sample& b) { return comes_before(a, b); });
  }
  for (std::size_t i = 0; i < given; ++i) {
    const std::uint8_t source = held_[i].sample.source;
    if (source < kMostDevices) counts_[source].latency.add(now - held_[i].at);
  }
  std::copy(held_.begin() + given, held_.end(), held_.begin());
  held_.shrink(held_.size() - given);
}

bool ThreadedSource::has_ended() const noexcept {
  return is_over_.load(std::memory_order_acquire) && held_.empty() && ring_.is_empty();
}

}  // namespace tonus::sensors
