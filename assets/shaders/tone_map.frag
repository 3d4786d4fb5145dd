#version 460
#extension GL_EXT_multiview : require
// Light becomes picture: bloom, tone curve, a breath of lens shading, the edge of sight, and noise below one step
// against bands.
#include "frame.glsl"
#include "show.glsl"

layout(set = 1, binding = 0) uniform sampler2DArray light_map;
layout(set = 1, binding = 1) uniform sampler2DArray bloom_map;
layout(location = 0) out vec4 color;

void main() {
  vec4 seen = texelFetch(light_map, ivec3(gl_FragCoord.xy, gl_ViewIndex), 0);
  // Toned as if it covered the whole pixel, and then as much of it as it covers: no edge is brighter than its thing.
  vec3 light = seen.rgb / max(seen.a, 1e-3);
  vec2 uv = gl_FragCoord.xy / frame.span.xy;
  vec2 at = clamp(uv * frame.span.zw, vec2(0.5), frame.span.zw - 0.5) / vec2(textureSize(bloom_map, 0).xy);
  light += textureLod(bloom_map, vec3(at, gl_ViewIndex), 0.0).rgb * 0.55;
  vec2 q = uv - 0.5;
  light *= 1.0 - dot(q, q) * frame.ease.w;
  float dark = edge_dark();
  vec3 c = srgb(tone(light) * ((1.0 - dark) * seen.a)) + noise() * min(seen.a * 255.0, 1.0) / 255.0;
  color = vec4(kEncodes ? c : linear(max(c, 0.0)), seen.a + (1.0 - seen.a) * dark);
}
