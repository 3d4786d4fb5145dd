// "How hard is it?" as a person meets it: by pointer and by keys, read, clicked and looked at.

#include <optional>

#include <scenarios/adaptation/exertion.hpp>

#include "panel_screen.hpp"

namespace tonus::coach {
namespace {

class Exertion : public testing::Test {
 protected:
  Exertion() {
    view_.heart.is_known = true;
    view_.heart.is_stale = false;
    view_.heart.value = BeatsPerMinute{131.0};
    view_.heart.quality.value = 0.95;
    view_.zone = 3;
    view_.target_bpm = 132.0;
    view_.band_low_bpm = 127.0;
    view_.band_high_bpm = 137.0;
    view_.intensity = 0.46;
    view_.ends_at = instant_at(840.0);
    view_.decision.reason = adaptation::Reason::Rpe;
    view_.decision.envelope.rpe = 13.0;
    view_.decision.from = view_.decision.to = 0.46;
  }
  void frame(std::vector<PanelEvent> events = {}, bool is_drawn = false) {
    screen_.frame([this](const overlay::Fonts& fonts) { note(draw_session(view_, scale_, fonts, kCanvas)); },
                  std::move(events), is_drawn);
  }
  void click(float x, float y) {
    screen_.click(x, y, [this](const overlay::Fonts& fonts) { note(draw_session(view_, scale_, fonts, kCanvas)); });
  }
  void type(char32_t c) {
    frame({{.kind = PanelEvent::Kind::Text, .character = c}});
    frame();
  }
  void press(PanelEvent::Key key) {
    frame({{.kind = PanelEvent::Kind::KeyPressed, .key = key}});
    frame({{.kind = PanelEvent::Kind::KeyReleased, .key = key}});
  }
  std::optional<int> said() { return std::exchange(said_, std::nullopt); }

  session::CoachView view_;
  ExertionScale scale_;
  Screen screen_;

 private:
  void note(const InputEvent& event) {
    if (event.action == Action::Rpe) said_ = event.value;
  }
  std::optional<int> said_;
};

TEST_F(Exertion, IsClosedUntilAskedForAndADigitSaysIt) {
  frame();
  type(U'4');
  EXPECT_FALSE(said()) << "a digit means nothing while nobody asked";
  type(U'r');
  EXPECT_TRUE(scale_.is_open);
  type(U'r');
  EXPECT_TRUE(scale_.is_open) << "a key held down repeats";
  type(U'4');
  EXPECT_EQ(said(), adaptation::rpe_of(4));
  EXPECT_FALSE(scale_.is_open);
}

TEST_F(Exertion, ArrowsAndEnterReachTenFromWhatWasLastSaid) {
  view_.rpe = adaptation::rpe_of(8);
  frame();
  type(U'r');
  for (int i = 0; i < 5; ++i) press(PanelEvent::Key::Right);
  press(PanelEvent::Key::Enter);
  EXPECT_EQ(said(), 20);
}

TEST_F(Exertion, IsClickedOpenAndANumberIsClicked) {
  frame({}, true);
  click(1196.0F, 610.0F);  // the third of the middle row
  ASSERT_TRUE(scale_.is_open);
  frame({{.kind = PanelEvent::Kind::PointerMoved, .x_px = 400.0F, .y_px = 400.0F}});
  frame({}, true);
  screen_.keep_picture("coach-how-hard.png");
  click(193.0F, 624.0F);  // the first
  EXPECT_EQ(said(), 6);
  view_.rpe = adaptation::rpe_of(7);
  frame();
  type(U'r');
  frame({}, true);
  screen_.keep_picture("coach-very-hard.png");
}

TEST_F(Exertion, ClosesByItselfAndSaysNothing) {
  frame();
  type(U'r');
  for (int i = 0; i < 400 && scale_.is_open; ++i) frame();
  EXPECT_FALSE(scale_.is_open);
  EXPECT_FALSE(said());
}

TEST(ExertionScales, AgreeWhereBothHaveAWordAndRise) {
  for (int i = 0; i <= adaptation::kMostOfTen; ++i) {
    EXPECT_EQ(adaptation::of_ten(adaptation::rpe_of(i)), i);
    EXPECT_TRUE(i == 0 || adaptation::rpe_of(i) > adaptation::rpe_of(i - 1)) << i;
    EXPECT_EQ(i >= adaptation::kStopsFromOfTen, adaptation::rpe_of(i) >= 17);
  }
  EXPECT_EQ(adaptation::rpe_of(-3), 6);
  EXPECT_EQ(adaptation::rpe_of(99), 20);
  for (const double rpe : {0.0, 7.0, 8.0, 10.0, 14.0, 12.5, 21.0}) EXPECT_FALSE(adaptation::of_ten(rpe)) << rpe;
}

}  // namespace
}  // namespace tonus::coach
