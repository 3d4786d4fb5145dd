// What every shader of the world knows of the frame. Mirrors FrameBlock in engine/render/src/instances.hpp.
#include "encode.glsl"

struct ViewBlock {
  mat4 clip_from_world;
  vec4 eye;
  vec4 ray_middle;
  vec4 ray_x, ray_y;
  vec4 right, up;
  vec4 sight;  // tangents off straight ahead = xy * pixel + zw
};

layout(set = 0, binding = 0, std140) uniform FrameBlock {
  ViewBlock views[2];
  mat4 shadow_from_world;
  vec4 to_sun;   // w: time_s
  vec4 sun;
  vec4 glow;     // w: mood
  vec4 zenith;   // w: exposure
  vec4 horizon;
  vec4 ground;
  vec4 floor_sun;  // what the floor sends up of the sun
  vec4 floor_sky;  // and of the sky
  vec4 floor_ink;  // its lines
  vec4 ease;       // x: how dark the edge of sight is; y: what is left of the world; z: alpha of things; w: lens shading
  vec4 dim;        // rgb: what shows where the world has faded and nothing is behind it
  vec4 span;       // pixels that are drawn, of the picture and of bloom
} frame;

#define VIEW frame.views[gl_ViewIndex]

layout(constant_id = 0) const bool kShadows = true;
// True: light goes out as it is, to be toned later. False: toned here, at once.
layout(constant_id = 1) const bool kPost = true;
// True: nothing but lines and marks is worth a computation for every pixel, toning and encoding included. Colours are
// finished at corners.
const bool kPlain = !kShadows && !kPost;
// True: what is finished is encoded as well.
const bool kEncodesEarly = kPlain && kEncodes;

vec3 glow_tint() {
  // The sun's own colour, pulled towards amber; effort warms it a little.
  return mix(vec3(1.0, 0.46, 0.22), vec3(1.0, 0.36, 0.16), frame.glow.w);
}

// The air alone: dusk gradient and the glow around where the sun went down. For fog and reflections too.
vec3 air(vec3 d) {
  float h = max(d.y, 0.0);
  float toward = max(dot(d, frame.glow.xyz), 0.0);
  float t2 = toward * toward;
  float t8 = t2 * t2 * t2 * t2;
  float low = 1.0 - h / (h + 0.16);
  vec3 base = mix(frame.zenith.rgb * 0.46, frame.horizon.rgb, low * low * low * (0.20 + 0.50 * t2));
  vec3 violet = vec3(0.105, 0.050, 0.165) * low * (1.0 - low);
  float warmth = 1.0 + 0.4 * frame.glow.w;
  float t32 = t8 * t8 * t8 * t8;
  return base + violet + glow_tint() * warmth * (t8 * 0.20 + t32 * 0.50) * (0.15 + 0.85 * low);
}

// Filmic curve by K. Narkowicz, "ACES Filmic Tone Mapping Curve" (2016), a fit to the ACES reference transform.
vec3 tone(vec3 light) {
  vec3 x = light * frame.zenith.w * 0.72;
  return clamp((x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14), 0.0, 1.0);
}

vec3 finish(vec3 light) {
  if (kPost) return min(light, vec3(64.0));
  return kEncodesEarly ? srgb(tone(light)) : tone(light);
}

// How much of what is at this distance is still seen through the air.
float clear_air(float distance_m) {
  float x = distance_m * 0.018;
  return 1.0 / (1.0 + x * x * (1.0 + x));
}
