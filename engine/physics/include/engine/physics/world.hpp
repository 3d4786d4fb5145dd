#pragma once
// Rigid bodies behind handles; Bullet stays inside. One world belongs to one thread (the sim thread).
// Equal calls in equal order give equal bits: fixed step, seeded solver, pairs in a fixed order, the accumulator is
// ours.

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <engine/core/hash.hpp>
#include <engine/core/result.hpp>
#include <engine/scene/pose.hpp>

namespace tonus::physics {

/// Handle; the generation tells a reused slot from the body it once held. Generation 0 is no body.
struct BodyId {
  std::uint32_t index = 0;
  std::uint32_t generation = 0;
  friend constexpr bool operator==(BodyId, BodyId) = default;
};
struct ShapeId {
  std::uint32_t index = 0;
  friend constexpr bool operator==(ShapeId, ShapeId) = default;
};

enum class Motion : std::uint8_t {
  Static,     ///< never moves
  Kinematic,  ///< goes where it is told, pushes others, is pushed by none
  Dynamic,    ///< moved by forces and contacts
};

/// Bits; two bodies meet when each one's `collides_with` holds the other's `group`.
using Group = std::uint16_t;

struct BodyDefinition {
  ShapeId shape;
  Motion motion = Motion::Dynamic;
  float mass_kg = 1.0F;         ///< > 0 for dynamic bodies, ignored for others
  float friction = 0.5F;        ///< 0…1
  float restitution = 0.2F;     ///< 0…1
  float linear_damping = 0.0F;  ///< share of velocity lost per second, 0…1
  float angular_damping = 0.05F;
  float gravity_scale = 1.0F;  ///< 0: floats
  Group group = 1;
  Group collides_with = 0xFFFF;
  std::uint32_t tag = 0;  ///< the owner's; comes back in contacts
  bool is_spare = false;  ///< leaves no trace in the hash while it is parked: for what a recording may do without
};

struct Contact {
  BodyId a, b;
  std::uint32_t tag_a = 0, tag_b = 0;
  Vec3 point_m;              ///< in the world
  Vec3 normal;               ///< unit, from b towards a
  float closing_m_s = 0.0F;  ///< speed of approach along the normal before the step, >= 0
};

/// One mutating call, in order: enough to build the same scene in another engine. For benchmarks and bug reports.
struct Call {
  enum class Kind : std::uint8_t { AddBox, AddSphere, AddHull, AddPlane, AddBody, Place, Park, MoveTo, Step };
  Kind kind = Kind::Step;
  std::uint32_t target = 0;  ///< shape or body index
  BodyDefinition body;
  Pose pose;
  Vec3 linear, angular;      ///< velocities (Place), half extents in linear (AddBox), radius in linear.x (AddSphere)
  std::vector<Vec3> points;  ///< AddHull
};

struct WorldDefinition {
  Vec3 gravity_m_s2{0.0F, -9.81F, 0.0F};
  float step_s = 1.0F / 120.0F;
  std::uint32_t max_bodies = 512;         ///< adding more is refused
  std::vector<Call>* call_log = nullptr;  ///< when set, every mutating call is appended (this allocates)
};

enum class WorldError : std::uint8_t { TooManyBodies, BadShape };

class World {
 public:
  [[nodiscard]] static std::unique_ptr<World> create(const WorldDefinition& definition = {});
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  // Shapes live as long as the world. Sizes in metres, all > 0; a hull needs at least 4 points, at most 64.
  [[nodiscard]] Result<ShapeId, WorldError> add_box(Vec3 half_extents_m);
  [[nodiscard]] Result<ShapeId, WorldError> add_sphere(float radius_m);
  [[nodiscard]] Result<ShapeId, WorldError> add_hull(std::span<const Vec3> points_m);
  /// Horizontal half-space below y = height_m.
  [[nodiscard]] Result<ShapeId, WorldError> add_plane(float height_m);

  /// Makes a body that is parked: it exists, but takes no part until placed.
  [[nodiscard]] Result<BodyId, WorldError> add_body(const BodyDefinition& definition);
  /// Puts a body into the world (or moves it there at once), awake, with these velocities (m/s, rad/s).
  void place(BodyId id, const Pose& pose, Vec3 linear_m_s = {}, Vec3 angular_rad_s = {}) noexcept;
  /// Takes a body out of the world; it keeps its slot and may be placed again.
  void park(BodyId id) noexcept;
  [[nodiscard]] bool is_parked(BodyId id) const noexcept;
  /// Kinematic bodies: be there at the end of the next step; what is in the way is pushed at that speed.
  void move_to(BodyId id, const Pose& pose) noexcept;

  /// Advances by step_s; then contacts() and the poses are those after the step.
  void step() noexcept;

  [[nodiscard]] Pose pose(BodyId id) const noexcept;           ///< after the latest step, or where it was placed
  [[nodiscard]] Pose previous_pose(BodyId id) const noexcept;  ///< before the latest step
  [[nodiscard]] Vec3 velocity_m_s(BodyId id) const noexcept;
  /// Touching pairs of the latest step in a fixed order, one entry a pair (its deepest point). At most 256; more are
  /// dropped.
  [[nodiscard]] std::span<const Contact> contacts() const noexcept;
  [[nodiscard]] std::uint32_t awake_bodies() const noexcept;
  /// Which bodies are parked, and transform and velocity of every placed one, in slot order.
  void mix_into(StateHash& hash) const noexcept;

 private:
  struct Impl;
  explicit World(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace tonus::physics
