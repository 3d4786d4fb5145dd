#version 460
#extension GL_EXT_multiview : require
#include "frame.glsl"
#include "shadow.glsl"
#include "show.glsl"
#include "surface.glsl"

layout(location = 0) in vec3 in_shade;  // kPlain: finished, as is the ink
layout(location = 1) in vec3 in_sun;
layout(location = 2) in vec3 world;
layout(location = 3) in vec3 normal;
layout(location = 4) in vec4 mark_place;
layout(location = 5) flat in vec4 ink;
layout(location = 0) out vec4 color;

// Marks tell hands apart without colour: a ring is left, an arrowhead to the right is right, a disc is either, a cross
// is to be left alone.
// Distance to the edge of the mark; below 0 on it.
float mark(int role, vec2 p) {
  float off = length(p);
  if (role == kTargetLeave) {
    vec2 turned = abs(vec2(p.x + p.y, p.x - p.y) * 0.7071);
    return max(min(turned.x, turned.y) - 0.10, off - 0.62);
  }
  float ring = abs(off - 0.44) - 0.085;
  // The slanted strokes of the arrowhead run from its tip at (0.3, 0).
  vec2 q = vec2(p.x - 0.3, abs(p.y));
  vec2 stroke = vec2(-0.7071, 0.7071);
  float arrow = length(q - clamp(dot(q, stroke), 0.0, 0.68) * stroke) - 0.095;
  return role == kTargetLeft || role == kGloveLeft ? ring : role == kTargetAny ? off - 0.30 : arrow;
}

void main() {
  vec3 light = kPlain ? in_shade : in_shade + in_sun * sunlight(world, normal);
  float d = mark(int(ink.a), mark_place.xy);
  float soft = mark_place.w;
  float faces = clamp(mark_place.z * 3.0, 0.0, 1.0);
  float on_mark = clamp(0.5 - d / (2.0 * soft), 0.0, 1.0) * faces;
  // A dark seam sets the mark off from the brightest facet.
  float on_seam = clamp(0.5 - (d - 0.05) / (6.0 * soft), 0.0, 1.0) * faces;
  // As dark over encoded numbers as over light.
  vec3 marked = mix(light * (1.0 - (kEncodesEarly ? 0.24 : 0.45) * on_seam), ink.rgb, on_mark * 0.96);
  color = shown(kPlain ? marked : finish(marked));
}
