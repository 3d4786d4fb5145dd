#include <scenarios/session/division.hpp>

#include <scenarios/adaptation/decision_fields.hpp>

namespace tonus::session {
namespace {

constexpr std::int64_t kLeanPhrases = 8;  // towards many and near, then as many towards few and far

}  // namespace

Division::Division(const adaptation::Actuators& actuators, const SessionDefinition& definition) noexcept
    : actuators_(actuators), motion_(actuators, definition.motion, definition.response, definition.limits.rest.value) {}

void Division::note(const std::array<HandMove, kHands>& moves) noexcept {
  if (!actuators_.has_any()) return;
  for (std::size_t h = 0; h < kHands; ++h) {
    const HandMove& move = moves[h];
    if (move.is_tracked) {
      motion_.note(h, static_cast<double>(length(move.by_m)), -static_cast<double>(move.by_m.z));
    } else {
      motion_.lose(h);
    }
  }
}

void Division::begin_phrase(bool is_stopping) noexcept {
  if (!actuators_.has_any()) return;
  taken_ = offered_;
  under_way_ = allocation_;
  right_then_ += static_cast<std::int32_t>(taken_.right);
  wrong_then_ += static_cast<std::int32_t>(taken_.wrong);
  if (phrases_ == 0 || adaptation::differ_noticeably(actuators_, under_way_, written_)) wants_row_ = !is_stopping;
  ++phrases_;
}

void Division::offer(double intensity) noexcept {
  if (!actuators_.has_any()) return;
  const bool leans_to_many = (phrases_ / kLeanPhrases) % 2 == 0;
  offered_ = {.actuators = actuators_,
              .intensity = intensity,
              .cost = motion_.cost(),
              .lean = leans_to_many ? actuators_.variety : -actuators_.variety,
              .skill = phrases_ == 0 ? offered_.skill : under_way_.skill,
              .right = static_cast<double>(right_ - right_then_),
              .wrong = static_cast<double>(wrong_ - wrong_then_)};
  allocation_ = adaptation::allocate(offered_);
}

void Division::write(adaptation::Decision& row) noexcept {
  row.has_allocation = true;
  row.allocation_inputs = taken_;
  row.allocation = written_ = under_way_;
  wants_row_ = false;
}

void Division::describe(CoachView& view) const noexcept {
  view.motion = motion_.answer();
  view.strike_cost = motion_.cost();
}

void Division::mix_into(StateHash& hash) const noexcept {
  if (!actuators_.has_any()) return;
  motion_.mix_into(hash);
  adaptation::visit_fields(offered_, [&](const char*, const auto& x) { hash.mix(x); });
  adaptation::visit_fields(written_, [&](const char*, const auto& x) { hash.mix(x); });
  hash.mix(under_way_.skill);
  hash.mix(phrases_);
  hash.mix(right_then_);
  hash.mix(wrong_then_);
  hash.mix(wants_row_);
}

}  // namespace tonus::session
