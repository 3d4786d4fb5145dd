#include "phrases.hpp"

#include <engine/core/math.hpp>

namespace tonus::strike {
namespace {

constexpr double kCrossShare = 0.18;       // of targets that ask for the other side, from half intensity on
constexpr double kChoiceCrossShare = 0.5;  // of those whose hand is drawn: the side says nothing
constexpr double kBeatsPerPhrase = 8.0;

double phrase_s(const Parameters& parameters) { return kBeatsPerPhrase * 60.0 / parameters.beats_per_minute; }
double at(const Range& range, double x) { return math::lerp(range.least, range.most, x); }

}  // namespace

adaptation::Actuators actuators_of(const Parameters& p) noexcept {
  const double s = phrase_s(p);
  const bool has_choice = p.sides == Sides::Both;
  return {.phrase_s = s,
          .rate_least_per_s = p.targets_per_phrase.least / s,
          .rate_most_per_s = p.targets_per_phrase.most / s,
          .reach_least_m = p.reach_m.least,
          .reach_most_m = p.reach_m.most,
          .rest_most = p.rest_share,
          .room_per_s = static_cast<double>(Phrases::kSlots) / s,
          .leave_least = p.leave_share.least,
          .leave_most = p.leave_share.most,
          .choice_least = has_choice ? p.choice_share.least : 0.0,
          .choice_most = has_choice ? p.choice_share.most : 0.0,
          .variety = p.variety};
}

Phrases::Phrases(const Parameters& parameters, const Layout& layout, std::uint64_t seed)
    : parameters_(parameters), layout_(layout), random_(seed) {
  phrase_ticks_ = math::floor_to_int(phrase_s(parameters) * double{kTicksPerSecond} + 0.5);
}

bool Phrases::advance(std::int64_t tick, const adaptation::Allocation& allocation, bool asks_anything,
                      double height_m) noexcept {
  if (tick < next_begins_) return false;
  begins_ = tick;
  next_begins_ = tick + phrase_ticks_;
  previous_effort_ = effort_;
  rest_due_ += allocation.rest_share;
  const bool is_rest = rest_due_ >= 1.0 || !asks_anything;
  if (rest_due_ >= 1.0) rest_due_ -= 1.0;
  effort_ = is_rest ? (asks_anything ? adaptation::kRestEffort : 0.0) : allocation.given;
  if (!is_rest) compose(tick, allocation, height_m);
  return true;
}

void Phrases::compose(std::int64_t tick, const adaptation::Allocation& allocation, double height_m) noexcept {
  // Those of the phrase before have all set off: a phrase's last slot is before the next one begins.
  departures_.clear();
  next_ = 0;
  const auto speed = static_cast<float>(at(parameters_.speed_m_s, allocation.effort));
  const double flight_s =
      layout_.is_in_room ? kRoomFlight_s : (layout_.strike_z_m - kSpawn_z_m) / static_cast<double>(speed);
  flight_ticks_ = math::floor_to_int(flight_s * double{kTicksPerSecond});
  const auto strikes = math::floor_to_int(at(parameters_.targets_per_phrase, allocation.rate) + 0.5);
  // Those to be left alone come on top, so that they take no work away; shares add up over phrases.
  const double leave = allocation.leave_share;
  leave_due_ += static_cast<double>(strikes) * leave / (1.0 - leave);
  std::int64_t leaves = math::floor_to_int(leave_due_);
  if (strikes + leaves > std::int64_t{kSlots}) leaves = std::int64_t{kSlots} - strikes;
  leave_due_ = math::clamp(leave_due_ - static_cast<double>(leaves), 0.0, 1.0);
  const std::int64_t count = strikes + leaves;
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t slot = i * std::int64_t{kSlots} / count;
    Departure d;
    d.tick = tick + slot * phrase_ticks_ / std::int64_t{kSlots};
    d.speed_m_s = speed;
    if (leaves > 0 && random_.uniform() * static_cast<double>(count - i) < static_cast<double>(leaves)) {
      d.task = Task::Leave;
      --leaves;
    }
    d.hand = next_hand(d, allocation.choice_share);
    d.arrives_m = place(d, allocation, height_m);
    departures_.try_push(d);
  }
}

Hand Phrases::next_hand(Departure& departure, double choice_share) noexcept {
  if (parameters_.sides != Sides::Both) return parameters_.sides == Sides::Left ? Hand::Left : Hand::Right;
  if (departure.task == Task::Leave) return random_.uniform() < 0.5 ? Hand::Left : Hand::Right;
  if (choice_share > 0.0 && random_.uniform() < choice_share) {
    departure.task = Task::Choose;
    return random_.uniform() < 0.5 ? Hand::Left : Hand::Right;
  }
  const Hand hand = next_hand_;
  next_hand_ = hand == Hand::Left ? Hand::Right : Hand::Left;
  return hand;
}

Vec3 Phrases::place(const Departure& departure, const adaptation::Allocation& allocation, double height_m) noexcept {
  const double reach = at(parameters_.reach_m, allocation.reach) * random_.uniform(0.75, 1.0);
  const double angle = random_.uniform(layout_.lowest_rad, 1.0);  // rad from the horizontal, upward positive
  const double crossing = random_.uniform();
  const bool crosses =
      departure.task == Task::Choose ? crossing < kChoiceCrossShare : crossing < kCrossShare && allocation.effort > 0.5;
  const double side = departure.hand == Hand::Left ? -1.0 : 1.0;
  const double x = side * (crosses ? -0.5 * reach : kShoulder_m + reach * math::cos(angle));
  const double y = parameters_.chest_height_m + height_m + reach * math::sin(angle);
  return {static_cast<float>(x), static_cast<float>(y), static_cast<float>(layout_.strike_z_m)};
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
  hash.mix(leave_due_);
  hash.mix(next_hand_);
}

}  // namespace tonus::strike
