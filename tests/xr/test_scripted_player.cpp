// The player that plays headless: fair, human and repeatable.

#include <algorithm>
#include <cmath>
#include <optional>

#include <gtest/gtest.h>

#include <engine/core/hash.hpp>
#include <engine/core/time.hpp>
#include <xr/headless/scripted_player.hpp>

namespace tonus::xr {
namespace {

/// Targets that fly straight at the person, one after the other; says which a hand of the right side touched.
class Range {
 public:
  explicit Range(const ScriptedPlayerDefinition& definition) : player_(definition) {}

  struct Shot {
    Role role = Role::TargetLeft;
    Vec3 through;  ///< where it crosses z = -0.55
    float speed_m_s = 4.0F;
  };
  /// True when the marked hand came within 0.2 m of it (a gem and a glove are about that thick together).
  bool is_hit(const Shot& shot) {
    ++id_;
    bool was_hit = false;
    for (float z = -9.0F; z < 0.5F; z += shot.speed_m_s / 120.0F) {
      SceneFrame frame;
      Instance target;
      target.id = id_;
      target.role = shot.role;
      target.mesh = Mesh::Gem;
      target.current.position = {shot.through.x, shot.through.y, z};
      target.previous.position = {shot.through.x, shot.through.y, z - shot.speed_m_s / 120.0F};
      frame.instances.try_push(target);
      const BodyPoses body = player_.step(frame);
      for (std::size_t h = 0; h < kHands; ++h) {
        const Vec3 at = body.hands[h].world_from_hand.position;
        if (has_last_) peak_m_s_ = std::max(peak_m_s_, length(at - last_[h]) * 120.0F);
        last_[h] = at;
        for (const float part : {at.x, at.y, at.z}) hash_.mix(part);
        const bool is_marked_hand = (shot.role == Role::TargetLeft) == (h == 0) || shot.role == Role::TargetAny;
        was_hit |= is_marked_hand && length(at - target.current.position) < 0.2F;
      }
      has_last_ = true;
    }
    return was_hit;
  }
  [[nodiscard]] float peak_m_s() const { return peak_m_s_; }
  [[nodiscard]] std::uint64_t hash() { return hash_.value(); }

 private:
  ScriptedPlayer player_;
  std::uint32_t id_ = 0;
  std::array<Vec3, kHands> last_{};
  bool has_last_ = false;
  float peak_m_s_ = 0.0F;
  StateHash hash_;
};

Range::Shot shot_number(int i) {
  const auto n = static_cast<float>(i);
  const bool is_left = i % 2 == 0;
  const float side = is_left ? -1.0F : 1.0F;
  return {is_left ? Role::TargetLeft : Role::TargetRight,
          {side * (0.15F + 0.05F * std::fmod(n, 6.0F)), 1.1F + 0.07F * std::fmod(n, 8.0F), -0.55F},
          2.5F + 0.5F * std::fmod(n, 5.0F)};
}

int hits_of(Range& range, int shots) {
  int hits = 0;
  for (int i = 0; i < shots; ++i) hits += range.is_hit(shot_number(i)) ? 1 : 0;
  return hits;
}

TEST(ScriptedPlayer, HitsWithTheMarkedHandWhenItNeverMisses) {
  Range range{{.miss_probability = 0.0}};
  EXPECT_EQ(hits_of(range, 60), 60);
}

TEST(ScriptedPlayer, MissesAboutAsOftenAsToldTo) {
  Range range{{.seed = 3, .miss_probability = 0.25}};
  const int hits = hits_of(range, 200);
  EXPECT_GT(hits, 200 * 0.75 - 25);
  EXPECT_LT(hits, 200 * 0.75 + 25);
}

TEST(ScriptedPlayer, AlwaysMissingHitsNothing) {
  Range range{{.miss_probability = 1.0}};
  EXPECT_EQ(hits_of(range, 40), 0);
}

TEST(ScriptedPlayer, HandsNeverExceedTheSpeedLimit) {
  for (const float limit : {3.0F, 6.0F}) {
    Range range{{.speed_limit_m_s = limit}};
    hits_of(range, 60);
    // Breathing adds up to 0.01 m/s.
    EXPECT_LE(range.peak_m_s(), limit + 0.02F);
    EXPECT_GT(range.peak_m_s(), 1.0F);
  }
}

TEST(ScriptedPlayer, EqualSeedsPlayEqualBitsAndOthersDoNot) {
  Range a{{.seed = 9}}, b{{.seed = 9}}, c{{.seed = 10}};
  hits_of(a, 30);
  hits_of(b, 30);
  hits_of(c, 30);
  EXPECT_EQ(a.hash(), b.hash());
  EXPECT_NE(a.hash(), c.hash());
}

TEST(ScriptedPlayer, RestsWhereNothingComes) {
  ScriptedPlayer player;
  SceneFrame empty;
  BodyPoses body;
  for (int i = 0; i < 240; ++i) body = player.step(empty);
  EXPECT_NEAR(body.hands[0].world_from_hand.position.x, -0.22F, 1e-3F);
  EXPECT_NEAR(body.hands[1].world_from_hand.position.y, 1.25F, 0.01F);
  EXPECT_NEAR(body.hands[1].world_from_hand.position.z, -0.35F, 1e-3F);
  EXPECT_TRUE(body.hands[0].is_tracked);
}

TEST(ScriptedPlayer, LeavesDebrisSceneryAndWhatFliesAwayAlone) {
  ScriptedPlayer player;
  for (int i = 0; i < 240; ++i) {
    SceneFrame frame;
    for (const auto& [role, speed] :
         {std::pair{Role::Debris, 3.0F}, {Role::Scenery, 3.0F}, {Role::TargetLeft, -3.0F}}) {
      Instance thing;
      thing.id = static_cast<std::uint32_t>(role) + 1;
      thing.role = role;
      thing.current.position = {-0.2F, 1.3F, -1.5F + speed * static_cast<float>(i) / 120.0F};
      thing.previous.position = thing.current.position - Vec3{0.0F, 0.0F, speed / 120.0F};
      frame.instances.try_push(thing);
    }
    const auto body = player.step(frame);
    EXPECT_NEAR(body.hands[0].world_from_hand.position.z, -0.35F, 1e-3F);
  }
}

}  // namespace
}  // namespace tonus::xr
