#version 460
#extension GL_EXT_multiview : require
// Everything that is an Instance: lit by the sun, the sky and itself; targets and gloves carry their mark.
#include "frame.glsl"
#include "shadow.glsl"

layout(location = 0) in vec3 world;
layout(location = 1) in vec3 normal;
layout(location = 2) flat in vec4 color_role;
layout(location = 3) flat in vec4 centre_radius;
layout(location = 4) flat in vec2 emission_roughness;
layout(location = 0) out vec4 color;

// Role in scene_frame.hpp.
const int kTargetLeft = 1;
const int kTargetRight = 2;
const int kTargetAny = 3;
const int kGloveLeft = 5;
const int kGloveRight = 6;
const int kGuide = 7;

// Marks tell roles apart without colour: a ring is left, an arrowhead to the right is right, a disc is either.
// They always face the viewer, whatever way the thing tumbles. 1 on the mark, soft at its edge.
float mark(int role, vec2 p, float soft) {
  float d = 1e3;
  if (role == kTargetLeft || role == kGloveLeft) {
    d = abs(length(p) - 0.44) - 0.085;
  } else if (role == kTargetRight || role == kGloveRight) {
    vec2 q = vec2(p.x - 0.3, abs(p.y));
    // Distance to the slanted stroke from the tip (0, 0) to (-0.5, 0.5).
    float along = clamp(dot(q, vec2(-0.7071, 0.7071)), 0.0, 0.68);
    d = length(q - along * vec2(-0.7071, 0.7071)) - 0.095;
  } else if (role == kTargetAny) {
    d = length(p) - 0.26;
  }
  return 1.0 - smoothstep(-soft, soft, d);
}

void main() {
  vec3 n = normalize(normal);
  vec3 to_eye = VIEW.eye.xyz - world;
  float distance_m = length(to_eye);
  vec3 v = to_eye / distance_m;
  vec3 albedo = color_role.rgb;
  int role = int(color_role.w);
  float emission = emission_roughness.x;
  float roughness = emission_roughness.y;
  bool is_target = role >= kTargetLeft && role <= kTargetAny;
  bool is_marked = is_target || role == kGloveLeft || role == kGloveRight;

  float n_sun = max(dot(n, frame.to_sun.xyz), 0.0);
  float facing = max(dot(n, v), 0.0);
  float rim = 1.0 - facing;
  float rim2 = rim * rim;
  float fresnel = 0.04 + 0.96 * rim2 * rim2 * rim;

  vec3 sun = vec3(0.0);
  if (n_sun > 0.0) {
    vec3 h = normalize(frame.to_sun.xyz + v);
    float n_h = max(dot(n, h), 0.0);
    // Blinn-Phong as a stand-in for GGX: exponent 2 / roughness^4 - 2, by normalised power.
    float a2 = roughness * roughness * roughness * roughness + 1e-3;
    float k = n_h * n_h * (a2 - 1.0) + 1.0;
    float gloss = min(a2 / (k * k) * 0.25, 12.0);
    sun = frame.sun.rgb * n_sun * sunlight(world, n) * (albedo + vec3(0.04 + 0.1 * fresnel) * gloss);
  }
  // From above the sky, from below the ground, sideways the horizon's glow.
  float up = n.y * 0.5 + 0.5;
  vec3 sky = mix(frame.ground.rgb * 0.8, frame.zenith.rgb * 2.2 + frame.horizon.rgb * 0.35, up);
  float toward_glow = max(dot(n, frame.glow.xyz), 0.0);
  vec3 around = sky + glow_tint() * toward_glow * 0.45;
  vec3 mirrored = air(reflect(-v, n));
  float polish = 1.0 - roughness;
  vec3 light = sun + around * albedo + mirrored * fresnel * polish * polish * 1.6;

  if (is_target) {
    // Lit from within: deep where one looks into it, bright on the facets that turn away.
    float depth = facing * facing;
    light += albedo * (0.10 + 0.55 * rim2) + albedo * albedo * depth * 0.35;
  }
  // What shines does so most in the open, least at its silhouette, so that its form stays readable.
  light += albedo * emission * (role == kGuide ? 1.0 : 0.35 + 0.65 * facing);

  if (is_marked) {
    vec3 rel = (world - centre_radius.xyz) / centre_radius.w;
    vec2 p = vec2(dot(rel, VIEW.right.xyz), dot(rel, VIEW.up.xyz));
    // The mark is as sharp as a pixel allows at this distance.
    float soft = clamp(0.0016 * distance_m / centre_radius.w, 0.015, 0.2);
    if (!is_target) p *= 1.25;
    float m = mark(role, p, soft) * smoothstep(0.0, 0.35, dot(rel, v));
    vec3 ink = is_target ? mix(albedo, vec3(1.0, 0.97, 0.92), 0.82) * 2.1 : mix(albedo, vec3(1.0), 0.6) * 1.1;
    light = mix(light, ink, m * 0.94);
  }

  float clear = clear_air(distance_m);
  // Emissive things pierce the haze, so that targets are seen coming from afar.
  if (is_target || role == kGuide) clear = mix(clear, 1.0, 0.55);
  light = mix(air(-v * vec3(1.0, 0.3, 1.0)) * 0.9, light, clear);
  color = vec4(finish(light), 1.0);
}
