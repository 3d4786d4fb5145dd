// Where panels stand in a headset, and what a pointing hand does to them.

#include <cmath>

#include <gtest/gtest.h>

#include <xr/openxr/panel_board.hpp>

namespace tonus::xr::openxr {
namespace {

using Place = PanelBoard::Place;

Pose head(float yaw_rad = 0.0F, Vec3 at = {0.0F, 1.6F, 0.0F}) { return {axis_angle({0, 1, 0}, yaw_rad), at}; }
float distance_m(const PanelBoard& board, const Pose& eyes) { return length(board.pose().position - eyes.position); }

TEST(PanelBoard, StandsInFrontALittleBelowTheEyesAndFacesThem) {
  PanelBoard board;
  board.update(head(), Place::Front, instant_at(0.0));
  EXPECT_NEAR(distance_m(board, head()), 1.31F, 0.02F);
  EXPECT_NEAR(board.pose().position.x, 0.0F, 1e-4F);
  EXPECT_NEAR(board.pose().position.y, 1.45F, 1e-4F);
  const Vec3 faces = rotate(board.pose().rotation, {0, 0, 1});
  EXPECT_LT(length(faces - normalized(head().position - board.pose().position)), 1e-3F);
  EXPECT_EQ(board.extent(1.0F), (render::Extent{1280, 720}));
  EXPECT_NEAR(board.height_m() / board.width_m(), 720.0F / 1280.0F, 1e-5F);
}

TEST(PanelBoard, StandsAtTheRightWhileTheyPlayAndLeavesTheMiddleFree) {
  PanelBoard board;
  board.update(head(), Place::Side, instant_at(0.0));
  EXPECT_GT(board.pose().position.x, 0.7F);
  EXPECT_LT(board.pose().position.z, -0.9F);
  EXPECT_EQ(board.extent(1.5F), (render::Extent{960, 1080}));
  const Vec3 left_edge = transform(board.pose(), {-0.5F * board.width_m(), 0.0F, 0.0F});
  EXPECT_GT(std::atan2(left_edge.x, -left_edge.z), 0.40F);
}

TEST(PanelBoard, DoesNotFollowEveryMovementOfTheHead) {
  PanelBoard board;
  board.update(head(), Place::Front, instant_at(0.0));
  const Pose before = board.pose();
  for (int i = 1; i < 600; ++i)
    board.update(head(0.9F * std::sin(0.05F * static_cast<float>(i)), {0.2F, 1.4F, 0.1F}), Place::Front,
                 instant_at(i / 60.0));
  EXPECT_EQ(board.pose(), before);
}

TEST(PanelBoard, ComesAlongWhenThePersonStaysTurnedAway) {
  PanelBoard board;
  board.update(head(), Place::Front, instant_at(0.0));
  const Pose before = board.pose();
  double t = 0.0;
  for (; t < 1.4; t += 0.02) board.update(head(1.5F), Place::Front, instant_at(t));
  EXPECT_EQ(board.pose(), before) << "a look over the shoulder moves nothing";
  for (; t < 2.5; t += 0.02) {
    const Vec3 last = board.pose().position;
    board.update(head(1.5F), Place::Front, instant_at(t));
    EXPECT_LT(length(board.pose().position - last), 0.25F) << "it glides";
  }
  EXPECT_NEAR(distance_m(board, head()), 1.31F, 0.02F);
  EXPECT_LT(board.pose().position.x, -1.2F) << "left is where -x is";
}

TEST(PanelBoard, IsPlacedAnewWhenAskedToBe) {
  PanelBoard board;
  board.update(head(), Place::Front, instant_at(0.0));
  board.place_anew();
  board.update(head(0.0F, {2.0F, 1.7F, 1.0F}), Place::Front, instant_at(0.1));
  EXPECT_NEAR(board.pose().position.x, 2.0F, 1e-4F);
  EXPECT_NEAR(board.pose().position.y, 1.55F, 1e-4F);
}

TEST(PanelBoard, SomebodyWhoLooksAtTheCeilingStillHasAFront) {
  PanelBoard board;
  board.update({axis_angle({1, 0, 0}, 1.5707963F), {0.0F, 1.6F, 0.0F}}, Place::Front, instant_at(0.0));
  EXPECT_LT(board.pose().position.z, -1.2F);
  EXPECT_NEAR(board.pose().position.x, 0.0F, 1e-3F);
}

class Pointing : public testing::Test {
 protected:
  Pointing() {
    board_.update(head(), Place::Front, instant_at(0.0));
    update();
    events_.clear();
  }
  /// A hand at the eyes that looks at a point of the board, metres from its middle.
  Pose at(float x_m, float y_m) const {
    const Vec3 from{0.0F, 1.2F, 0.0F};
    const Vec3 way = normalized(transform(board_.pose(), {x_m, y_m, 0.0F}) - from);
    const Quat yaw = axis_angle({0, 1, 0}, std::atan2(-way.x, -way.z));
    return {yaw * axis_angle({1, 0, 0}, std::asin(way.y)), from};
  }
  void update() { pointer_.update(board_, {1280, 720}, hands_, 0.02F, events_); }
  std::vector<PanelEvent::Kind> kinds() {
    std::vector<PanelEvent::Kind> all;
    for (const auto& event : events_) all.push_back(event.kind);
    events_.clear();
    return all;
  }
  using Kind = PanelEvent::Kind;
  using Kinds = std::vector<Kind>;

