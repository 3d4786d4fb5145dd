#pragma once
// One device, from connection to samples: what it is asked at the start, what its packets say, whether it still speaks,
// and what its trainer is asked for. The same over every transport. Pure: no clock, no I/O of its own.

#include <array>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include <engine/core/time.hpp>
#include <sensors/gatt/beat_clock.hpp>
#include <sensors/gatt/link.hpp>
#include <sensors/gatt/trainer_control.hpp>
#include <sensors/signal/device_status.hpp>
#include <sensors/signal/packet_reader.hpp>

namespace tonus::sensors {

/// Where a peer leaves what it has. Device thread.
class PeerOutlet {
 public:
  virtual ~PeerOutlet() = default;
  virtual void put(Instant at, SampleKind kind, double value, Quality quality, std::uint8_t source) noexcept = 0;
  virtual void tell(const DeviceEvent& event) noexcept = 0;
};

struct PeerDefinition {
  std::string name;         ///< until the device says its own
  std::string id;           ///< until the device says its serial number; a MAC address counts as one
  std::string carrier;      ///< "ble", "dircon"
  std::uint8_t source = 0;  ///< Sample::source
  TrainerShape shape;
};

inline constexpr std::size_t kSampleKinds = 16;  ///< at least as many as SampleKind has
inline constexpr Duration kStaleAfter = std::chrono::seconds(3);
inline constexpr Duration kAbsentAfter = std::chrono::seconds(8);
/// Of silence on a connection that something was subscribed to: it is given up for a new one. Answers of a control
/// point count as a sign of life here, though not as a measurement.
inline constexpr Duration kReconnectAfter = std::chrono::seconds(15);

/// Device thread. Lifecycle: made, attached to its link (which was made with this as its listener), on_time every 100
/// ms or so.
class Peer final : public LinkListener {
 public:
  Peer(const PeerDefinition& definition, PeerOutlet& outlet);

  /// `link` must outlive the peer's last call.
  void attach(GattLink& link) noexcept { link_ = &link; }
  void on_time(Instant now);
  void set_command(const TrainerCommand& command) noexcept { trainer_.set_command(command); }

  /// "AA:BB:…", as the transport knows it.
  void set_mac(std::string_view mac) noexcept { status_.mac = mac; }

  [[nodiscard]] const DeviceStatus& status() const noexcept { return status_; }
  /// What takes the load off this trainer, for a guard that outlives us.
  [[nodiscard]] std::vector<ReleasePacket> release_packets() const { return trainer_.release_packets(); }
  /// Nothing left to ask and no load on: a good moment to disconnect.
  [[nodiscard]] bool is_at_rest() const noexcept { return !is_busy_ && !trainer_.is_active(); }

  void on_connected(std::span<const Characteristic> characteristics, Instant at) override;
  void on_read(const Uuid& characteristic, Result<std::span<const std::byte>, Error> value, Instant at) override;
  void on_written(const Uuid& characteristic, Result<void, Error> outcome, Instant at) override;
  void on_subscribed(const Uuid& characteristic, Result<void, Error> outcome, Instant at) override;
  void on_packet(const Uuid& characteristic, std::span<const std::byte> packet, Instant arrival) override;
  void on_lost(const std::string& why, Instant at) override;

 private:
  struct Request {
    bool is_subscription = false;
    Uuid characteristic;
  };
  /// Which characteristic a quantity is taken from: a device that says it twice is heard once.
  struct Voice {
    int rank = 0;
    Instant at{};
    bool is_known = false;
  };

  void go_on(Instant now);
  void heard(Instant arrival);
  void take(const Readings& readings, int rank, Instant arrival);
  void change(DeviceState state) noexcept { status_.state = state; }
  void tell(DeviceEventKind kind, Instant at, std::string_view text = {}, double value = 0.0);

  PeerDefinition definition_;
  PeerOutlet& outlet_;
  GattLink* link_ = nullptr;
  PacketReader reader_;
  BeatClock beats_;
  TrainerControl trainer_;
  std::deque<Request> to_ask_;
  bool is_connected_ = false;
  bool is_busy_ = false;       ///< a request of ours is in flight
  bool is_asked_ = false;      ///< everything was asked
  bool is_listening_ = false;  ///< a measurement was subscribed to
  Instant heard_at_{};         ///< anything notified, or the moment from which on it should have been
  DeviceStatus status_;
  std::optional<Instant> away_since_;  ///< the last measurement before it fell silent or was lost
  ShortText<48> told_name_;            ///< of the last Identified
  std::array<Voice, kSampleKinds> voices_{};
};

}  // namespace tonus::sensors
