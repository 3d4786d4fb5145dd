#version 460
#extension GL_EXT_multiview : require
// Light becomes picture: bloom, tone curve, a breath of vignette, sRGB encoding, and noise below one step against bands.
#include "frame.glsl"

layout(set = 1, binding = 0) uniform sampler2DArray light_map;
layout(set = 1, binding = 1) uniform sampler2DArray bloom_map;
layout(location = 0) out vec4 color;

// IEC 61966-2-1.
vec3 srgb(vec3 c) {
  return mix(1.055 * pow(c, vec3(1.0 / 2.4)) - 0.055, c * 12.92, lessThan(c, vec3(0.0031308)));
}
// Interleaved gradient noise (J. Jimenez, "Next Generation Post Processing in Call of Duty", 2014).
float noise(vec2 p) {
  return fract(52.9829189 * fract(dot(p, vec2(0.06711056, 0.00583715))));
}

void main() {
  vec2 uv = gl_FragCoord.xy / vec2(textureSize(light_map, 0).xy);
  vec3 light = texelFetch(light_map, ivec3(gl_FragCoord.xy, gl_ViewIndex), 0).rgb;
  light += textureLod(bloom_map, vec3(uv, gl_ViewIndex), 0.0).rgb * 0.55;
  vec2 q = uv - 0.5;
  light *= 1.0 - dot(q, q) * 0.28;
  color = vec4(srgb(tone(light)) + (noise(gl_FragCoord.xy) - 0.5) / 255.0, 1.0);
}
