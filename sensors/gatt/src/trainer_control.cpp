#include <sensors/gatt/trainer_control.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace tonus::sensors {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Duration kAnswerWithin = seconds(5);
constexpr Duration kBetweenTargets = milliseconds(250);
constexpr Duration kRepeatAfter = seconds(10);  // some trainers forget
constexpr Duration kCadenceHolds = seconds(3);
constexpr double kCadenceTau_s = 1.0, kUsualTau_s = 30.0;
constexpr int kAsksInARow = 3;

std::uint8_t op_of(const ControlPacket& packet) { return std::to_integer<std::uint8_t>(packet[0]); }
bool asks_for_load(const TrainerCommand& command) {
  return command.mode == TrainerMode::Erg || command.mode == TrainerMode::Grade;
}
double approach(double from, double to, double up, double down) {
  return to > from ? std::min(to, from + up) : std::max(to, from - down);
}

}  // namespace

void TrainerControl::on_connected(std::span<const Characteristic> characteristics) {
  const auto has = [&](const Uuid& uuid) {
    return std::ranges::any_of(characteristics, [&](const Characteristic& c) { return c.uuid == uuid; });
  };
  on_lost();
  if (has(uuid::kMachineControlPoint)) {
    protocol_ = Protocol::Ftms;
    control_ = uuid::kMachineControlPoint;
  } else if (has(uuid::kWahooControl)) {
    protocol_ = Protocol::Wahoo;
    control_ = uuid::kWahooControl;
  } else if (has(uuid::kTacxToTrainer)) {
    protocol_ = Protocol::Tacx;
    control_ = uuid::kTacxToTrainer;
  }
}

void TrainerControl::on_power_range(const ftms::PowerRange& range) noexcept {
  // A range of nothing is firmware that never filled it in.
  if (range.most.value <= range.least.value) return;
  shape_.most_w = std::min(shape_.most_w, range.most.value);
  shape_.least_w = std::clamp(shape_.least_w, range.least.value, shape_.most_w);
}

void TrainerControl::ready(Instant now) noexcept {
  if (protocol_ == Protocol::None) return;
  step_ = Step::Request;
  not_before_ = now;
}

void TrainerControl::on_lost() noexcept {
  protocol_ = Protocol::None;
  control_.reset();
  step_ = Step::Idle;
  flight_.reset();
  known_.reset();
  asked_.reset();
  shaped_at_.reset();
  target_w_ = target_percent_ = 0.0;  // a new connection begins without load
  refusals_ = silent_ = 0;
  is_started_ = is_loaded_ = is_stopped_there_ = is_eased_ = is_restoring_ = false;
  weak_since_.reset();
  strong_since_.reset();
  cadence_at_.reset();
  rpm_.reset();
}

void TrainerControl::set_command(const TrainerCommand& command) noexcept {
  // Whoever resumes the session asks for the load again, after a stop at the machine as well.
  if (asks_for_load(command) && !asks_for_load(command_)) is_stopped_there_ = false;
  command_ = command;
}

void TrainerControl::on_cadence(Rpm cadence, Instant at) noexcept {
  const double dt_s = cadence_at_ ? std::clamp(tonus::seconds(at - *cadence_at_), 0.0, 5.0) : 0.0;
  const auto follow = [&](std::optional<double>& mean, double tau_s) {
    mean = mean ? *mean + (cadence.value - *mean) * (1.0 - std::exp(-dt_s / tau_s)) : cadence.value;
  };
  follow(rpm_, kCadenceTau_s);
  cadence_at_ = at;
  const bool is_below_usual = usual_rpm_ && *rpm_ < *usual_rpm_ - shape_.collapse_drop_rpm;
  const bool is_weak = *rpm_ < shape_.collapse_rpm || is_below_usual;
  if (!is_weak && !is_eased_) follow(usual_rpm_, kUsualTau_s);
  if (!is_weak) weak_since_.reset();
  if (is_weak && !weak_since_) weak_since_ = at;
  if (*rpm_ <= shape_.recovered_rpm) strong_since_.reset();
  if (*rpm_ > shape_.recovered_rpm && !strong_since_) strong_since_ = at;
}

void TrainerControl::watch_rider(Instant now) noexcept {
  if (cadence_at_ && now - *cadence_at_ > kCadenceHolds) {
    // A cadence nobody sends says nothing, neither good nor bad.
    weak_since_.reset();
    strong_since_.reset();
  }
  if (weak_since_ && now - *weak_since_ >= shape_.collapse_after && target_w_ > shape_.least_w) {
    eased_w_ = std::max(shape_.least_w, shape_.collapse_share * target_w_);
    target_w_ = eased_w_;
    if (!is_eased_) news_ = fmt::format("the cadence fell: the load is eased to {:.0f} W until it is back", eased_w_);
    is_eased_ = true;
    is_restoring_ = false;
    weak_since_ = now;
  }
  if (is_eased_ && strong_since_ && now - *strong_since_ >= shape_.recovered_after) {
    is_eased_ = false;
    is_restoring_ = true;
    usual_rpm_ = rpm_;
    news_ = "the cadence is back: the load returns step by step";
  }
}

