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

void main() {
  world = world_position();
  normal = turned(vertex_normal / scale_emission.xyz);
  tone_of_part = vertex_tone;
  out_color_role = color_role;
  out_centre_radius = vec4(position_roughness.xyz,
                           0.5 * max(scale_emission.x, max(scale_emission.y, scale_emission.z)));
  out_emission_roughness = vec2(scale_emission.w, position_roughness.w);
  gl_Position = VIEW.clip_from_world * vec4(world, 1.0);
}
