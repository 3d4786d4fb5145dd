#version 460
#extension GL_EXT_multiview : require
// Targets and gloves: what belongs to a hand and says so by a mark.
#include "frame.glsl"
#include "instance.glsl"
#include "surface.glsl"

layout(location = 0) out vec3 in_shade;    // finished but for the sun and the mark
layout(location = 1) out vec3 in_sun;      // what the sun adds where it arrives
layout(location = 2) out vec3 world;
layout(location = 3) out vec3 normal;
layout(location = 4) out vec4 mark_place;  // xy: across and up, seen from the eye, 1 at the rim; z: towards it; w: a pixel
layout(location = 5) flat out vec4 ink;    // colour of the mark; a: role

void main() {
  world = world_position();
  normal = normalize(turned(vertex_normal / scale_emission.xyz));
  vec3 to_eye = VIEW.eye.xyz - world;
  float distance_m = length(to_eye);
  vec3 albedo = color_role.rgb * vertex_tone;
  float emission = scale_emission.w;
  float roughness = position_roughness.w;
  int role = int(color_role.w);
  bool is_target = role <= kTargetAny || role == kTargetLeave;

  Surface s = surface_at(normal, to_eye / distance_m);
  // What is to be hit pierces the haze, so that it is seen coming from afar.
  vec4 haze = haze_between(to_eye, distance_m, is_target ? 0.55 : 0.0);
  in_sun = from_sun(s, albedo * (is_target ? 0.35 : 1.0), roughness) * haze.a;
  // What shines does so most in the open, least at its silhouette, so that its form stays readable.
  vec3 light = from_around(s, albedo, roughness) + albedo * (emission * (0.12 + 0.38 * s.facing));
  if (role <= kTargetAny) light += from_within(s, albedo, color_role.w);
  in_shade = light * haze.a + haze.rgb;
  if (kPlain) in_shade = finish(in_shade + in_sun);

  // The mark always faces the viewer, whatever way the thing tumbles, and is as sharp as a pixel at its distance allows.
  float radius = 0.5 * max(scale_emission.x, max(scale_emission.y, scale_emission.z));
  vec3 to_viewer = normalize(VIEW.eye.xyz - position_roughness.xyz);
  vec3 across = normalize(cross(VIEW.up.xyz, to_viewer));
  vec3 off = (world - position_roughness.xyz) / radius;
  mark_place = vec4(dot(off, across), dot(off, cross(to_viewer, across)), dot(off, to_viewer),
                    clamp(0.0016 * distance_m / radius, 0.015, 0.2));
  if (!is_target) mark_place.xy *= 1.25;
  vec3 paint = is_target ? color_role.rgb * 0.18 + vec3(1.32, 1.28, 1.21) : color_role.rgb * 0.24 + 0.56;
  paint = paint * haze.a + haze.rgb;
  ink = vec4(kPlain ? finish(paint) : paint, float(role));
  gl_Position = VIEW.clip_from_world * vec4(world, 1.0);
}
