#version 460
#extension GL_EXT_multiview : require
// A wide, dark, faintly polished floor. Fine lines tell distance and speed near the person and vanish into the haze.
#include "frame.glsl"
#include "shadow.glsl"
#include "show.glsl"

layout(location = 0) in vec3 world;
layout(location = 1) in vec4 far_light;  // kPlain: rgb finished, with the ground's own light
layout(location = 2) in float line_light;
layout(location = 3) in vec3 inked;
layout(location = 0) out vec4 color;

// A line of the given half width at every whole number of x, filtered over one pixel; never brighter than it is wide.
vec3 lines(vec3 x, vec3 half_width) {
  vec3 pixel = fwidth(x);
  vec3 d = abs(fract(x - 0.5) - 0.5);
  vec3 wide = pixel + half_width;
  // A tent as wide as line and pixel together holds about as much light as the line would.
  return clamp(1.0 - d / wide, 0.0, 1.0) * clamp(2.0 * half_width / wide, 0.0, 1.0);
}

void main() {
  // One metre squares, and circles around where the person stands, every three metres.
  vec3 seen = lines(vec3(world.xz, length(world.xz) * (1.0 / 3.0)), vec3(0.008, 0.008, 0.005));
  float ink = max(seen.x, seen.y) * 0.055 + seen.z * 0.14;
  vec3 light = far_light.rgb + inked * ink;
  if (!kPlain) {
    float lit = sunlight(world, vec3(0.0, 1.0, 0.0));
    vec3 ground = (frame.floor_sun.rgb * lit + frame.floor_sky.rgb) * far_light.a;
    light = finish(far_light.rgb + ground + frame.floor_ink.rgb * (ink * line_light));
  }
  // The lines stay when the world fades, so that the floor is still there to stand on.
  color = shown(light, frame.dim.rgb * (1.0 + 12.0 * max(seen.x, seen.y) * line_light));
}
