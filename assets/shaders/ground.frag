#version 460
#extension GL_EXT_multiview : require
// A wide, dark, faintly polished floor. Fine lines tell distance and speed near the person and vanish into the haze.
#include "frame.glsl"
#include "shadow.glsl"

layout(location = 0) in vec3 world;
layout(location = 0) out vec4 color;

// A line of the given half width at every whole number of x, filtered over one pixel.
float line(float x, float half_width, float pixel) {
  float d = abs(fract(x - 0.5) - 0.5);
  float w = max(half_width, pixel * 0.5);
  return (1.0 - smoothstep(w - pixel * 0.5, w + pixel, d)) * half_width / w;
}

void main() {
  vec3 to_eye = VIEW.eye.xyz - world;
  float distance_m = length(to_eye);
  vec3 v = to_eye / distance_m;
  vec3 n = vec3(0.0, 1.0, 0.0);

  float rim = 1.0 - max(v.y, 0.0);
  float rim2 = rim * rim;
  float fresnel = 0.03 + 0.55 * rim2 * rim2 * rim;
  vec3 mirror_dir = reflect(-v, n);
  vec3 mirrored = air(mirror_dir);

  float lit = sunlight(world, n);
  vec3 light = frame.ground.rgb * (frame.sun.rgb * max(frame.to_sun.y, 0.0) * lit * 0.30 + frame.zenith.rgb * 1.6);

  if (distance_m < 60.0) {
    float pixel = distance_m * 0.0016 / max(v.y, 0.05);
    float fade = 1.0 / (1.0 + distance_m * distance_m * 0.012);
    // One metre squares, and circles around where the person stands.
    float across = distance_m * 0.0016;
    float grid = max(line(world.x, 0.008, across), line(world.z, 0.008, pixel));
    float radius = length(world.xz);
    float pixel_r = mix(across, pixel, abs(world.z) / max(radius, 1e-3));
    float circles = line(radius / 3.0, 0.008, pixel_r / 3.0) * step(1.0, radius);
    // Where the person stands: one quiet ring.
    float home = 1.0 - smoothstep(0.012, 0.012 + pixel_r, abs(radius - 0.9));
    vec3 ink = mix(frame.horizon.rgb, vec3(0.5, 0.62, 0.9), 0.55);
    light += ink * (grid * 0.055 + circles * 0.13 + home * 0.22) * fade;
  }
  // The mirror takes a little of the shadow too, or shadows would float on the reflection.
  light = mix(light, mirrored, fresnel * (0.75 + 0.25 * lit));

  float clear = clear_air(distance_m * 0.6);
  light = mix(air(normalize(vec3(-v.x, 0.0, -v.z))) * 0.85, light, clear);
  color = vec4(finish(light), 1.0);
}
