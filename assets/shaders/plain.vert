#version 460
#extension GL_EXT_multiview : require
// Scenery, debris and guides: lit at their corners, which is enough for what is flat or small.
#include "frame.glsl"
#include "instance.glsl"
#include "surface.glsl"

layout(location = 0) out vec3 in_shade;  // finished but for the sun
layout(location = 1) out vec3 in_sun;    // what the sun adds where it arrives
layout(location = 2) out vec3 world;
layout(location = 3) out vec3 normal;

void main() {
  world = world_position();
  normal = normalize(turned(vertex_normal / scale_emission.xyz));
  vec3 to_eye = VIEW.eye.xyz - world;
  float distance_m = length(to_eye);
  vec3 albedo = color_role.rgb * vertex_tone;
  float emission = scale_emission.w;
  float roughness = position_roughness.w;
  bool is_guide = int(color_role.w) == kGuide;

  Surface s = surface_at(normal, to_eye / distance_m);
  vec4 haze = haze_between(to_eye, distance_m, is_guide ? 0.55 : 0.0);
  // Guides shine by themselves and hardly care for other light, so that they stay thin and calm.
  in_sun = is_guide ? vec3(0.0) : from_sun(s, albedo, roughness) * haze.a;
  vec3 light = is_guide ? albedo * (0.10 + emission * 1.6)
                        : from_around(s, albedo, roughness) + albedo * (emission * (0.12 + 0.38 * s.facing));
  in_shade = light * haze.a + haze.rgb;
  if (kPlain) in_shade = finish(in_shade + in_sun);
  gl_Position = VIEW.clip_from_world * vec4(world, 1.0);
}
