#include <sensors/source/threaded.hpp>

#include <algorithm>
#include <exception>
#include <utility>

#include <engine/core/log.hpp>

namespace tonus::sensors {

bool ThreadedSource::Outlet::push(Instant at, SampleKind kind, double value, Quality quality,
                                  std::uint8_t source) noexcept {
  return owner_.ring_.try_push(
      {.at = at, .value = value, .quality = quality, .sequence = sequence_++, .kind = kind, .source = source});
}

void ThreadedSource::Outlet::tell(const DeviceEvent& event) noexcept { owner_.events_.try_push(event); }

void ThreadedSource::Outlet::publish(const DeviceBoard& devices) noexcept {
  owner_.devices_.back() = devices;
  owner_.devices_.publish();
}

TrainerCommand ThreadedSource::Outlet::command() const noexcept {
  return owner_.command_.load(std::memory_order_acquire);
}

std::uint64_t ThreadedSource::Outlet::polls() const noexcept { return owner_.polls_.load(std::memory_order_relaxed); }

const DeviceBoard& SensorSource::devices() noexcept {
  static const DeviceBoard kNone;
  return kNone;
}

const DeviceBoard& ThreadedSource::devices() noexcept {
  devices_.try_update();
  return devices_.front();
}

ThreadedSource::ThreadedSource(SourceInfo info, const Timeline& timeline, Device device) : info_(std::move(info)) {
  thread_ = std::jthread(
      [this, &timeline, device = std::move(device)](const std::stop_token& stop) { run(stop, timeline, device); });
}

ThreadedSource::~ThreadedSource() = default;

void ThreadedSource::run(const std::stop_token& stop, const Timeline& timeline, const Device& device) noexcept {
  Outlet outlet(*this);
  try {
    device(stop, timeline, outlet);
  } catch (const std::exception& e) {
    log::error(info_.name + ": the device thread ended: " + e.what());
  } catch (...) {
    log::error(info_.name + ": the device thread ended with an exception of unknown type");
  }
  is_over_.store(true, std::memory_order_release);
}

void ThreadedSource::hold_arrivals() noexcept {
  Sample sample;
  while (!held_.is_full() && ring_.try_pop(sample)) {
    // Nearly always the newest: the walk back is short.
    held_.try_push(sample);
    for (std::size_t i = held_.size() - 1; i > 0 && comes_before(held_[i], held_[i - 1]); --i) {
      std::swap(held_[i], held_[i - 1]);
    }
  }
}

void ThreadedSource::poll(Instant until, const SourceFeedback& previous, SampleBatch& out) noexcept {
  command_.store(previous.trainer, std::memory_order_release);
  polls_.fetch_add(1, std::memory_order_relaxed);
  hold_arrivals();
  std::size_t given = 0;
  while (given < held_.size() && held_[given].at <= until && out.try_push(held_[given])) ++given;
  std::copy(held_.begin() + given, held_.end(), held_.begin());
  held_.shrink(held_.size() - given);
}

bool ThreadedSource::has_ended() const noexcept {
  return is_over_.load(std::memory_order_acquire) && held_.empty() && ring_.is_empty();
}

}  // namespace tonus::sensors
