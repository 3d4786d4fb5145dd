#pragma once
// The way in for live devices: a thread of their own decodes and pushes, the sim thread drains, nobody waits for
// anybody.

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <thread>

#include <engine/core/inline_vector.hpp>
#include <engine/core/latest.hpp>
#include <engine/core/spsc_ring.hpp>
#include <engine/core/timeline.hpp>
#include <sensors/source/latency.hpp>
#include <sensors/source/sensor_source.hpp>

namespace tonus::sensors {

class ThreadedSource final : public SensorSource {
 public:
  static constexpr std::size_t kRing = 1024;  ///< slots between the threads: several seconds of every sensor at once
  static constexpr std::size_t kHeld = 256;   ///< samples fetched that lie in the future of the session
  static constexpr std::size_t kEvents = 256;

  /// The device thread's side: where it leaves what it has and reads what is asked. Device thread only.
  class Outlet {
   public:
    /// Numbers the sample and hands it over; false when the session was too slow and it is lost (the gap shows in the
    /// sequence). `source` tells the devices of one thread apart.
    bool push(Instant at, SampleKind kind, double value, Quality quality = {1.0}, std::uint8_t source = 0) noexcept;
    /// Lost when nobody reads events: they are news, not data.
    void tell(const DeviceEvent& event) noexcept;
    void publish(const DeviceBoard& devices) noexcept;
    /// What the session last asked of the trainer.
    [[nodiscard]] TrainerCommand command() const noexcept;
    /// Device `source` is only another transport of one that is heard: its trainer is left alone.
    [[nodiscard]] bool is_standby(std::uint8_t source) const noexcept;
    /// Rises with every poll of the session: a session that stands still must not keep a trainer under load.
    [[nodiscard]] std::uint64_t polls() const noexcept;

   private:
    friend class ThreadedSource;
    explicit Outlet(ThreadedSource& owner) noexcept : owner_(owner) {}
    ThreadedSource& owner_;
    std::uint32_t sequence_ = 0;
  };

  /// Runs on the source's own thread until it returns. Must return soon after a stop is requested: wait on the token
  /// (std::condition_variable_any, a poll with a time limit), never for longer than about 100 ms. An exception that
  /// leaves it is logged and ends the source.
  using Device = std::function<void(std::stop_token stop, const Timeline& timeline, Outlet& outlet)>;

  /// Starts the thread. `timeline` must outlive the source.
  ThreadedSource(SourceInfo info, const Timeline& timeline, Device device);
  /// Requests the stop and waits for the device to return.
  ~ThreadedSource() override;
  ThreadedSource(const ThreadedSource&) = delete;
  ThreadedSource& operator=(const ThreadedSource&) = delete;

  [[nodiscard]] const SourceInfo& info() const noexcept override { return info_; }
  /// Sim thread. Gives in (at, source, sequence) order what has arrived; a sample that arrives late comes with the next
  /// poll. Where the poll itself is late, what was measured between `until` and now comes along, timed `until`: it
  /// would wait a whole tick otherwise.
  void poll(Instant until, const SourceFeedback& previous, SampleBatch& out) noexcept override;
  /// True once the device has returned and everything it left was given.
  [[nodiscard]] bool has_ended() const noexcept override;
  [[nodiscard]] std::uint64_t lost_samples() const noexcept override { return ring_.dropped(); }
  bool next_event(DeviceEvent& event) noexcept override { return events_.try_pop(event); }
  [[nodiscard]] const DeviceBoard& devices() noexcept override;

 private:
  struct Arrival {
    Sample sample;
    Instant at;  ///< session time of its arrival
  };
  /// What is counted of each device.
  struct Counts {
    LatencyCounter latency;                 ///< sim thread
    std::atomic<std::uint64_t> dropped{0};  ///< device thread
  };
  void run(const std::stop_token& stop, const Device& device) noexcept;
  void hold_arrivals() noexcept;

  SourceInfo info_;
  const Timeline& timeline_;
  SpscRing<Arrival, kRing> ring_;
  SpscRing<DeviceEvent, kEvents> events_;
  Latest<DeviceBoard> devices_;
  DeviceBoard shown_;  ///< the newest with our counts
  std::array<Counts, kMostDevices> counts_;
  static_assert(std::atomic<TrainerCommand>::is_always_lock_free);
  std::atomic<TrainerCommand> command_{};
  std::atomic<std::uint32_t> standby_{0};
  std::atomic<std::uint64_t> polls_{0};
  InlineVector<Arrival, kHeld> held_;  ///< sorted by (at, source, sequence)
  std::atomic<bool> is_over_{false};
  std::jthread thread_;  ///< last: stops before what it uses goes away
};

}  // namespace tonus::sensors
