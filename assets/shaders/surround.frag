#version 460
#extension GL_EXT_multiview : require
// Where there is nothing, and what is behind the picture shows: only the edge of sight covers it.
#include "frame.glsl"
#include "show.glsl"

layout(location = 0) out vec4 color;

void main() {
  color = vec4(0.0, 0.0, 0.0, edge_dark());
}
