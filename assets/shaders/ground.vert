#version 460
#extension GL_EXT_multiview : require
// A disc of rings around the viewer, far out to the horizon. Haze and mirrored sky change slowly: they are made here.
#include "frame.glsl"

layout(location = 0) in vec3 place;  // m off the point below the eye
layout(location = 0) out vec3 world;
layout(location = 1) out vec4 far_light;  // what comes from mirror and haze; a: what is left of the ground itself
layout(location = 2) out float line_light;
layout(location = 3) out vec3 inked;  // kPlain: what all of the ink adds

void main() {
  world = vec3(VIEW.eye.x + place.x, 0.0, VIEW.eye.z + place.z);
  vec3 to_eye = VIEW.eye.xyz - world;
  float distance_m = length(to_eye);
  vec3 v = to_eye / distance_m;
  float rim = 1.0 - max(v.y, 0.0);
  float rim2 = rim * rim;
  float fresnel = 0.03 + 0.55 * rim2 * rim2 * rim;
  float clear = clear_air(distance_m * 0.6);
  vec3 haze = air(normalize(vec3(-v.x, 0.0, -v.z))) * 0.85;
  vec3 mirrored = air(reflect(-v, vec3(0.0, 1.0, 0.0)));
  far_light = vec4(mix(haze, mirrored * fresnel, clear), clear * (1.0 - fresnel));
  inked = vec3(0.0);
  line_light = far_light.a / (1.0 + dot(place.xz, place.xz) * 0.012);
  if (kPlain) {
    vec3 light = far_light.rgb + (frame.floor_sun.rgb + frame.floor_sky.rgb) * far_light.a;
    far_light.rgb = finish(light);
    // Lines are faint: a tenth of all their ink tells what they add.
    inked = (finish(light + frame.floor_ink.rgb * (0.1 * line_light)) - far_light.rgb) * 10.0;
  }
  gl_Position = VIEW.clip_from_world * vec4(world, 1.0);
}
