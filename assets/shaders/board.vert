#version 460
#extension GL_EXT_multiview : require
// Panels on a board that stands in the world: the part of it that is not empty.
#include "panel.glsl"

layout(location = 0) out vec2 at;  // pixels of the panels

// Two triangles, seen from the front.
const vec2 kCorners[6] = vec2[](vec2(0, 0), vec2(0, 1), vec2(1, 1), vec2(0, 0), vec2(1, 1), vec2(1, 0));

void main() {
  at = mix(panel.content.xy, panel.content.zw, kCorners[gl_VertexIndex]);
  int first = 3 * gl_ViewIndex;
  gl_Position = panel.clip_from_pixel[first] * at.x + panel.clip_from_pixel[first + 1] * at.y +
                panel.clip_from_pixel[first + 2];
}
