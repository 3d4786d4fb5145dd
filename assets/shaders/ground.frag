#version 460
#extension GL_EXT_multiview : require
// A wide, dark, faintly polished floor. Fine lines tell distance and speed near the person and vanish into the haze.
#include "frame.glsl"
#include "shadow.glsl"

layout(location = 0) in vec3 world;
layout(location = 1) in vec4 far_light;
layout(location = 0) out vec4 color;

// A line of the given half width at every whole number of x, filtered over one pixel; never brighter than it is wide.
vec3 lines(vec3 x, vec3 half_width) {
  vec3 pixel = fwidth(x);
  vec3 d = abs(fract(x - 0.5) - 0.5);
  vec3 w = max(half_width, pixel * 0.5);
  return (1.0 - clamp((d - w) / pixel + 0.5, 0.0, 1.0)) * (half_width / w);
}

void main() {
  float lit = sunlight(world, vec3(0.0, 1.0, 0.0));
  vec3 light = frame.ground.rgb * (frame.sun.rgb * (max(frame.to_sun.y, 0.0) * lit * 0.30) + frame.zenith.rgb * 1.6);

  // One metre squares, and circles around where the person stands, every three metres.
  vec2 off = world.xz - VIEW.eye.xz;
  float fade = 1.0 / (1.0 + dot(off, off) * 0.012);
  vec3 seen = lines(vec3(world.xz, length(world.xz) * (1.0 / 3.0)), vec3(0.008, 0.008, 0.005));
  vec3 ink = mix(frame.horizon.rgb, vec3(0.5, 0.62, 0.9), 0.55);
  light += ink * ((max(seen.x, seen.y) * 0.055 + seen.z * 0.14) * fade);

  // Where sun is missing the mirror is darker too, or shadows would float on it.
  color = vec4(finish(far_light.rgb + light * far_light.a), 1.0);
}
