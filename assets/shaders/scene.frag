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
layout(location = 5) in float tone_of_part;
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
    d = length(p) - 0.30;
  }
  return 1.0 - smoothstep(-soft, soft, d);
}

void main() {
  vec3 n = normalize(normal);
  vec3 to_eye = VIEW.eye.xyz - world;
  float distance_m = length(to_eye);
  vec3 v = to_eye / distance_m;
  // Parts of a mesh may be darker than its colour (the cuff of a glove).
  vec3 albedo = color_role.rgb * tone_of_part;
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
    sun = frame.sun.rgb * n_sun * sunlight(world, n) * (albedo * (is_target ? 0.35 : 1.0) + vec3(0.05 + 0.1 * fresnel) * gloss);
  }
  // From above the sky, from below the ground, sideways the horizon's glow.
  float up = n.y * 0.5 + 0.5;
  float toward_glow = max(dot(n, frame.glow.xyz), 0.0);
  vec3 around = mix(frame.ground.rgb * 0.5, frame.zenith.rgb * 1.9 + frame.horizon.rgb * 0.12, up) +
                glow_tint() * toward_glow * 0.40;
  vec3 mirror_dir = reflect(-v, n);
  vec3 mirrored = air(mirror_dir);
  float polish = 1.0 - roughness;
  vec3 light = sun + around * albedo + mirrored * fresnel * polish * polish * 1.6;

  if (is_target) {
    // A stone lit from within. Each facet shows another depth of it: where the bent ray would come out again.
    vec3 bent = refract(-v, n, 0.62);
    float depth = 0.5 + 0.5 * sin(dot(bent, vec3(7.1, 9.7, 5.3)) + color_role.w * 19.0);
    light += albedo * mix(0.03, 0.60, depth * depth) + albedo * albedo * 0.22;
    // Two soft lights overhead that facets catch.
    float lamp = smoothstep(0.55, 0.95, mirror_dir.y) * 0.22 + smoothstep(0.80, 0.98, dot(mirror_dir, frame.to_sun.xyz)) * 0.9;
    light += mix(albedo, vec3(1.0), 0.40) * lamp;
    light += albedo * rim2 * 0.55;
  }
  // What shines does so most in the open, least at its silhouette, so that its form stays readable.
  if (role == kGuide) light = albedo * (0.10 + emission * 1.6);
  else light += albedo * emission * (0.25 + 0.75 * facing) * 0.5;

  if (is_marked) {
    vec3 rel = (world - centre_radius.xyz) / centre_radius.w;
    vec3 to_viewer = normalize(VIEW.eye.xyz - centre_radius.xyz);
    vec3 across = normalize(cross(VIEW.up.xyz, to_viewer));
    vec2 p = vec2(dot(rel, across), dot(rel, cross(to_viewer, across)));
    // The mark is as sharp as a pixel allows at this distance.
    float soft = clamp(0.0016 * distance_m / centre_radius.w, 0.015, 0.2);
    if (!is_target) p *= 1.25;
    float shown = smoothstep(0.0, 0.35, dot(rel, v));
    float m = mark(role, p, soft) * shown;
    // A dark seam sets the mark off from the brightest facet.
    float seam = mark(role, p * 0.90 + vec2(0.02, 0.0), soft * 3.0) * shown;
    vec3 ink = is_target ? mix(albedo, vec3(1.0, 0.97, 0.92), 0.88) * 1.5 : mix(albedo, vec3(1.0), 0.7) * 0.8;
    light *= 1.0 - 0.45 * seam;
    light = mix(light, ink, m * 0.96);
  }

  float clear = clear_air(distance_m);
  // Emissive things pierce the haze, so that targets are seen coming from afar.
  if (is_target || role == kGuide) clear = mix(clear, 1.0, 0.55);
  light = mix(air(-v * vec3(1.0, 0.3, 1.0)) * 0.9, light, clear);
  color = vec4(finish(light), 1.0);
}
