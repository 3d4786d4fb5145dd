#include <sensors/source/threaded.hpp>

#include <algorithm>
#include <exception>
#include <utility>

#include <engine/core/log.hpp>

namespace tonus::sensors {

bool ThreadedSource::Outlet::push(Instant at, SampleKind kind, double value, Quality quality) noexcept {
  return ring_.try_push(
      {.at = at, .value = value, .quality = quality, .sequence = sequence_++, .kind = kind, .source = 0});
}

ThreadedSource::ThreadedSource(SourceInfo info, const Timeline& timeline, Device device) : info_(std::move(info)) {
  thread_ = std::jthread(
      [this, &timeline, device = std::move(device)](const std::stop_token& stop) { run(stop, timeline, device); });
}

ThreadedSource::~ThreadedSource() = default;

void ThreadedSource::run(const std::stop_token& stop, const Timeline& timeline, const Device& device) noexcept {
  Outlet outlet(ring_);
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

void ThreadedSource::poll(Instant until, const SourceFeedback&, SampleBatch& out) noexcept {
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
