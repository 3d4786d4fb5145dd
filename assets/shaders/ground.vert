#version 460
#extension GL_EXT_multiview : require
#include "frame.glsl"

layout(location = 0) out vec3 world;

void main() {
  const float kReach_m = 900.0;
  vec2 corner = vec2(gl_VertexIndex & 1, gl_VertexIndex >> 1) * 2.0 - 1.0;
  world = vec3(VIEW.eye.x + corner.x * kReach_m, 0.0, VIEW.eye.z + corner.y * kReach_m);
  gl_Position = VIEW.clip_from_world * vec4(world, 1.0);
}
