#include <engine/physics/world.hpp>

#include <array>
#include <cmath>
#include <utility>

#include <BulletCollision/BroadphaseCollision/btDbvtBroadphase.h>
#include <btBulletDynamicsCommon.h>

#include <engine/core/contract.hpp>
#include <engine/core/inline_vector.hpp>

#include "pool.hpp"

namespace tonus::physics {
namespace {

btVector3 native(Vec3 v) { return {v.x, v.y, v.z}; }
btTransform native(const Pose& p) {
  return btTransform{btQuaternion{p.rotation.x, p.rotation.y, p.rotation.z, p.rotation.w}, native(p.position)};
}
Vec3 plain(const btVector3& v) { return {v.x(), v.y(), v.z()}; }
Pose plain(const btTransform& t) {
  // Matrix to quaternion with sqrt alone: Bullet's getRotation does the same without a libm call.
  const btQuaternion q = t.getRotation();
  return {{q.x(), q.y(), q.z(), q.w()}, plain(t.getOrigin())};
}

constexpr std::size_t kMaxContacts = 256;
constexpr float kTouching_m = 0.005F;

struct Slot {
  std::unique_ptr<btRigidBody> body;
  BodyDefinition definition;
  std::uint32_t generation = 1;
  Pose previous, current;    ///< before and after the latest step; kept because turning matrices into quaternions costs
  Vec3 velocity_before_m_s;  ///< at the start of the latest step, for closing speeds
  bool is_parked = true;
};

}  // namespace

// Bullet objects are members, not heap blocks, in the order in which they need each other.
struct World::Impl {
  explicit Impl(const WorldDefinition& d)
      : definition(d), dispatcher(&configuration), dynamics(&dispatcher, &broadphase, &solver, &configuration) {
    dynamics.setGravity(native(d.gravity_m_s2));
    dynamics.getDispatchInfo().m_deterministicOverlappingPairs = true;
    solver.setRandSeed(1);
    slots.reserve(d.max_bodies);
    // Bullet's own arrays grow by doubling; asking for the most now keeps a running session off the heap.
    dynamics.getCollisionObjectArray().reserve(static_cast<int>(d.max_bodies));
  }
  ~Impl() {
    for (auto& slot : slots) {
      if (!slot.is_parked) dynamics.removeRigidBody(slot.body.get());
    }
  }

  Slot& at(BodyId id) {
    TONUS_EXPECTS(id.index < slots.size() && slots[id.index].generation == id.generation);
    return slots[id.index];
  }
  void log(Call call) {
    if (definition.call_log != nullptr) definition.call_log->push_back(std::move(call));
  }
  Result<ShapeId, WorldError> keep(std::unique_ptr<btCollisionShape> shape, Call call) {
    const auto index = static_cast<std::uint32_t>(shapes.size());
    shapes.push_back(std::move(shape));
    call.target = index;
    log(std::move(call));
    return ShapeId{index};
  }
  void collect_contacts();