void TrainerControl::shape(Instant now) noexcept {
  const double dt_s = shaped_at_ ? std::clamp(tonus::seconds(now - *shaped_at_), 0.0, 1.0) : 0.0;
  shaped_at_ = now;
  if (command_.mode == TrainerMode::Erg) {
    double wanted_w = std::clamp(static_cast<double>(command_.value), shape_.least_w, shape_.most_w);
    target_w_ = std::max(target_w_, shape_.least_w);
    watch_rider(now);
    if (is_eased_) wanted_w = std::min(wanted_w, eased_w_);
    const double up = is_restoring_ ? std::min(shape_.up_w_per_s, shape_.restore_w_per_s) : shape_.up_w_per_s;
    target_w_ = approach(target_w_, wanted_w, up * dt_s, shape_.down_w_per_s * dt_s);
    if (target_w_ >= wanted_w) is_restoring_ = false;
  } else {
    target_w_ = 0.0;
    is_eased_ = is_restoring_ = false;
  }
  const double percent = command_.mode == TrainerMode::Grade ? static_cast<double>(command_.value) : 0.0;
  const double step = shape_.grade_per_s * dt_s;
  target_percent_ = command_.mode == TrainerMode::Grade ? approach(target_percent_, percent, step, step) : 0.0;
}

ControlPacket TrainerControl::power_packet(Watts power) const {
  switch (protocol_) {
    case Protocol::Wahoo: return wahoo::erg(power);
    case Protocol::Tacx: return tacx::target_power(power);
    default: return ftms::target_power(power);
  }
}

ControlPacket TrainerControl::grade_packet(double percent) const {
  switch (protocol_) {
    case Protocol::Wahoo: return wahoo::grade(percent);
    case Protocol::Tacx: return tacx::track(percent);
    default: return ftms::simulation({.grade_percent = percent});
  }
}

std::vector<ReleasePacket> TrainerControl::release_packets() const {
  if (!control_) return {};
  const bool is_road = pending_.mode == TrainerMode::Grade;
  std::vector<ReleasePacket> out{{*control_, is_road ? grade_packet(0.0) : power_packet(Watts{0.0})}};
  if (protocol_ == Protocol::Ftms) out.push_back({*control_, ftms::stop()});
  return out;
}

std::vector<ReleasePacket> releases_of_any_trainer() {
  return {{uuid::kMachineControlPoint, ftms::target_power(Watts{0.0})},
          {uuid::kMachineControlPoint, ftms::stop()},
          {uuid::kWahooControl, wahoo::erg(Watts{0.0})},
          {uuid::kTacxToTrainer, tacx::target_power(Watts{0.0})}};
}

std::optional<ControlPacket> TrainerControl::release_step() const {
  if (is_loaded_) return release_packets().front().packet;
  if (is_started_) return ftms::stop();
  return std::nullopt;
}

std::optional<ControlPacket> TrainerControl::wanted(Instant now) {
  shape(now);
  if (command_.mode == TrainerMode::Release || is_stopped_there_) {
    const auto packet = release_step();
    pending_ = {TrainerMode::Release, 0.0F};
    return packet;
  }
  if (!asks_for_load(command_)) return std::nullopt;
  if (!is_started_ && protocol_ == Protocol::Ftms) {
    step_ = Step::Start;
    return ftms::start();
  }
  const bool is_road = command_.mode == TrainerMode::Grade;
  pending_ = {command_.mode,
              static_cast<float>(is_road ? std::round(target_percent_ * 10.0) / 10.0 : std::round(target_w_))};
  if (known_ && now - known_at_ < kBetweenTargets) return std::nullopt;
  if (known_ == pending_ && now - known_at_ < kRepeatAfter) return std::nullopt;
  return is_road ? grade_packet(static_cast<double>(pending_.value))
                 : power_packet(Watts{static_cast<double>(pending_.value)});
}

void TrainerControl::send(const ControlPacket& packet, Instant now) {
  flight_ = Flight{packet, now};
  if (step_ == Step::Drive && asks_for_load(pending_)) is_loaded_ = true;
}

std::optional<ControlPacket> TrainerControl::next(Instant now) {
  if (flight_ && now - flight_->since > kAnswerWithin) time_out(now);
  if (flight_) return std::nullopt;
  std::optional<ControlPacket> packet;
  switch (step_) {
    case Step::Idle: break;
    case Step::Request:
      // A load that is on has to come off, whoever refused what meanwhile.
      if ((!asks_for_load(command_) && !is_loaded_) || now < not_before_) break;
      if (protocol_ == Protocol::Tacx) {
        step_ = Step::Drive;  // it grants by answering nothing
        packet = wanted(now);
      } else {
        packet = protocol_ == Protocol::Wahoo ? wahoo::unlock() : ftms::request_control();
      }
      break;
    case Step::Start: packet = ftms::start(); break;
    case Step::Drive: packet = wanted(now); break;
  }
  if (packet) send(*packet, now);
  return packet;
}