  PanelBoard board_;
  PanelPointer pointer_;
  std::array<PanelPointer::HandRay, kHands> hands_{};
  std::vector<PanelEvent> events_;
};

TEST_F(Pointing, ARayBecomesPixelsFromTheTopLeftCorner) {
  const auto middle = board_.hit(at(0.0F, 0.0F), {1280, 720});
  ASSERT_TRUE(middle);
  EXPECT_NEAR(middle->x_px, 640.0F, 0.1F);
  EXPECT_NEAR(middle->y_px, 360.0F, 0.1F);
  const auto corner = board_.hit(at(-0.79F, 0.44F), {1280, 720});
  ASSERT_TRUE(corner);
  EXPECT_LT(corner->x_px, 20.0F);
  EXPECT_LT(corner->y_px, 20.0F);
  EXPECT_FALSE(board_.hit(at(0.85F, 0.0F), {1280, 720}));
  EXPECT_FALSE(board_.hit({axis_angle({0, 1, 0}, 3.14F), {0.0F, 1.5F, 0.0F}}, {1280, 720})) << "it looks away";
  EXPECT_FALSE(board_.hit({{}, {0.0F, 1.5F, -3.0F}}, {1280, 720})) << "it stands behind";
}

TEST_F(Pointing, MovesPressesReleasesAndLeaves) {
  hands_[1] = {.is_valid = true, .aim = at(0.0F, 0.0F)};
  update();
  EXPECT_EQ(kinds(), Kinds{Kind::PointerMoved});
  hands_[1].is_pressed = true;
  update();
  EXPECT_EQ(kinds(), Kinds{Kind::PointerPressed});
  update();
  EXPECT_EQ(kinds(), Kinds{});
  hands_[1].is_pressed = false;
  update();
  EXPECT_EQ(kinds(), Kinds{Kind::PointerReleased});
  hands_[1].is_valid = false;
  update();
  EXPECT_EQ(kinds(), Kinds{Kind::PointerLeft});
}

TEST_F(Pointing, APressThatIsLetGoBesideTheBoardPressesNothing) {
  hands_[1] = {.is_valid = true, .aim = at(0.0F, 0.0F), .is_pressed = true};
  update();
  EXPECT_EQ(kinds(), (Kinds{Kind::PointerMoved, Kind::PointerPressed}));
  hands_[1].aim = at(2.0F, 0.0F);
  update();
  EXPECT_EQ(kinds(), Kinds{Kind::PointerLeft});
  hands_[1].is_pressed = false;
  update();
  EXPECT_EQ(kinds(), (Kinds{Kind::PointerLeft, Kind::PointerReleased}));
}

TEST_F(Pointing, EitherHandLeadsAndTheOneThatPressedLastStays) {
  hands_[0] = {.is_valid = true, .aim = at(-0.3F, 0.0F)};
  hands_[1] = {.is_valid = true, .aim = at(0.3F, 0.0F)};
  update();
  EXPECT_GT(pointer_.position()->x_px, 640.0F);
  hands_[0].is_pressed = true;
  update();
  EXPECT_LT(pointer_.position()->x_px, 640.0F);
  hands_[1].is_pressed = true;
  update();
  EXPECT_LT(pointer_.position()->x_px, 640.0F) << "a press is not taken over";
  hands_[0] = {};
  hands_[1].is_pressed = false;
  update();
  update();
  EXPECT_GT(pointer_.position()->x_px, 640.0F) << "the only hand that points here leads";
}

TEST_F(Pointing, AStickScrollsWhatItsHandPointsAt) {
  hands_[1] = {.is_valid = true, .aim = at(0.0F, 0.0F), .scroll = -1.0F};
  update();
  EXPECT_EQ(events_.back().kind, Kind::Wheel);
  EXPECT_LT(events_.back().steps_y, 0.0F);
}

}  // namespace
}  // namespace tonus::xr::openxr
