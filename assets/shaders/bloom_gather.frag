#version 460
#extension GL_EXT_multiview : require
// Quarter size: what is brighter than paper white, softly cut off below, tamed above so that no single pixel sparkles.
#include "frame.glsl"

layout(set = 1, binding = 0) uniform sampler2DArray source;
layout(location = 0) out vec4 color;

vec3 bright(vec3 c) {
  float peak = max(c.r, max(c.g, c.b));
  float over = clamp((peak - 0.85) / max(peak, 1e-4), 0.0, 1.0);
  return c * over / (1.0 + peak * 0.12);
}

void main() {
  vec2 texel = 1.0 / vec2(textureSize(source, 0).xy);
  vec2 uv = min(gl_FragCoord.xy * 4.0, frame.span.xy - 1.5) * texel;
  vec3 sum = bright(textureLod(source, vec3(uv + texel * vec2(-1.0, -1.0), gl_ViewIndex), 0.0).rgb);
  sum += bright(textureLod(source, vec3(uv + texel * vec2(1.0, -1.0), gl_ViewIndex), 0.0).rgb);
  sum += bright(textureLod(source, vec3(uv + texel * vec2(-1.0, 1.0), gl_ViewIndex), 0.0).rgb);
  sum += bright(textureLod(source, vec3(uv + texel * vec2(1.0, 1.0), gl_ViewIndex), 0.0).rgb);
  color = vec4(sum * 0.25, 1.0);
}