void TrainerControl::on_written(const Result<void, Error>& outcome, Instant now) {
  if (!flight_) return;
  if (!outcome) {
    flight_.reset();
    ask_again(outcome.error().message, now);
  } else if (protocol_ != Protocol::Ftms) {
    // The vendors' answers are unreliable (a KICKR SNAP is silent after some): the write itself has to do.
    complete(now);
  }
}

void TrainerControl::time_out(Instant now) {
  const bool was_request = step_ == Step::Request;
  flight_.reset();
  if (was_request) {
    ask_again("it did not answer within 5 s", now);
  } else if (++silent_ >= kAsksInARow) {
    silent_ = 0;
    ask_again("it stopped answering", now);
  }
}

void TrainerControl::ask_again(std::string_view why, Instant now) {
  step_ = Step::Request;
  is_started_ = false;
  known_.reset();
  asked_.reset();
  ++refusals_;
  // Three times in short order, then now and then: somebody may close the other program.
  not_before_ = now + (refusals_ < kAsksInARow ? Duration(seconds(2)) : Duration(seconds(20)));
  if (refusals_ == kAsksInARow) {
    news_ = fmt::format("the trainer does not give control ({}): another program may hold it, close it there", why);
  }
}

void TrainerControl::complete(Instant now) {
  flight_.reset();
  silent_ = 0;
  if (step_ == Step::Request) {
    if (refusals_ >= kAsksInARow) news_ = "the trainer gives control again";
    refusals_ = 0;
    step_ = Step::Drive;
  } else if (step_ == Step::Start) {
    step_ = Step::Drive;
    is_started_ = true;
  } else {
    if (pending_.mode == TrainerMode::Release && !is_loaded_) is_started_ = false;  // that was the stop
    is_loaded_ = asks_for_load(pending_);
    known_ = pending_;
    known_at_ = now;
    asked_.reset();
    if (known_->mode == TrainerMode::Erg) asked_ = Watts{static_cast<double>(known_->value)};
  }
}

void TrainerControl::answer(std::uint8_t op, ftms::ControlResult result, Instant now) {
  using Outcome = ftms::ControlResult;
  if (!flight_ || op != op_of(flight_->packet)) return;  // late, or meant for another program
  const bool was_started_already = step_ == Step::Start && result == Outcome::Failed;
  if (result == Outcome::Success || was_started_already) {
    complete(now);
  } else if (step_ == Step::Drive && result != Outcome::NotPermitted) {
    // This target it does not take; it would not take it a second time.
    news_ =
        fmt::format("the trainer refused {} {:.0f}: {}",
                    pending_.mode == TrainerMode::Grade ? "a grade of" : "a power of", pending_.value, name(result));
    const auto asked = asked_;
    complete(now);
    asked_ = asked;
  } else {
    flight_.reset();
    ask_again(name(result), now);
  }
}

void TrainerControl::on_packet(const Uuid& characteristic, std::span<const std::byte> packet, Instant now) {
  if (protocol_ == Protocol::Ftms && characteristic == uuid::kMachineControlPoint) {
    if (const auto response = ftms::decode_response(packet)) answer(response->request, response->result, now);
  } else if (protocol_ == Protocol::Ftms && characteristic == uuid::kMachineStatus) {
    const auto status = ftms::decode_status(packet);
    if (!status) return;
    if ((status->lost_control() || status->was_reset()) && step_ != Step::Idle) {
      flight_.reset();
      refusals_ = 0;
      ask_again("it was taken away", now);
      news_ = "the trainer took control away: it is asked for again";
    } else if (status->was_stopped() && is_started_ && command_.mode != TrainerMode::Release) {
      is_stopped_there_ = true;
      news_ = "stopped at the machine: the load stays off until it is started there";
    } else if (status->was_started()) {
      is_stopped_there_ = false;
    }
  } else if (protocol_ == Protocol::Wahoo && characteristic == uuid::kWahooControl) {
    const auto response = wahoo::decode_response(packet);
    if (response && !response->is_success) ask_again("it refused", now);
  }
}

TrainerState TrainerControl::state() const noexcept {
  if (protocol_ == Protocol::None || command_.mode == TrainerMode::None) return TrainerState::None;
  if (step_ == Step::Drive) return is_eased_ ? TrainerState::Easing : TrainerState::Controlled;
  return refusals_ >= kAsksInARow ? TrainerState::Refused : TrainerState::Asking;
}

std::string TrainerControl::take_news() noexcept { return std::exchange(news_, {}); }

}  // namespace tonus::sensors
