#version 460
#extension GL_EXT_multiview : require
// Dusk: air, the last of the sun, two ranges of hills in the haze, and the first stars. All of it is geometry infinitely
// far away (reversed depth: 0) and lit here, at its corners: nothing of it is worth a computation for every pixel.
#include "frame.glsl"

layout(location = 0) in vec3 place;
layout(location = 1) in vec3 detail;
layout(location = 6) in float kind;
layout(location = 0) out vec3 light;

// SkyPart in engine/render/src/backdrop.cpp.
const int kDome = 0;       // place: direction
const int kFarHills = 1;   // place: direction; detail.x: 0 on the crest, 1 in the mist
const int kNearHills = 2;
const int kSun = 3;        // place.xy: off the middle of the sun; detail.x: its disc, detail.y: its halo
const int kStar = 4;       // place: direction; detail.xy: which corner; detail.z: brightness

vec3 haze_at(vec3 d) {
  return air(normalize(vec3(d.x, 0.0, d.z))) * 0.85;
}

void main() {
  int part = int(kind + 0.5);
  vec3 d = place;
  if (part == kSun) {
    vec3 side = normalize(cross(frame.glow.xyz, vec3(0.0, 1.0, 0.0)));
    d = frame.glow.xyz + side * place.x + cross(side, frame.glow.xyz) * place.y;
  } else if (part == kStar) {
    vec3 side = normalize(cross(place, vec3(0.0, 1.0, 0.01)));
    d = place + (side * detail.x + cross(side, place) * detail.y) * 0.0016;
  }
  vec3 u = normalize(d);
  light = air(u);
  vec3 slate = frame.zenith.rgb * 0.55 + vec3(0.006, 0.006, 0.012);
  if (part == kFarHills) light = mix(slate, haze_at(d), 0.50 + 0.35 * detail.x);
  if (part == kNearHills) light = mix(slate * 0.7, haze_at(d), 0.22 + 0.78 * detail.x);
  // A soft disc, wider than the real one, as a low sun through haze looks.
  if (part == kSun) light += glow_tint() * (detail.x * 2.6 + detail.y * 0.35);
  if (part == kStar) light += vec3(0.85, 0.9, 1.0) * 0.55 * detail.z * smoothstep(0.14, 0.45, u.y);
  light = finish(light);
  gl_Position = VIEW.clip_from_world * vec4(d, 0.0);
}
