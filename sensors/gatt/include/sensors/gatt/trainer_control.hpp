#pragma once
// Who asks a trainer for what, and when: FTMS (or the vendor's own protocol) in its order, one command in flight, the
// newest target wins, and the load comes off when the rider cannot hold it. Pure: no clock, no I/O; time comes in with
// every call.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <engine/core/time.hpp>
#include <engine/core/units.hpp>
#include <sensors/gatt/link.hpp>
#include <sensors/signal/device_status.hpp>
#include <sensors/signal/trainer_command.hpp>
#include <sensors/signal/trainer_protocol.hpp>

namespace tonus::sensors {

/// Shape of what is asked; defaults after facts/sensors section 3, problem 4.
struct TrainerShape {
  double up_w_per_s = 20.0;
  double down_w_per_s = 60.0;
  double grade_per_s = 1.0;  ///< percent per second, both ways
  double least_w = 25.0;     ///< of a target; a released trainer has 0
  double most_w = 2000.0;
  double collapse_rpm = 50.0;       ///< below: the rider is losing the load
  double collapse_drop_rpm = 15.0;  ///< so far below the usual cadence as well
  Duration collapse_after = std::chrono::seconds(3);
  double collapse_share = 0.6;  ///< of the target, while the cadence is down
  double recovered_rpm = 65.0;
  Duration recovered_after = std::chrono::seconds(3);
  double restore_w_per_s = 15.0;
};

/// Octets that take the load off, with the characteristic they belong to; in this order.
struct ReleasePacket {
  Uuid characteristic;
  ControlPacket packet;
};

/// For a guard that does not know yet what it guards: every protocol's release. Packets of a characteristic that the
/// device does not have are to be left out.
[[nodiscard]] std::vector<ReleasePacket> releases_of_any_trainer();

/// One trainer. Lifecycle: on_connected, then the peer subscribes to control() and status(), then ready(), then next()
/// whenever no request is in flight, on_written for each that was sent. on_lost at the end; a new on_connected starts
/// over.
class TrainerControl {
 public:
  explicit TrainerControl(const TrainerShape& shape = {}) : shape_(shape) {}

  /// FTMS where there is 2AD9, else Wahoo's, else Tacx's; nothing to control otherwise.
  void on_connected(std::span<const Characteristic> characteristics);
  /// The characteristic to write to and hear from; none when there is nothing to control.
  [[nodiscard]] std::optional<Uuid> control() const noexcept { return control_; }
  /// Of 2AD8: narrows what is asked.
  void on_power_range(const ftms::PowerRange& range) noexcept;
  /// Subscriptions are done.
  void ready(Instant now) noexcept;
  void on_lost() noexcept;

  void set_command(const TrainerCommand& command) noexcept;
  void on_cadence(Rpm cadence, Instant at) noexcept;

  /// What to write now, or nothing. `now` must rise.
  [[nodiscard]] std::optional<ControlPacket> next(Instant now);
  void on_written(const Result<void, Error>& outcome, Instant now);
  /// A packet of the control point, 2ADA or the vendor's answers.
  void on_packet(const Uuid& characteristic, std::span<const std::byte> packet, Instant now);

  [[nodiscard]] TrainerState state() const noexcept;
  /// Something of ours is still on: a load that was not taken back, or a start that was not stopped.
  [[nodiscard]] bool is_active() const noexcept { return is_loaded_ || is_started_; }
  /// The power last asked for and not refused; none before the first, after a release, and in grade mode.
  [[nodiscard]] std::optional<Watts> asked() const noexcept { return asked_; }
  /// What a person should know, once a change: "another program may hold the trainer: …". Empty when nothing changed.
  [[nodiscard]] std::string take_news() noexcept;

  /// Takes the load off whatever is in flight.
  [[nodiscard]] std::vector<ReleasePacket> release_packets() const;

 private:
  enum class Protocol : std::uint8_t { None, Ftms, Wahoo, Tacx };
  enum class Step : std::uint8_t { Idle, Request, Start, Drive };
  struct Flight {
    ControlPacket packet;
    Instant since;
  };

  void send(const ControlPacket& packet, Instant now);
  void time_out(Instant now);
  void answer(std::uint8_t op, ftms::ControlResult result, Instant now);
  void complete(Instant now);
  void ask_again(std::string_view why, Instant now);
  void watch_rider(Instant now) noexcept;
  void shape(Instant now) noexcept;
  [[nodiscard]] std::optional<ControlPacket> wanted(Instant now);
  [[nodiscard]] std::optional<ControlPacket> release_step() const;
  [[nodiscard]] ControlPacket power_packet(Watts power) const;
  [[nodiscard]] ControlPacket grade_packet(double percent) const;

  TrainerShape shape_;
  Protocol protocol_ = Protocol::None;
  std::optional<Uuid> control_;
  Step step_ = Step::Idle;
  TrainerCommand command_;
  std::optional<Flight> flight_;
  int refusals_ = 0;                     ///< of control, one after the other
  int silent_ = 0;                       ///< commands without an answer, one after the other
  Instant not_before_{};                 ///< no request for control earlier than this
  TrainerCommand pending_;               ///< what the packet in flight asks for
  std::optional<TrainerCommand> known_;  ///< what the trainer last accepted
  Instant known_at_{};
  std::optional<Watts> asked_;
  bool is_started_ = false;        ///< by us: else start before the next target
  bool is_loaded_ = false;         ///< it may be: a load was asked for and not taken back
  bool is_stopped_there_ = false;  ///< at the machine, by a person: it stays off
  std::optional<Instant> shaped_at_;
  double target_w_ = 0.0, target_percent_ = 0.0;  ///< after slew and the rider's cadence
  // The rider.
  std::optional<double> usual_rpm_, rpm_;
  std::optional<Instant> cadence_at_, weak_since_, strong_since_;
  bool is_eased_ = false, is_restoring_ = false;
  double eased_w_ = 0.0;  ///< no more than this while eased
  std::string news_;
};

}  // namespace tonus::sensors
