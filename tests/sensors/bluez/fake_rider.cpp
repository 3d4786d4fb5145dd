#include "fake_rider.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace tonus::test {
namespace {

constexpr double kAllOut_w = 300.0;      ///< power that is demand 1
constexpr double kFollows = 0.5;         ///< share of the way to the target in a second
constexpr std::uint16_t kCadence = 170;  ///< 85 rpm in halves
constexpr std::uint16_t kSpeed = 3000;   ///< 30 km/h in hundredths

void put(Bytes& to, int value) {
  to.push_back(static_cast<std::uint8_t>(value & 0xFF));
  to.push_back(static_cast<std::uint8_t>(value >> 8 & 0xFF));
}

}  // namespace

FakeRider::FakeRider(FakeBluez& fake, std::string strap, std::string trainer, const std::string& persona,
                     std::uint64_t seed)
    : fake_(fake), strap_(std::move(strap)), trainer_(std::move(trainer)) {
  auto athlete = sensors::SimulatedAthlete::create({.persona = persona, .seed = seed});
  if (!athlete) throw std::runtime_error(athlete.error().message);
  athlete_ = std::move(*athlete);
  fake.set_on_write([this](const FakePeer&, const std::string& uuid, const Bytes& value) { on_write(uuid, value); });
}

void FakeRider::on_write(const std::string& uuid, const Bytes& value) {
  if (uuid != "2ad9" || value.empty()) return;
  if (value[0] == 0x05 && value.size() == 3)
    target_w_ = static_cast<std::int16_t>(static_cast<std::uint16_t>(value[1] | value[2] << 8));
  if (value[0] == 0x01 || value[0] == 0x08) target_w_ = 0;
}

void FakeRider::second(Instant now) {
  power_w_ += kFollows * (target_w_ - power_w_);
  const sensors::SourceFeedback feedback{.demand = Intensity{std::clamp(power_w_ / kAllOut_w, 0.0, 1.0)}};
  Bytes beats;
  sensors::SampleBatch batch;
  do {
    batch.clear();
    athlete_->poll(now, feedback, batch);
    for (const auto& sample : batch) {
      if (sample.kind == sensors::SampleKind::HeartRate) bpm_ = static_cast<std::uint8_t>(std::lround(sample.value));
      if (sample.kind == sensors::SampleKind::RrInterval)
        put(beats, static_cast<int>(std::lround(sample.value * 1024.0 / 1000.0)));
    }
  } while (batch.size() == batch.capacity());

  Bytes measurement{static_cast<std::uint8_t>(beats.empty() ? 0x06 : 0x16), bpm_};
  measurement.insert(measurement.end(), beats.begin(), beats.end());
  Bytes record{0x44, 0x00};
  put(record, kSpeed);
  put(record, kCadence);
  put(record, static_cast<int>(std::lround(power_w_)));
  fake_.notify(fake_.peer(strap_), "2a37", measurement);
  fake_.notify(fake_.peer(trainer_), "2ad2", record);
}

}  // namespace tonus::test
