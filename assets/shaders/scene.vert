#version 460
#extension GL_EXT_multiview : require
#include "frame.glsl"
#include "instance.glsl"

layout(location = 0) out vec3 world;
layout(location = 1) out vec3 normal;
layout(location = 2) flat out vec4 out_color_role;
layout(location = 3) flat out vec4 out_centre_radius;
layout(location = 4) flat out vec2 out_emission_roughness;
layout(location = 5) out float tone_of_part;
layout(location = 6) out vec4 haze;  // a: how much of the thing is still seen

void main() {
  world = world_position();
  normal = turned(vertex_normal / scale_emission.xyz);
  tone_of_part = vertex_tone;
  out_color_role = color_role;
  out_centre_radius = vec4(position_roughness.xyz,
                           0.5 * max(scale_emission.x, max(scale_emission.y, scale_emission.z)));
  out_emission_roughness = vec2(scale_emission.w, position_roughness.w);
  vec3 to_eye = VIEW.eye.xyz - world;
  float distance_m = length(to_eye);
  // What is to be hit or followed pierces the haze, so that it is seen coming from afar.
  int role = int(color_role.w);
  float pierce = (role >= 1 && role <= 3) || role == 7 ? 0.55 : 0.0;
  float clear = mix(clear_air(distance_m), 1.0, pierce);
  haze = vec4(air(normalize(-to_eye * vec3(1.0, 0.3, 1.0))) * (0.9 * (1.0 - clear)), clear);
  gl_Position = VIEW.clip_from_world * vec4(world, 1.0);
}
