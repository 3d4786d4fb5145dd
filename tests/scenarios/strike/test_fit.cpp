// Strike for bodies of all kinds: seated, one-handed, short arms, bare hands; and what a hit feels like.
#include <memory>

#include <gtest/gtest.h>

#include <scenarios/strike/strike.hpp>
#include <xr/headless/scripted_player.hpp>

namespace tonus::strike {
namespace {

/// Strike without a session at full intensity.
class Play {
 public:
  explicit Play(const session::Fit& fit, const Parameters& parameters = {})
      : world_(physics::World::create({.step_s = static_cast<float>(kTick_s)})), scenario_(make(parameters)) {
    scenario_->fit_to(fit, false);
    scenario_->set_up(*world_, 9);
    const double share = fit.reach_m > 0.0 ? fit.reach_m / session::kUsualReach_m : 1.0;
    xr::ScriptedPlayerDefinition whoever{.miss_probability = 0.0};
    whoever.strike_plane_z_m *= static_cast<float>(share);
    whoever.reach_m *= static_cast<float>(share);
    whoever.height_m = static_cast<float>(fit.height_m - (fit.is_seated ? session::kSeatedDrop_m : 0.0));
    player_ = xr::ScriptedPlayer(whoever);
    in_.phase = session::Phase::Work;
    in_.intensity = {1.0};
    in_.height_m = static_cast<double>(whoever.height_m);
    in_.allocation = adaptation::allocate({.actuators = scenario_->actuators(), .intensity = 1.0, .skill = 1.0});
    strike_z_m_ = whoever.strike_plane_z_m;
  }

  /// `Hands` makes of the player's fists what the session sees.
  template <class Hands>
  void run(double s, Hands&& hands) {
    for (const auto end = in_.tick + static_cast<std::int64_t>(s * 120.0); in_.tick < end; ++in_.tick) {
      const BodyPoses poses = hands(player_.step(frame_));
      in_.poses = &poses;
      scenario_->before_step(in_, *world_);
      world_->step();
      out_.haptics.clear();
      scenario_->after_step(in_, *world_, out_);
      for (const HapticPulse& pulse : out_.haptics) {
        ++pulses;
        EXPECT_GT(pulse.strength, 0.1F);
        EXPECT_LE(pulse.strength, 1.0F);
        EXPECT_GT(pulse.length, Duration::zero());
      }
      frame_.instances.clear();
      scenario_->draw(*world_, frame_);
      rings = 0;
      for (const Instance& thing : frame_.instances) note(thing);
    }
  }
  void run(double s) {
    run(s, [](const BodyPoses& poses) { return poses; });
  }
  [[nodiscard]] const session::Score& score() const { return out_.score; }
  [[nodiscard]] std::uint64_t hash() const {
    StateHash hash(0);
    scenario_->mix_into(hash);
    world_->mix_into(hash);
    return hash.value();
  }
  int left = 0, right = 0, pulses = 0, balls = 0, rings = 0;    ///< rings: as drawn last
  float lowest_m = 10.0F, highest_m = 0.0F, farthest_m = 0.0F;  ///< of where targets are met

 private:
  void note(const Instance& thing) {
    if (thing.mesh == Mesh::Sphere) ++balls;
    if (thing.role == Role::Guide) ++rings;
    if (thing.role != Role::TargetLeft && thing.role != Role::TargetRight) return;
    if (thing.id <= newest_) return;  // where it sets out says where it is to be met
    newest_ = thing.id;
    ++(thing.role == Role::TargetLeft ? left : right);
    const Vec3 p = thing.current.position;
    lowest_m = std::min(lowest_m, p.y);
    highest_m = std::max(highest_m, p.y);
    const Vec3 shoulder{p.x < 0.0F ? -0.17F : 0.17F, 1.30F + static_cast<float>(in_.height_m), 0.0F};
    farthest_m = std::max(farthest_m, length(Vec3{p.x, p.y, strike_z_m_} - shoulder));
  }

