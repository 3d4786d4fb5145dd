#include <xr/openxr/panel_board.hpp>

#include <algorithm>
#include <cmath>

namespace tonus::xr::openxr {
namespace {

constexpr float kDistance_m = 1.3F;
constexpr float kFrontWidth_m = 1.6F, kSideWidth_m = 0.72F;
constexpr float kFrontDrop_m = 0.15F, kSideDrop_m = 0.2F;
constexpr float kSideAngle_rad = 0.75F;
constexpr float kAwayAngle_rad = 1.05F, kAwayDistance_m = 0.7F;
constexpr Duration kAwayFor = std::chrono::milliseconds(1500);
constexpr float kMove_s = 0.4F;
constexpr float kScrollStepsPerSecond = 6.0F;
constexpr float kStickDeadZone = 0.3F;

/// Where a head looks on the floor plan, radians from -z, left is positive.
float yaw_of(const Pose& head) {
  const Vec3 ahead = rotate(head.rotation, {0.0F, 0.0F, -1.0F});
  // Somebody who looks straight up or down still has a forehead.
  if (ahead.x * ahead.x + ahead.z * ahead.z > 0.04F) return std::atan2(-ahead.x, -ahead.z);
  const Vec3 up = rotate(head.rotation, {0.0F, 1.0F, 0.0F});
  const float sign = ahead.y > 0.0F ? -1.0F : 1.0F;
  return std::atan2(-up.x * sign, -up.z * sign);
}

float angle_between(float a, float b) {
  constexpr float kTurn = 6.2831853F;
  return std::abs(std::remainder(a - b, kTurn));
}

float smooth(float t) { return t * t * (3.0F - 2.0F * t); }

}  // namespace

float PanelBoard::width_m() const { return place_ == Place::Front ? kFrontWidth_m : kSideWidth_m; }

float PanelBoard::height_m() const {
  const render::Extent e = extent(1.0F);
  return width_m() * static_cast<float>(e.height) / static_cast<float>(e.width);
}

render::Extent PanelBoard::extent(float scale) const {
  const float width = place_ == Place::Front ? 1280.0F : 640.0F;
  return {static_cast<std::uint32_t>(width * scale), static_cast<std::uint32_t>(720.0F * scale)};
}

Pose PanelBoard::wished(const Pose& head) const {
  const bool is_front = place_ == Place::Front;
  const float yaw = yaw_of(head) - (is_front ? 0.0F : kSideAngle_rad);
  const float drop_m = is_front ? kFrontDrop_m : kSideDrop_m;
  const Quat turned = axis_angle({0.0F, 1.0F, 0.0F}, yaw);
  // It leans back so that it faces the eyes.
  const Quat facing = turned * axis_angle({1.0F, 0.0F, 0.0F}, -std::atan2(drop_m, kDistance_m));
  return {facing, head.position + rotate(turned, {0.0F, -drop_m, -kDistance_m})};
}

void PanelBoard::update(const Pose& head, Place place, Instant at) {
  if (!is_placed_ || place != place_) {
    place_ = place;
    is_placed_ = true;
    is_moving_ = is_away_ = false;
    head_when_placed_ = head;
    pose_ = wished(head);
    return;
  }
  if (is_moving_) {
    const float t = static_cast<float>(seconds(at - moves_since_)) / kMove_s;
    is_moving_ = t < 1.0F;
    pose_ = is_moving_ ? interpolate(from_, to_, smooth(std::max(t, 0.0F))) : to_;
    return;
  }
  const bool is_away = angle_between(yaw_of(head), yaw_of(head_when_placed_)) > kAwayAngle_rad ||
                       length(head.position - head_when_placed_.position) > kAwayDistance_m;
  if (is_away && !is_away_) away_since_ = at;
  is_away_ = is_away;
  if (!is_away || at - away_since_ < kAwayFor) return;
  head_when_placed_ = head;
  from_ = pose_;
  to_ = wished(head);
  moves_since_ = at;
  is_moving_ = true;
  is_away_ = false;
}

std::optional<PanelBoard::Hit> PanelBoard::hit(const Pose& from, render::Extent extent) const {
  if (!is_placed_) return std::nullopt;
  const Pose board_from = inverse(pose_) * from;
  const Vec3 direction = rotate(board_from.rotation, {0.0F, 0.0F, -1.0F});
  // From the front alone, and not along it.
  if (board_from.position.z <= 0.0F || direction.z > -1e-3F) return std::nullopt;
  const Vec3 p = board_from.position + direction * (board_from.position.z / -direction.z);
  const float u = p.x / width_m() + 0.5F, v = 0.5F - p.y / height_m();
  if (!(u >= 0.0F && u <= 1.0F && v >= 0.0F && v <= 1.0F)) return std::nullopt;
  return Hit{u * static_cast<float>(extent.width), v * static_cast<float>(extent.height),
             transform(pose_, {p.x, p.y, 0.0F})};
}

void PanelPointer::update(const PanelBoard& board, render::Extent extent, const std::array<HandRay, kHands>& hands,
                          float delta_s, std::vector<PanelEvent>& events) {
  std::array<std::optional<PanelBoard::Hit>, kHands> hits;
  for (std::size_t h = 0; h < kHands; ++h)
    if (hands[h].is_valid) hits[h] = board.hit(hands[h].aim, extent);
  const auto is_pressing = [&](std::size_t h) { return hands[h].is_valid && hands[h].is_pressed && !was_pressed_[h]; };
  auto leading = static_cast<std::size_t>(leading_);
  if (!is_down_) {
    const std::size_t other = 1 - leading;
    // A press leads; so does the only hand that points here at all.
    if (hits[other] && (is_pressing(other) || !hits[leading])) leading = other;
    leading_ = static_cast<Hand>(leading);
  }
  const bool was_on = position_.has_value();
  const bool presses = is_pressing(leading);
  const bool is_held = hands[leading].is_valid && hands[leading].is_pressed;
  for (std::size_t h = 0; h < kHands; ++h) was_pressed_[h] = hands[h].is_valid && hands[h].is_pressed;
  const auto last = position_;
  position_ = hits[leading];
  const auto at = position_ ? position_ : last;

  using Kind = PanelEvent::Kind;
  if (position_ && (!last || position_->x_px != last->x_px || position_->y_px != last->y_px))
    events.push_back({.kind = Kind::PointerMoved, .x_px = position_->x_px, .y_px = position_->y_px});
  if (position_ && presses && !is_down_) {
    is_down_ = true;
    events.push_back({.kind = Kind::PointerPressed, .x_px = position_->x_px, .y_px = position_->y_px});
  }
  if (is_down_ && !is_held) {
    is_down_ = false;
    // Let go beside the board: the button there was not meant.
    if (!position_) events.push_back({.kind = Kind::PointerLeft});
    events.push_back({.kind = Kind::PointerReleased, .x_px = at ? at->x_px : 0.0F, .y_px = at ? at->y_px : 0.0F});
  }
  if (was_on && !position_) events.push_back({.kind = Kind::PointerLeft});
  if (position_ && std::abs(hands[leading].scroll) > kStickDeadZone) {
    events.push_back({.kind = Kind::Wheel,
                      .x_px = position_->x_px,
                      .y_px = position_->y_px,
                      .steps_y = hands[leading].scroll * kScrollStepsPerSecond * delta_s});
  }
}

}  // namespace tonus::xr::openxr
