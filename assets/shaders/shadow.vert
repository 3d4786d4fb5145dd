#version 460
#extension GL_EXT_multiview : require
#include "frame.glsl"
#include "instance.glsl"

void main() {
  gl_Position = frame.shadow_from_world * vec4(world_position(), 1.0);
}
