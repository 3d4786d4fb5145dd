// What there is to decide in strike: targets to leave alone, hands one cannot foresee; drawn, scored, repeatable.
#include <memory>

#include <gtest/gtest.h>

#include <scenarios/strike/strike.hpp>
#include <xr/headless/scripted_player.hpp>

namespace tonus::strike {
namespace {

Parameters with_choices() {
  Parameters p;
  p.leave_share = {0.0, 0.3};
  p.choice_share = {0.0, 0.6};
  return p;
}

/// Strike without a session: full cognitive load at half intensity, played by a script or by nobody.
class Play {
 public:
  explicit Play(const Parameters& parameters, double mistakes = 0.0, std::uint64_t seed = 7)
      : world_(physics::World::create({.step_s = static_cast<float>(kTick_s)})),
        scenario_(make(parameters)),
        player_({.seed = seed, .miss_probability = 0.0, .mistake_probability = mistakes}) {
    scenario_->set_up(*world_, seed);
    in_.phase = session::Phase::Work;
    in_.intensity = {0.5};
    in_.allocation = adaptation::allocate({.actuators = scenario_->actuators(), .intensity = 0.5, .skill = 1.0});
  }
  void run(double s, bool has_player = true, bool is_mirrored = false) {
    for (const auto end = in_.tick + static_cast<std::int64_t>(s * 120.0); in_.tick < end; ++in_.tick) {
      BodyPoses poses = has_player ? player_.step(frame_) : BodyPoses{};
      // The same places, each with the other fist.
      if (is_mirrored) std::swap(poses.hands[0], poses.hands[1]);
      in_.poses = &poses;
      scenario_->before_step(in_, *world_);
      world_->step();
      scenario_->after_step(in_, *world_, out_);
      frame_.instances.clear();
      scenario_->draw(*world_, frame_);
      for (const Instance& thing : frame_.instances) {
        if (thing.role != Role::TargetLeave) continue;
        saw_leave = true;
        EXPECT_EQ(thing.mesh, Mesh::Box) << "told apart by its form";
        EXPECT_EQ(thing.emission, 0.0F);
      }
    }
  }
  [[nodiscard]] const session::Score& score() const { return out_.score; }
  [[nodiscard]] std::uint64_t hash() const {
    StateHash hash(0);
    scenario_->mix_into(hash);
    world_->mix_into(hash);
    return hash.value();
  }
  [[nodiscard]] const adaptation::Allocation& allocation() const { return in_.allocation; }
  [[nodiscard]] const session::Scenario& scenario() const { return *scenario_; }
  bool saw_leave = false;

 private:
  std::unique_ptr<physics::World> world_;
  std::unique_ptr<session::Scenario> scenario_;
  xr::ScriptedPlayer player_;
  session::ScenarioInputs in_;
  session::ScenarioOutputs out_;
  SceneFrame frame_;
};

TEST(Choices, WhoLeavesAloneWhatIsToBeLeftAloneIsRightAndTheShareIsWhatWasAsked) {
  Play play(with_choices());
  play.run(150.0);
  const session::Score& s = play.score();
  EXPECT_TRUE(play.saw_leave);
  EXPECT_GT(s.left_alone, 15);
  EXPECT_LE(s.struck_in_error, s.left_alone / 10) << "an arm that reaches past one may touch it";
  const double share = static_cast<double>(s.left_alone + s.struck_in_error) /
                       static_cast<double>(s.left_alone + s.struck_in_error + s.targets);
  EXPECT_NEAR(share, play.allocation().leave_share, 0.03);
  EXPECT_GT(s.hits, s.targets * 3 / 4);
  const double drawn = static_cast<double>(s.right_hand + s.wrong_hand) / static_cast<double>(s.hits);
  EXPECT_NEAR(drawn, play.allocation().choice_share, 0.12);
  EXPECT_GT(s.right_hand, 5 * s.wrong_hand);
}

TEST(Choices, HittingOneIsAnErrorOnceAndItDoesNotBreak) {
  Play play(with_choices(), 1.0);
  play.run(150.0);
  const session::Score& s = play.score();
  EXPECT_GT(s.struck_in_error, 10);
  EXPECT_GT(s.struck_in_error, 2 * s.left_alone);
  Play careful(with_choices());
  careful.run(150.0);
  EXPECT_NEAR(static_cast<double>(s.left_alone + s.struck_in_error),
              static_cast<double>(careful.score().left_alone + careful.score().struck_in_error), 4.0)
      << "each is judged once";
}

TEST(Choices, TheWrongHandIsAnErrorOnlyWhereTheHandWasToBeChosen) {
  Play play(with_choices());
  play.run(150.0, true, true);
  EXPECT_GT(play.score().wrong_hand, 10);
  EXPECT_GT(play.score().wrong_hand, 5 * play.score().right_hand);
  Play plain(Parameters{});
  plain.run(120.0, true, true);
  EXPECT_GT(plain.score().hits, 20);
  EXPECT_EQ(plain.score().wrong_hand + plain.score().right_hand, 0);
}

TEST(Choices, ComeOutTheSameEveryTimeAndDifferentlyForAnotherSeed) {
  Play one(with_choices()), two(with_choices()), other(with_choices(), 0.0, 8);
  for (Play* play : {&one, &two, &other}) play->run(60.0);
  EXPECT_EQ(one.hash(), two.hash());
  EXPECT_NE(one.hash(), other.hash());
}

TEST(Choices, WhereNothingIsAskedForNothingIsToBeDecided) {
  Play play(Parameters{});
  play.run(120.0, false);
  EXPECT_FALSE(play.saw_leave);
  EXPECT_GT(play.score().targets, 50);
  EXPECT_EQ(play.score().left_alone + play.score().struck_in_error + play.score().right_hand, 0);
  EXPECT_FALSE(play.scenario().actuators().has_choices());
  Parameters one_handed = with_choices();
  one_handed.sides = Sides::Left;
  EXPECT_EQ(make(one_handed)->actuators().choice_most, 0.0) << "one hand is no choice";
  EXPECT_GT(make(one_handed)->actuators().leave_most, 0.0);
}

TEST(Choices, SettingsOutOfRangeAreNamed) {
  const auto complaint = [](const char* json) {
    const auto read = parse_parameters(json);
    return read ? std::string() : read.error().message;
  };
  EXPECT_NE(complaint(R"({"scenario":"strike","leave_share":[0,0.6]})").find("\"leave_share\" is 0.6"),
            std::string::npos);
  EXPECT_NE(complaint(R"({"scenario":"strike","variety":0.5})").find("\"variety\""), std::string::npos);
  EXPECT_NE(complaint(R"({"scenario":"strike","choice_share":0.3})").find("[least, most]"), std::string::npos);
  EXPECT_EQ(complaint(R"({"scenario":"strike","leave_share":[0.1,0.3],"choice_share":[0,1],"variety":0.2})"), "");
}

}  // namespace
}  // namespace tonus::strike
