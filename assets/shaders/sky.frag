#version 460
#extension GL_EXT_multiview : require
#include "frame.glsl"
#include "show.glsl"

layout(location = 0) in vec3 light;  // finished
layout(location = 0) out vec4 color;

void main() {
  color = shown(light);
}
