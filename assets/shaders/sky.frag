#version 460
#extension GL_EXT_multiview : require
#include "frame.glsl"

layout(location = 0) in vec3 light;
layout(location = 0) out vec4 color;

void main() {
  color = vec4(finish(light), 1.0);
}
