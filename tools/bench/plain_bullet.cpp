#include "plain_bullet.hpp"

#include <vector>

#include <btBulletDynamicsCommon.h>

#include <engine/core/hash.hpp>
#include <engine/core/time.hpp>

namespace tonus::bench {
namespace {

using Kind = physics::Call::Kind;

btVector3 native(Vec3 v) { return {v.x, v.y, v.z}; }
btTransform native(const Pose& p) {
  return btTransform{btQuaternion{p.rotation.x, p.rotation.y, p.rotation.z, p.rotation.w}, native(p.position)};
}

}  // namespace

struct PlainBullet::Impl {
  Impl() : dispatcher(&configuration), world(&dispatcher, &broadphase, &solver, &configuration) {
    world.setGravity({0.0F, -9.81F, 0.0F});
    world.getDispatchInfo().m_deterministicOverlappingPairs = true;
  }
  ~Impl() {
    for (auto& body : bodies) {
      if (body->isInWorld()) world.removeRigidBody(body.get());
    }
  }
  void add_body(const physics::BodyDefinition& d) {
    btCollisionShape* shape = shapes[d.shape.index].get();
    const float mass = d.motion == physics::Motion::Dynamic ? d.mass_kg : 0.0F;
    btVector3 inertia{0, 0, 0};
    if (mass > 0) shape->calculateLocalInertia(mass, inertia);
    btRigidBody::btRigidBodyConstructionInfo info{mass, nullptr, shape, inertia};
    info.m_friction = d.friction;
    info.m_restitution = d.restitution;
    info.m_linearDamping = d.linear_damping;
    info.m_angularDamping = d.angular_damping;
    bodies.push_back(std::make_unique<btRigidBody>(info));
    btRigidBody& body = *bodies.back();
    body.setFlags(body.getFlags() | BT_DISABLE_WORLD_GRAVITY);
    if (d.motion == physics::Motion::Kinematic) {
      body.setCollisionFlags(body.getCollisionFlags() | btCollisionObject::CF_KINEMATIC_OBJECT);
      body.setActivationState(DISABLE_DEACTIVATION);
    }
    definitions.push_back(d);
  }
  void place(const physics::Call& call) {
    btRigidBody& body = *bodies[call.target];
    const physics::BodyDefinition& d = definitions[call.target];
    body.setWorldTransform(native(call.pose));
    body.setInterpolationWorldTransform(native(call.pose));
    body.setLinearVelocity(native(call.linear));
    body.setAngularVelocity(native(call.angular));
    body.setInterpolationLinearVelocity(native(call.linear));
    body.setInterpolationAngularVelocity(native(call.angular));
    body.clearForces();
    if (!body.isInWorld()) world.addRigidBody(&body, d.group, d.collides_with);
    if (d.motion == physics::Motion::Dynamic) {
      body.setGravity(btVector3{0.0F, -9.81F, 0.0F} * d.gravity_scale);
      body.setActivationState(ACTIVE_TAG);
      body.setDeactivationTime(0);
    }
  }

  btDefaultCollisionConfiguration configuration;
  btCollisionDispatcher dispatcher;
  btDbvtBroadphase broadphase;
  btSequentialImpulseConstraintSolver solver;
  btDiscreteDynamicsWorld world;
  std::vector<std::unique_ptr<btCollisionShape>> shapes;
  std::vector<std::unique_ptr<btRigidBody>> bodies;
  std::vector<physics::BodyDefinition> definitions;
};

PlainBullet::PlainBullet() : impl_(std::make_unique<Impl>()) {}
PlainBullet::~PlainBullet() = default;

void PlainBullet::make(const physics::Call& call) {
  Impl& s = *impl_;
  switch (call.kind) {
    case Kind::AddBox: s.shapes.push_back(std::make_unique<btBoxShape>(native(call.linear))); break;
    case Kind::AddSphere: s.shapes.push_back(std::make_unique<btSphereShape>(call.linear.x)); break;
    case Kind::AddPlane:
      s.shapes.push_back(std::make_unique<btStaticPlaneShape>(btVector3{0, 1, 0}, call.linear.x));
      break;
    case Kind::AddHull: {
      auto hull = std::make_unique<btConvexHullShape>();
      for (const Vec3 p : call.points) hull->addPoint(native(p), false);
      hull->setMargin(0.004F);
      hull->recalcLocalAabb();
      s.shapes.push_back(std::move(hull));
      break;
    }
    case Kind::AddBody: s.add_body(call.body); break;
    case Kind::Place: s.place(call); break;
    case Kind::Park: s.world.removeRigidBody(s.bodies[call.target].get()); break;
    case Kind::MoveTo: s.bodies[call.target]->setWorldTransform(native(call.pose)); break;
    case Kind::Step: s.world.stepSimulation(static_cast<float>(kTick_s), 0); break;
  }
}

std::uint64_t PlainBullet::transforms() const {
  StateHash hash;
  for (std::size_t i = 0; i < impl_->bodies.size(); ++i) {
    const btRigidBody& body = *impl_->bodies[i];
    if (!body.isInWorld() || impl_->definitions[i].motion != physics::Motion::Dynamic) continue;
    const btVector3& p = body.getWorldTransform().getOrigin();
    for (const float x : {p.x(), p.y(), p.z()}) hash.mix(x);
  }
  return hash.value();
}

void WorldUnderTest::make(const physics::Call& call) {
  switch (call.kind) {
    case Kind::AddBox: static_cast<void>(world_->add_box(call.linear)); break;
    case Kind::AddSphere: static_cast<void>(world_->add_sphere(call.linear.x)); break;
    case Kind::AddPlane: static_cast<void>(world_->add_plane(call.linear.x)); break;
    case Kind::AddHull: static_cast<void>(world_->add_hull(call.points)); break;
    case Kind::AddBody:
      bodies_.push_back(*world_->add_body(call.body));
      definitions_.push_back(call.body);
      break;
    case Kind::Place: world_->place(bodies_[call.target], call.pose, call.linear, call.angular); break;
    case Kind::Park: world_->park(bodies_[call.target]); break;
    case Kind::MoveTo: world_->move_to(bodies_[call.target], call.pose); break;
    case Kind::Step: world_->step(); break;
  }
}

std::uint64_t WorldUnderTest::transforms() const {
  StateHash hash;
  for (std::size_t i = 0; i < bodies_.size(); ++i) {
    if (world_->is_parked(bodies_[i]) || definitions_[i].motion != physics::Motion::Dynamic) continue;
    const Vec3 p = world_->pose(bodies_[i]).position;
    for (const float x : {p.x, p.y, p.z}) hash.mix(x);
  }
  return hash.value();
}

}  // namespace tonus::bench
