#version 460
#extension GL_EXT_multiview : require
// One triangle over everything, infinitely far away (reversed depth: 0).
#include "frame.glsl"

layout(location = 0) out vec3 ray;

void main() {
  vec2 clip = vec2((gl_VertexIndex << 1) & 2, gl_VertexIndex & 2) * 2.0 - 1.0;
  ray = VIEW.ray_middle.xyz + VIEW.ray_x.xyz * clip.x + VIEW.ray_y.xyz * clip.y;
  gl_Position = vec4(clip, 0.0, 1.0);
}