  std::unique_ptr<physics::World> world_;
  std::unique_ptr<session::Scenario> scenario_;
  xr::ScriptedPlayer player_;
  session::ScenarioInputs in_;
  session::ScenarioOutputs out_;
  SceneFrame frame_;
  float strike_z_m_ = 0.0F;
  std::uint32_t newest_ = 0;
};

TEST(Fit, WhoSitsIsAskedLowerAndNeverInTheLap) {
  Play standing({}), seated({.is_seated = true});
  standing.run(60.0);
  seated.run(60.0);
  EXPECT_NEAR(seated.highest_m, standing.highest_m - 0.45F, 0.03F);
  EXPECT_GT(seated.lowest_m, 0.85F - 0.20F) << "the lap is at 0.6 m";
  EXPECT_LT(standing.lowest_m, 1.05F);
  EXPECT_GT(seated.score().hits, seated.score().targets * 8 / 10);
}

TEST(Fit, OneHandIsAskedOfOneHandAlone) {
  for (const auto hand : {session::PlayHands::Left, session::PlayHands::Right}) {
    Play play({.hands = hand});
    play.run(40.0);
    EXPECT_EQ(play.left > 0, hand == session::PlayHands::Left);
    EXPECT_EQ(play.right > 0, hand == session::PlayHands::Right);
    EXPECT_EQ(play.rings, 1);
    EXPECT_GT(play.score().hits, play.score().targets * 8 / 10);
  }
  Parameters one_handed;
  one_handed.sides = Sides::Left;
  Play both({.hands = session::PlayHands::Both}, one_handed);
  both.run(40.0);
  EXPECT_GT(both.right, 0) << "what a person says stands above the scenario's file";
}

TEST(Fit, ShortArmsAreAskedWithinTheirReach) {
  for (const double reach_m : {0.35, 0.5, 0.78, 1.0}) {
    Play play({.reach_m = reach_m});
    play.run(60.0);
    EXPECT_LE(play.farthest_m, static_cast<float>(reach_m)) << reach_m;
    EXPECT_GT(play.farthest_m, 0.7F * static_cast<float>(reach_m)) << reach_m;
    EXPECT_GT(play.score().hits, play.score().targets * 8 / 10) << reach_m;
  }
}

TEST(Fit, TallAndShortPeopleAreMetAtTheirHeight) {
  Play usual({}), tall({.height_m = 0.25});
  usual.run(30.0);
  tall.run(30.0);
  EXPECT_NEAR(tall.highest_m - usual.highest_m, 0.25F, 0.02F);
  EXPECT_NEAR(tall.lowest_m - usual.lowest_m, 0.25F, 0.02F);
}

/// The player's fists as bare hands: a palm where the fist is, fingertips ahead of it.
BodyPoses bare(const BodyPoses& fists) {
  BodyPoses poses = fists;
  for (std::size_t h = 0; h < kHands; ++h) {
    poses.hands[h].is_tracked = false;
    HandJoints& hand = poses.joints[h];
    hand.is_tracked = fists.hands[h].is_tracked;
    for (std::size_t i = 0; i < kHandJoints; ++i)
      hand.position_m[i] =
          fists.hands[h].world_from_hand.position + Vec3{0.004F * static_cast<float>(i % 5), 0.0F, -0.06F};
    hand.position_m[kPalm] = fists.hands[h].world_from_hand.position;
  }
  return poses;
}

TEST(BareHands, StrikeLikeFistsAndAreSeen) {
  Play fists({}), hands({});
  fists.run(60.0);
  hands.run(60.0, bare);
  EXPECT_GT(hands.score().hits, fists.score().hits * 8 / 10);
  EXPECT_GT(hands.balls, 0);
  EXPECT_EQ(fists.balls, 0);
  EXPECT_EQ(hands.pulses, hands.score().hits) << "what holds nothing cannot buzz, but whoever shows it may";
  Play again({});
  again.run(60.0, bare);
  EXPECT_EQ(again.hash(), hands.hash());
}

TEST(BareHands, ThatComeAndGoLeaveNothingBehind) {
  Play play({});
  int tick = 0;
  play.run(30.0, [&tick](const BodyPoses& poses) { return ++tick / 240 % 2 == 0 ? poses : bare(poses); });
  EXPECT_GT(play.score().hits, play.score().targets * 7 / 10);
  const int balls = play.balls;
  play.run(5.0);
  EXPECT_EQ(play.balls, balls);
}

TEST(Haptics, EveryHitIsFeltOnce) {
  Play play({});
  play.run(40.0);
  EXPECT_GT(play.pulses, 20);
  EXPECT_EQ(play.pulses, play.score().hits);
}

}  // namespace
}  // namespace tonus::strike
