#pragma once
// The baseline: Bullet as its manual shows it, fed with the calls a World was given.

#include <cstdint>
#include <memory>
#include <span>

#include <engine/physics/world.hpp>

namespace tonus::bench {

class PlainBullet {
 public:
  PlainBullet();
  ~PlainBullet();
  void make(const physics::Call& call);
  /// Hash of the placed dynamic bodies' transforms, in the order in which they were made.
  [[nodiscard]] std::uint64_t transforms() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The same calls through physics::World.
class WorldUnderTest {
 public:
  WorldUnderTest() : world_(physics::World::create()) {}
  void make(const physics::Call& call);
  [[nodiscard]] const physics::World& world() const { return *world_; }
  [[nodiscard]] std::uint64_t transforms() const;

 private:
  std::unique_ptr<physics::World> world_;
  std::vector<physics::BodyId> bodies_;
  std::vector<physics::BodyDefinition> definitions_;
};

}  // namespace tonus::bench
