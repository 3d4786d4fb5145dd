#version 460
#extension GL_EXT_multiview : require
// Everything that is an Instance: lit by the sun, the sky and itself. Compiled twice: what is marked for a hand (targets
// and gloves) has facets and a mark; the rest is spared their cost, because not every device skips a branch not taken.
#include "frame.glsl"
#include "shadow.glsl"

layout(constant_id = 3) const bool kMarked = true;

layout(location = 0) in vec3 world;
layout(location = 1) in vec3 normal;
layout(location = 2) flat in vec4 color_role;
layout(location = 3) flat in vec4 centre_radius;
layout(location = 4) flat in vec2 emission_roughness;
layout(location = 5) in float tone_of_part;
layout(location = 6) in vec4 haze;
layout(location = 0) out vec4 color;

// Role in scene_frame.hpp.
const int kTargetLeft = 1;
const int kTargetRight = 2;
const int kTargetAny = 3;
const int kGloveLeft = 5;
const int kGloveRight = 6;
const int kGuide = 7;

// Marks tell roles apart without colour: a ring is left, an arrowhead to the right is right, a disc is either.
// Distance to the edge of the mark; below 0 on it.
float mark(int role, vec2 p) {
  float ring = abs(length(p) - 0.44) - 0.085;
  // The slanted strokes of the arrowhead run from its tip at (0.3, 0).
  vec2 q = vec2(p.x - 0.3, abs(p.y));
  vec2 stroke = vec2(-0.7071, 0.7071);
  float arrow = length(q - clamp(dot(q, stroke), 0.0, 0.68) * stroke) - 0.095;
  float disc = length(p) - 0.30;
  return role == kTargetLeft || role == kGloveLeft ? ring : role == kTargetAny ? disc : arrow;
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
  bool is_target = kMarked && role <= kTargetAny;

  float facing = max(dot(n, v), 0.0);
  float rim = 1.0 - facing;
  float rim2 = rim * rim;
  float fresnel = 0.04 + 0.96 * rim2 * rim2 * rim;
  vec3 mirror_dir = reflect(-v, n);
  float polish = 1.0 - roughness;

  // Sun: matt, and a highlight with the falloff of GGX around the mirrored ray.
  float n_sun = max(dot(n, frame.to_sun.xyz), 0.0);
  float along = max(dot(mirror_dir, frame.to_sun.xyz), 0.0);
  float a2 = roughness * roughness * roughness * roughness + 1e-3;
  float k = 1.0 - along * along * (1.0 - a2);
  float gloss = min(a2 / (k * k), 12.0) * 0.18;
  float matt = is_target ? 0.35 : 1.0;
  vec3 sun = frame.sun.rgb * (n_sun * sunlight(world, n)) * (albedo * matt + (0.05 + 0.1 * fresnel) * gloss);

  // From above the sky, from below the ground, sideways the horizon's glow.
  float up = n.y * 0.5 + 0.5;
  float toward_glow = max(dot(n, frame.glow.xyz), 0.0);
  vec3 around = mix(frame.ground.rgb * 0.5, frame.zenith.rgb * 1.9 + frame.horizon.rgb * 0.12, up) +
                glow_tint() * (toward_glow * 0.40);
  vec3 mirrored = kMarked ? air(mirror_dir)
                          : mix(frame.horizon.rgb * 0.4, frame.zenith.rgb * 0.6, clamp(mirror_dir.y * 2.0, 0.0, 1.0));
  vec3 light = sun + around * albedo + mirrored * (fresnel * polish * polish * 1.6);

  if (is_target) {
    // A stone lit from within. Each facet shows another depth of it: where the bent ray would come out again.
    vec3 bent = v * -0.62 - n * 0.5;
    float depth = 0.5 + 0.5 * sin(dot(bent, vec3(7.1, 9.7, 5.3)) + color_role.w * 19.0);
    light += albedo * (mix(0.03, 0.60, depth * depth) + rim2 * 0.55) + albedo * albedo * 0.22;
    // Two soft lights overhead that facets catch.
    float lamp = smoothstep(0.55, 0.95, mirror_dir.y) * 0.22 + smoothstep(0.80, 0.98, along) * 0.9;
    light += mix(albedo, vec3(1.0), 0.40) * lamp;
  }
  // What shines does so most in the open, least at its silhouette, so that its form stays readable.
  if (!kMarked && role == kGuide) light = albedo * (0.10 + emission * 1.6);
  else light += albedo * (emission * (0.12 + 0.38 * facing));

  if (kMarked) {
    vec3 rel = (world - centre_radius.xyz) / centre_radius.w;
    vec3 to_viewer = normalize(VIEW.eye.xyz - centre_radius.xyz);
    vec3 across = normalize(cross(VIEW.up.xyz, to_viewer));
    vec2 p = vec2(dot(rel, across), dot(rel, cross(to_viewer, across)));
    // The mark always faces the viewer, whatever way the thing tumbles, and is as sharp as a pixel at this distance allows.
    float soft = clamp(0.0016 * distance_m / centre_radius.w, 0.015, 0.2);
    if (!is_target) p *= 1.25;
    float d = mark(role, p);
    float shown = clamp(dot(rel, v) * 3.0, 0.0, 1.0);
    float m = clamp(0.5 - d / (2.0 * soft), 0.0, 1.0) * shown;
    // A dark seam sets the mark off from the brightest facet.
    float seam = clamp(0.5 - (d - 0.05) / (6.0 * soft), 0.0, 1.0) * shown;
    vec3 ink = is_target ? mix(albedo, vec3(1.0, 0.97, 0.92), 0.88) * 1.5 : mix(albedo, vec3(1.0), 0.7) * 0.8;
    light = mix(light * (1.0 - 0.45 * seam), ink, m * 0.96);
  }
  color = vec4(finish(light * haze.a + haze.rgb), 1.0);
}
