#version 460
#extension GL_EXT_multiview : require
#include "frame.glsl"
#include "shadow.glsl"
#include "show.glsl"

layout(location = 0) in vec3 in_shade;  // kPlain: finished
layout(location = 1) in vec3 in_sun;
layout(location = 2) in vec3 world;
layout(location = 3) in vec3 normal;
layout(location = 0) out vec4 color;

void main() {
  color = shown(kPlain ? in_shade : finish(in_shade + in_sun * sunlight(world, normal)));
}
