#version 460
#extension GL_EXT_multiview : require
// What the lenses of a headset never show: as near as can be, so that nothing is drawn behind it.
#include "frame.glsl"

layout(location = 0) in vec3 place;  // tangents off straight ahead: right, up; z: which view

void main() {
  vec2 pixel = (place.xy - VIEW.sight.zw) / VIEW.sight.xy;
  // In one pass for both views each leaves the other's part out.
  float w = int(place.z + 0.5) == gl_ViewIndex ? 1.0 : -1.0;
  gl_Position = vec4(pixel / frame.span.xy * 2.0 - 1.0, 1.0, w);
}