  WorldDefinition definition;
  btDefaultCollisionConfiguration configuration;
  btCollisionDispatcher dispatcher;
  btDbvtBroadphase broadphase;
  btSequentialImpulseConstraintSolver solver;
  btDiscreteDynamicsWorld dynamics;
  std::vector<std::unique_ptr<btCollisionShape>> shapes;
  std::vector<Slot> slots;
  InlineVector<Contact, kMaxContacts> contacts;
  bool is_stocked = false;
};

World::World(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
World::~World() = default;

std::unique_ptr<World> World::create(const WorldDefinition& definition) {
  install_pool();
  return std::unique_ptr<World>(new World(std::make_unique<Impl>(definition)));
}

Result<ShapeId, WorldError> World::add_box(Vec3 half_extents_m) {
  if (!(half_extents_m.x > 0 && half_extents_m.y > 0 && half_extents_m.z > 0)) return fail(WorldError::BadShape);
  return impl_->keep(std::make_unique<btBoxShape>(native(half_extents_m)),
                     {.kind = Call::Kind::AddBox, .linear = half_extents_m});
}

Result<ShapeId, WorldError> World::add_sphere(float radius_m) {
  if (!(radius_m > 0)) return fail(WorldError::BadShape);
  return impl_->keep(std::make_unique<btSphereShape>(radius_m),
                     {.kind = Call::Kind::AddSphere, .linear = {radius_m, 0, 0}});
}

Result<ShapeId, WorldError> World::add_hull(std::span<const Vec3> points_m) {
  if (points_m.size() < 4 || points_m.size() > 64) return fail(WorldError::BadShape);
  auto hull = std::make_unique<btConvexHullShape>();
  for (const Vec3 p : points_m) hull->addPoint(native(p), false);
  hull->setMargin(0.004F);
  hull->recalcLocalAabb();
  return impl_->keep(std::move(hull), {.kind = Call::Kind::AddHull, .points = {points_m.begin(), points_m.end()}});
}

Result<ShapeId, WorldError> World::add_plane(float height_m) {
  return impl_->keep(std::make_unique<btStaticPlaneShape>(btVector3{0, 1, 0}, height_m),
                     {.kind = Call::Kind::AddPlane, .linear = {height_m, 0, 0}});
}

Result<BodyId, WorldError> World::add_body(const BodyDefinition& d) {
  if (d.shape.index >= impl_->shapes.size() || (d.motion == Motion::Dynamic && !(d.mass_kg > 0))) {
    return fail(WorldError::BadShape);
  }
  if (impl_->slots.size() >= impl_->definition.max_bodies) return fail(WorldError::TooManyBodies);
  btCollisionShape* shape = impl_->shapes[d.shape.index].get();
  const float mass = d.motion == Motion::Dynamic ? d.mass_kg : 0.0F;
  btVector3 inertia{0, 0, 0};
  if (mass > 0) shape->calculateLocalInertia(mass, inertia);
  btRigidBody::btRigidBodyConstructionInfo info{mass, nullptr, shape, inertia};
  info.m_friction = d.friction;
  info.m_restitution = d.restitution;
  info.m_linearDamping = d.linear_damping;
  info.m_angularDamping = d.angular_damping;
  Slot slot;
  slot.definition = d;
  slot.body = std::make_unique<btRigidBody>(info);
  if (d.motion == Motion::Kinematic) {
    slot.body->setCollisionFlags(slot.body->getCollisionFlags() | btCollisionObject::CF_KINEMATIC_OBJECT);
    slot.body->setActivationState(DISABLE_DEACTIVATION);
  }
  // Bullet would overwrite a body's own gravity when it joins the world.
  slot.body->setFlags(slot.body->getFlags() | BT_DISABLE_WORLD_GRAVITY);
  const auto index = static_cast<std::uint32_t>(impl_->slots.size());
  slot.body->setUserIndex(static_cast<int>(index));
  impl_->slots.push_back(std::move(slot));
  impl_->log({.kind = Call::Kind::AddBody, .target = index, .body = d});
  return BodyId{index, 1};
}

void World::place(BodyId id, const Pose& pose, Vec3 linear_m_s, Vec3 angular_rad_s) noexcept {
  Slot& slot = impl_->at(id);
  btRigidBody& body = *slot.body;
  const btTransform transform = native(pose);
  body.setWorldTransform(transform);
  body.setInterpolationWorldTransform(transform);
  body.setLinearVelocity(native(linear_m_s));
  body.setAngularVelocity(native(angular_rad_s));
  body.setInterpolationLinearVelocity(native(linear_m_s));
  body.setInterpolationAngularVelocity(native(angular_rad_s));
  body.clearForces();
  if (slot.is_parked) {
    impl_->dynamics.addRigidBody(&body, slot.definition.group, slot.definition.collides_with);
    slot.is_parked = false;
  } else {
    impl_->broadphase.getOverlappingPairCache()->cleanProxyFromPairs(body.getBroadphaseHandle(), &impl_->dispatcher);
    impl_->dynamics.updateSingleAabb(&body);
  }
  if (slot.definition.motion == Motion::Dynamic) {
    body.setGravity(native(impl_->definition.gravity_m_s2) * slot.definition.gravity_scale);
    body.setActivationState(ACTIVE_TAG);
    body.setDeactivationTime(0);
  }
  slot.previous = slot.current = pose;
  impl_->log(
      {.kind = Call::Kind::Place, .target = id.index, .pose = pose, .linear = linear_m_s, .angular = angular_rad_s});
}

void World::park(BodyId id) noexcept {
  Slot& slot = impl_->at(id);
  if (slot.is_parked) return;
  impl_->dynamics.removeRigidBody(slot.body.get());
  slot.is_parked = true;
  impl_->log({.kind = Call::Kind::Park, .target = id.index});
}

bool World::is_parked(BodyId id) const noexcept { return impl_->at(id).is_parked; }

void World::move_to(BodyId id, const Pose& pose) noexcept {
  Slot& slot = impl_->at(id);
  TONUS_EXPECTS(slot.definition.motion == Motion::Kinematic);
  slot.body->setWorldTransform(native(pose));
  impl_->log({.kind = Call::Kind::MoveTo, .target = id.index, .pose = pose});
}

void World::step() noexcept {
  if (!impl_->is_stocked) {
    // On the thread that steps: what every body needs in the broadphase, should all of them be placed at once.
    impl_->is_stocked = true;
    stock_pool(sizeof(btDbvtProxy), impl_->slots.size());
    stock_pool(sizeof(btDbvtNode), 2 * impl_->slots.size());
  }
  const float per_second = 1.0F / impl_->definition.step_s;
  for (Slot& slot : impl_->slots) {
    if (slot.is_parked) continue;
    if (slot.definition.motion == Motion::Kinematic) {
      slot.velocity_before_m_s =
          (plain(slot.body->getWorldTransform().getOrigin()) - slot.current.position) * per_second;
    } else if (slot.definition.motion == Motion::Dynamic) {
      slot.velocity_before_m_s = plain(slot.body->getLinearVelocity());
    }
  }
  impl_->dynamics.stepSimulation(impl_->definition.step_s, 0);
  for (Slot& slot : impl_->slots) {
    if (slot.is_parked || slot.definition.motion == Motion::Static) continue;
    slot.previous = slot.current;
    if (slot.body->isActive()) slot.current = plain(slot.body->getWorldTransform());
  }
  impl_->collect_contacts();
  impl_->log({.kind = Call::Kind::Step});
}

void World::Impl::collect_contacts() {
  contacts.clear();
  for (int i = 0; i < dispatcher.getNumManifolds(); ++i) {
    const btPersistentManifold* manifold = dispatcher.getManifoldByIndexInternal(i);
    const btManifoldPoint* deepest = nullptr;
    for (int p = 0; p < manifold->getNumContacts(); ++p) {
      const btManifoldPoint& point = manifold->getContactPoint(p);
      if (deepest == nullptr || point.getDistance() < deepest->getDistance()) deepest = &point;
    }
    if (deepest == nullptr || deepest->getDistance() > kTouching_m) continue;
    const auto index_a = static_cast<std::uint32_t>(manifold->getBody0()->getUserIndex());
    const auto index_b = static_cast<std::uint32_t>(manifold->getBody1()->getUserIndex());
    const Slot& a = slots[index_a];
    const Slot& b = slots[index_b];
    const Vec3 normal = plain(deepest->m_normalWorldOnB);
    const float closing = dot(b.velocity_before_m_s - a.velocity_before_m_s, normal);
    contacts.try_push({{index_a, a.generation},
                       {index_b, b.generation},
                       a.definition.tag,
                       b.definition.tag,
                       plain(deepest->getPositionWorldOnB()),
                       normal,
                       closing > 0 ? closing : 0.0F});
  }
}

Pose World::pose(BodyId id) const noexcept { return impl_->at(id).current; }
Pose World::previous_pose(BodyId id) const noexcept { return impl_->at(id).previous; }
Vec3 World::velocity_m_s(BodyId id) const noexcept { return plain(impl_->at(id).body->getLinearVelocity()); }
std::span<const Contact> World::contacts() const noexcept { return {impl_->contacts.data(), impl_->contacts.size()}; }

std::uint32_t World::awake_bodies() const noexcept {
  std::uint32_t n = 0;
  for (const Slot& slot : impl_->slots) {
    n += !slot.is_parked && slot.definition.motion == Motion::Dynamic && slot.body->isActive() ? 1U : 0U;
  }
  return n;
}

void World::mix_into(StateHash& hash) const noexcept {
  for (const Slot& slot : impl_->slots) {
    if (slot.is_parked && slot.definition.is_spare) continue;
    hash.mix(slot.is_parked);
    if (slot.is_parked || slot.definition.motion == Motion::Static) continue;
    // Gather, then mix once: a session hashes a hundred bodies every tick.
    const Pose& p = slot.current;
    std::array<float, 13> numbers{p.position.x, p.position.y, p.position.z, p.rotation.x,
                                  p.rotation.y, p.rotation.z, p.rotation.w};
    std::size_t n = 7;
    const auto take = [&](const btVector3& v) {
      numbers[n++] = v.x();
      numbers[n++] = v.y();
      numbers[n++] = v.z();
    };
    take(slot.body->getLinearVelocity());
    take(slot.body->getAngularVelocity());
    hash.mix_bytes(std::as_bytes(std::span{numbers}));
    hash.mix(slot.body->getActivationState());
  }
}

}  // namespace tonus::physics
