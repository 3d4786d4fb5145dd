#include "demo_scene.hpp"

#include <array>
#include <cmath>

#include <engine/core/random.hpp>

namespace tonus::test {
namespace {

constexpr Vec3 kLeftColor{0.05F, 0.42F, 0.62F};
constexpr Vec3 kRightColor{0.85F, 0.30F, 0.07F};
constexpr Vec3 kAnyColor{0.42F, 0.30F, 0.70F};

class Stage {
 public:
  explicit Stage(float moved_m) : moved_m_(moved_m) {}

  void add(Instance instance, Vec3 velocity = {}) {
    instance.id = ++last_id_;
    instance.previous = instance.current;
    instance.previous.position = instance.current.position - velocity;
    frame.instances.try_push(instance);
  }
  void gem(Role role, Vec3 at, float size_m, float turn_rad) {
    const Vec3 color = role == Role::TargetLeft ? kLeftColor : role == Role::TargetRight ? kRightColor : kAnyColor;
    add({.current = {axis_angle(normalized({0.4F, 1.0F, 0.2F}), turn_rad), at},
         .scale_m = {size_m, size_m, size_m},
         .color = color,
         .emission = 0.5F,
         .roughness = 0.22F,
         .mesh = Mesh::Gem,
         .role = role},
        {0.0F, 0.0F, moved_m_});
  }
  SceneFrame frame;

 private:
  float moved_m_;
  std::uint32_t last_id_ = 0;
};

void add_gems(Stage& stage) {
  struct Flight {
    Role role;
    Vec3 at;
  };
  const std::array<Flight, 12> flights{{{Role::TargetLeft, {-0.34F, 1.42F, -1.5F}},
                                        {Role::TargetRight, {0.36F, 1.28F, -2.2F}},
                                        {Role::TargetLeft, {-0.5F, 1.62F, -3.3F}},
                                        {Role::TargetRight, {0.18F, 1.62F, -4.2F}},
                                        {Role::TargetAny, {0.0F, 1.05F, -3.0F}},
                                        {Role::TargetLeft, {-0.25F, 1.2F, -5.4F}},
                                        {Role::TargetRight, {0.5F, 1.4F, -6.5F}},
                                        {Role::TargetLeft, {-0.6F, 1.5F, -7.7F}},
                                        {Role::TargetRight, {0.3F, 1.7F, -9.0F}},
                                        {Role::TargetLeft, {-0.3F, 1.35F, -10.5F}},
                                        {Role::TargetRight, {0.55F, 1.25F, -12.0F}},
                                        {Role::TargetAny, {0.0F, 1.6F, -14.0F}}}};
  float turn = 0.3F;
  for (const auto& f : flights) stage.gem(f.role, f.at, 0.26F, turn += 0.7F);
}

void add_debris(Stage& stage) {
  Random random{7};
  for (int i = 0; i < 22; ++i) {
    const double angle = random.uniform(0.0, 6.283);
    const double out = random.uniform(0.03, 0.34);
    const double deep = random.uniform(-0.3, 0.15);
    const double size = random.uniform(0.04, 0.13);
    const double turn = random.uniform(0.0, 6.283);
    const double axis_x = random.uniform(-1.0, 1.0);
    const double axis_y = random.uniform(-1.0, 1.0);
    const Vec3 at{static_cast<float>(0.42 + std::cos(angle) * out), static_cast<float>(1.3 + std::sin(angle) * out),
                  static_cast<float>(-1.0 + deep)};
    const auto s = static_cast<float>(size);
    stage.add({.current = {axis_angle(normalized({static_cast<float>(axis_x), static_cast<float>(axis_y), 0.5F}),
                                      static_cast<float>(turn)),
                           at},
               .scale_m = {s, s, s},
               .color = kRightColor,
               .emission = 0.25F,
               .roughness = 0.3F,
               .mesh = Mesh::Shard,
               .role = Role::Debris});
  }
}

void add_body(Stage& stage) {
  const Quat tilt = axis_angle({1, 0, 0}, 0.25F);
  stage.add({.current = {tilt * axis_angle({0, 1, 0}, -0.25F), {-0.24F, 1.3F, -0.55F}},
             .scale_m = {0.14F, 0.14F, 0.19F},
             .color = {0.05F, 0.3F, 0.45F},
             .roughness = 0.5F,
             .mesh = Mesh::Glove,
             .role = Role::GloveLeft});
  stage.add({.current = {tilt * axis_angle({0, 1, 0}, 0.2F), {0.3F, 1.36F, -0.72F}},
             .scale_m = {0.14F, 0.14F, 0.19F},
             .color = {0.62F, 0.2F, 0.05F},
             .roughness = 0.5F,
             .mesh = Mesh::Glove,
             .role = Role::GloveRight});
}

void add_scenery(Stage& stage) {
  for (int i = 0; i < 6; ++i) {
    const float z = -2.5F - static_cast<float>(i) * 3.4F;
    for (const float side : {-1.0F, 1.0F}) {
      const float height = 2.4F + 0.5F * static_cast<float>((i * 7) % 3);
      stage.add({.current = {axis_angle({0, 1, 0}, 0.3F * static_cast<float>(i)), {side * 3.3F, height * 0.5F, z}},
                 .scale_m = {0.55F, height, 0.55F},
                 .color = {0.16F, 0.17F, 0.22F},
                 .roughness = 0.55F,
                 .mesh = Mesh::Pillar,
                 .role = Role::Scenery});
    }
  }
  for (int i = 0; i < 3; ++i)
    stage.add({.current = {{}, {0.0F, 1.4F, -6.0F - 5.0F * static_cast<float>(i)}},
               .scale_m = {2.6F, 2.6F, 2.6F},
               .color = {0.55F, 0.62F, 0.8F},
               .emission = 0.5F,
               .roughness = 0.6F,
               .mesh = Mesh::Ring,
               .role = Role::Guide});
}

}  // namespace

SceneFrame demo_scene(float moved_m) {
  Stage stage{moved_m};
  add_gems(stage);
  add_debris(stage);
  add_body(stage);
  add_scenery(stage);
  stage.frame.tick = 1200;
  return stage.frame;
}

render::View desktop_view(render::Extent extent) {
  return render::symmetric_view({axis_angle({1, 0, 0}, -0.04F), {0.0F, 1.65F, 0.0F}}, 1.05F, extent);
}

}  // namespace tonus::test
