#include <sensors/gatt/peer.hpp>

#include <algorithm>
#include <cctype>
#include <limits>

#include <fmt/format.h>

namespace tonus::sensors {
namespace {

/// Lower is better: a strap's own rate before one a machine passes on, a power meter before the trainer's estimate.
constexpr std::array kVoices{uuid::kHeartRateMeasurement, uuid::kCyclingPowerMeasurement, uuid::kCscMeasurement,
                             uuid::kRscMeasurement,       uuid::kIndoorBikeData,          uuid::kRowerData,
                             uuid::kCrossTrainerData,     uuid::kTreadmillData,           uuid::kTacxFromTrainer};
/// Read once a connection, in this order.
constexpr std::array kFacts{uuid::kModelNumber,  uuid::kDeviceName,   uuid::kMaker,
                            uuid::kSerialNumber, uuid::kBatteryLevel, uuid::kPowerRange};
constexpr std::uint64_t kTellEveryBadPacket = 100;

int rank_of(const Uuid& characteristic) {
  return static_cast<int>(std::ranges::find(kVoices, characteristic) - kVoices.begin());
}

/// What a device says of itself may be padded with zeros or blanks, or be no text at all.
std::string text_of(std::span<const std::byte> value) {
  std::string text;
  for (const std::byte b : value) {
    const auto c = static_cast<unsigned char>(b);
    if (c == 0) break;
    text += c < ' ' || c == 0x7F ? ' ' : static_cast<char>(c);
  }
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

/// Six octets in hex with colons between.
bool is_mac(std::string_view text) {
  constexpr std::size_t kLength = 17;
  if (text.size() != kLength) return false;
  for (std::size_t i = 0; i < kLength; ++i) {
    const bool is_good = i % 3 == 2 ? text[i] == ':' : std::isxdigit(static_cast<unsigned char>(text[i])) != 0;
    if (!is_good) return false;
  }
  return true;
}

std::string label(const Uuid& characteristic) {
  const auto assigned = characteristic.assigned();
  return assigned ? fmt::format("{:04x}", *assigned) : to_string(characteristic).substr(0, 8);
}

}  // namespace

Peer::Peer(const PeerDefinition& definition, PeerOutlet& outlet)
    : definition_(definition), outlet_(outlet), trainer_(definition.shape) {
  status_.name = definition.name;
  status_.id = definition.id;
  status_.carrier = definition.carrier;
  status_.source = definition.source;
  status_.asked_w = std::numeric_limits<float>::quiet_NaN();
  status_.address = definition.id;
  if (is_mac(definition.id)) status_.mac = definition.id;
}

void Peer::tell(DeviceEventKind kind, Instant at, std::string_view text, double value) {
  outlet_.tell({.at = at, .kind = kind, .source = definition_.source, .value = value, .text = text});
}

void Peer::on_connected(std::span<const Characteristic> characteristics, Instant at) {
  is_connected_ = true;
  is_busy_ = is_asked_ = is_listening_ = false;
  heard_at_ = at;
  to_ask_.clear();
  reader_.restart();
  beats_.restart();
  trainer_.on_connected(characteristics);
  const auto find = [&](const Uuid& uuid) { return std::ranges::find(characteristics, uuid, &Characteristic::uuid); };
  const auto subscribe = [&](const Uuid& uuid) {
    const auto it = find(uuid);
    if (it == characteristics.end() || (it->properties & (kCanNotify | kCanIndicate)) == 0) return;
    if (std::ranges::any_of(to_ask_, [&](const Request& r) { return r.characteristic == uuid; })) return;
    to_ask_.push_back({true, uuid});
  };
  // What is measured comes first, so that a heart rate shows soon; then control in the order FTMS wants it.
  for (const Characteristic& c : characteristics) {
    if (PacketReader::knows(c.uuid)) subscribe(c.uuid);
  }
  subscribe(uuid::kMachineStatus);
  if (trainer_.control()) subscribe(*trainer_.control());
  for (const Uuid& fact : kFacts) {
    const auto it = find(fact);
    if (it != characteristics.end() && (it->properties & kCanRead) != 0) to_ask_.push_back({false, fact});
  }
  status_.trouble = {};
  change(DeviceState::Preparing);
  tell(DeviceEventKind::Connected, at, status_.name.view());
  status_.last_packet = at;
  go_on(at);
}

void Peer::go_on(Instant now) {
  if (!is_connected_ || is_busy_ || link_ == nullptr) return;
  if (!to_ask_.empty()) {
    const Request request = to_ask_.front();
    to_ask_.pop_front();
    is_busy_ = true;
    if (request.is_subscription) {
      link_->subscribe(request.characteristic);
    } else {
      link_->read(request.characteristic);
    }
    return;
  }
  if (!is_asked_) {
    is_asked_ = true;
    trainer_.ready(now);
    if (status_.name.view() != told_name_.view()) {
      told_name_ = status_.name;
      tell(DeviceEventKind::Identified, now, status_.name.view());
    }
  }
  if (const auto packet = trainer_.next(now)) {
    is_busy_ = true;
    link_->write(*trainer_.control(), octets_of(*packet));
  }
}

void Peer::on_read(const Uuid& characteristic, Result<std::span<const std::byte>, Error> value, Instant at) {
  is_busy_ = false;
  if (value) {
    if (characteristic == uuid::kDeviceName || characteristic == uuid::kModelNumber) {
      if (const std::string text = text_of(*value); !text.empty()) status_.name = text;
    } else if (characteristic == uuid::kSerialNumber) {
      const std::string text = text_of(*value);
      status_.serial = text;
      if (!text.empty()) status_.id = text;
    } else if (characteristic == uuid::kMaker) {
      status_.maker = text_of(*value);
    } else if (characteristic == uuid::kPowerRange) {
      if (const auto range = ftms::decode_power_range(*value)) trainer_.on_power_range(*range);
    } else if (characteristic == uuid::kBatteryLevel) {
      on_packet(characteristic, *value, at);
    }
  }
  go_on(at);
}

void Peer::on_subscribed(const Uuid& characteristic, Result<void, Error> outcome, Instant at) {
  is_busy_ = false;
  if (!outcome) {
    const std::string text =
        fmt::format("{} cannot be listened to: {}", label(characteristic), outcome.error().message);
    status_.trouble = text;
    tell(DeviceEventKind::BadPacket, at, text);
  } else if (PacketReader::knows(characteristic) && characteristic != uuid::kBatteryLevel) {
    is_listening_ = true;
    heard_at_ = std::max(heard_at_, at);
  }
  go_on(at);
}

void Peer::on_written(const Uuid&, Result<void, Error> outcome, Instant at) {
  is_busy_ = false;
  trainer_.on_written(outcome, at);
  go_on(at);
}

void Peer::heard(Instant arrival) {
  status_.last_packet = arrival;
  ++status_.packets;
  if (status_.state != DeviceState::Live) change(DeviceState::Live);
  if (!away_since_) return;
  tell(DeviceEventKind::Back, arrival, status_.name.view(), seconds(arrival - *away_since_));
  away_since_.reset();
}

void Peer::on_packet(const Uuid& characteristic, std::span<const std::byte> packet, Instant arrival) {
  heard_at_ = std::max(heard_at_, arrival);
  if (trainer_.control() == characteristic || characteristic == uuid::kMachineStatus) {
    trainer_.on_packet(characteristic, packet, arrival);
    go_on(arrival);
    return;
  }
  if (!PacketReader::knows(characteristic) && characteristic != uuid::kBatteryLevel) return;
  Readings readings;
  const auto outcome = reader_.read(characteristic, packet, arrival, readings);
  if (!outcome) {
    if (status_.bad_packets++ % kTellEveryBadPacket == 0) {
      status_.trouble = outcome.error().message;
      tell(DeviceEventKind::BadPacket, arrival, outcome.error().message);
    }
    return;
  }
  if (const auto percent = reader_.battery_percent(); percent && *percent != status_.battery_percent) {
    status_.battery_percent = static_cast<std::int8_t>(*percent);
    tell(DeviceEventKind::Battery, arrival, status_.name.view(), *percent);
  }
  if (characteristic == uuid::kBatteryLevel) return;
  heard(arrival);
  take(readings, rank_of(characteristic), arrival);
}

void Peer::take(const Readings& readings, int rank, Instant arrival) {
  double later_ms = 0.0;
  for (const Reading& r : readings) {
    if (r.kind == SampleKind::RrInterval) later_ms += r.value;
  }
  for (const Reading& r : readings) {
    Voice& voice = voices_[static_cast<std::size_t>(r.kind)];
    if (voice.is_known && rank > voice.rank && arrival - voice.at <= kStaleAfter) continue;
    voice = {rank, arrival, true};
    Instant at = arrival;
    if (r.kind == SampleKind::RrInterval) {
      later_ms -= r.value;
      at = beats_.beat(r.value, later_ms, arrival);
    }
    if (r.kind == SampleKind::Cadence) trainer_.on_cadence({r.value}, arrival);
    outlet_.put(at, r.kind, r.value, r.quality, definition_.source);
  }
  status_.lost_beats = beats_.lost_beats();
}

void Peer::on_lost(const std::string& why, Instant at) {
  status_.trouble = why;
  if (is_connected_) {
    ++status_.reconnects;
    if (!away_since_ && status_.packets > 0) away_since_ = status_.last_packet;
    tell(DeviceEventKind::Lost, at, why);
  }
  is_connected_ = is_busy_ = is_asked_ = is_listening_ = false;
  to_ask_.clear();
  trainer_.on_lost();
  change(DeviceState::Searching);
}

void Peer::on_time(Instant now) {
  const Duration quiet = now - status_.last_packet;
  if (status_.state == DeviceState::Live && quiet > kStaleAfter) {
    change(DeviceState::Stale);
    if (!away_since_) away_since_ = status_.last_packet;
    tell(DeviceEventKind::Stale, now, status_.name.view(), seconds(quiet));
  } else if (status_.state == DeviceState::Stale && quiet > kAbsentAfter) {
    change(DeviceState::Absent);
    tell(DeviceEventKind::Absent, now, status_.name.view(), seconds(quiet));
  }
  if (is_connected_ && is_listening_ && link_ != nullptr && now - heard_at_ > kReconnectAfter) {
    is_listening_ = false;  // asked for once
    link_->reconnect(fmt::format("connected, but silent for {:.0f} s: connecting anew", seconds(now - heard_at_)));
  }
  go_on(now);
  status_.trainer = trainer_.state();
  status_.asked_w =
      trainer_.asked() ? static_cast<float>(trainer_.asked()->value) : std::numeric_limits<float>::quiet_NaN();
  if (const std::string news = trainer_.take_news(); !news.empty()) {
    status_.trouble = trainer_.state() == TrainerState::Controlled ? std::string{} : news;
    tell(DeviceEventKind::Trainer, now, news);
  }
}

}  // namespace tonus::sensors
