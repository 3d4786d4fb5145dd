#include "phrases.hpp"

#include <engine/core/math.hpp>

namespace tonus::strike {
namespace {

constexpr double kRestEffort = 0.05;
constexpr double kShoulder_m = 0.17;
constexpr double kCrossShare = 0.18;  // of targets that ask for the other side, from half intensity on
constexpr double kBeatsPerPhrase = 8.0;

double at(const Range& range, double x) { return math::lerp(range.least, range.most, x); }

}  // namespace

Phrases::Phrases(const Parameters& parameters, std::uint64_t seed) : parameters_(parameters), random_(seed) {
  const double phrase_s = kBeatsPerPhrase * 60.0 / parameters.beats_per_minute;
  phrase_ticks_ = math::floor_to_int(phrase_s * double{kTicksPerSecond} + 0.5);
}

bool Phrases::advance(std::int64_t tick, double intensity, bool asks_anything) noexcept {
  if (tick < next_begins_) return false;
  begins_ = tick;
  next_begins_ = tick + phrase_ticks_;
  previous_effort_ = effort_;
  // Rests take part of the phrases; the others ask so much more that the mean is the intensity.
  const double rest_share = parameters_.rest_share * (1.0 - intensity);
  rest_due_ += rest_share;
  const bool is_rest = rest_due_ >= 1.0 || !asks_anything;
  if (rest_due_ >= 1.0) rest_due_ -= 1.0;
  const double active = (intensity - rest_share * kRestEffort) / (1.0 - rest_share);
  effort_ = is_rest ? (asks_anything ? kRestEffort : 0.0) : math::clamp(active, 0.0, 1.0);
  if (!is_rest) compose(tick, effort_);
  return true;
}

void Phrases::compose(std::int64_t tick, double effort) noexcept {
  // Those of the phrase before have all set off: a phrase's last slot is before the next one begins.
  departures_.clear();
  next_ = 0;
  const auto speed = static_cast<float>(at(parameters_.speed_m_s, effort));
  flight_ticks_ = math::floor_to_int((kStrike_z_m - kSpawn_z_m) / static_cast<double>(speed) * double{kTicksPerSecond});
  const auto count = math::floor_to_int(at(parameters_.targets_per_phrase, effort) + 0.5);
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t slot = i * std::int64_t{kSlots} / count;
    Departure d;
    d.tick = tick + slot * phrase_ticks_ / std::int64_t{kSlots};
    d.speed_m_s = speed;
    switch (parameters_.sides) {
      case Sides::Left: d.hand = Hand::Left; break;
      case Sides::Right: d.hand = Hand::Right; break;
      case Sides::Both:
        d.hand = next_hand_;
        next_hand_ = next_hand_ == Hand::Left ? Hand::Right : Hand::Left;
        break;
    }
    d.arrives_m = place(d.hand, effort);
    departures_.try_push(d);
  }
}

Vec3 Phrases::place(Hand hand, double effort) noexcept {
  const double reach = at(parameters_.reach_m, effort) * random_.uniform(0.75, 1.0);
  const double angle = random_.uniform(-0.8, 1.0);  // rad from the horizontal, upward positive
  const bool crosses = random_.uniform() < kCrossShare && effort > 0.5;
  const double side = hand == Hand::Left ? -1.0 : 1.0;
  const double x = side * (crosses ? -0.5 * reach : kShoulder_m + reach * math::cos(angle));
  const double y = parameters_.chest_height_m + reach * math::sin(angle);
  return {static_cast<float>(x), static_cast<float>(y), static_cast<float>(kStrike_z_m)};
}

void Phrases::delay() noexcept {
  ++begins_;
  ++next_begins_;
  for (Departure& d : departures_) ++d.tick;
}

bool Phrases::try_depart(std::int64_t tick, Departure& out) noexcept {
  if (next_ >= departures_.size() || departures_[next_].tick > tick) return false;
  out = departures_[next_++];
  return true;
}

double Phrases::demand(std::int64_t tick) const noexcept {
  return tick - begins_ >= flight_ticks_ ? effort_ : previous_effort_;
}

void Phrases::mix_into(StateHash& hash) const noexcept {
  for (const auto word : random_.state()) hash.mix(word);
  hash.mix(next_);
  hash.mix(departures_.size());
  hash.mix(begins_);
  hash.mix(next_begins_);
  hash.mix(flight_ticks_);
  hash.mix(effort_);
  hash.mix(previous_effort_);
  hash.mix(rest_due_);
  hash.mix(next_hand_);
}

}  // namespace tonus::strike
