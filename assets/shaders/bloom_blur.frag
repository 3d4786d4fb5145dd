#version 460
#extension GL_EXT_multiview : require
// One direction of a Gaussian (sigma about 4 texels), thirteen taps in seven filtered reads.
#include "frame.glsl"

layout(set = 1, binding = 0) uniform sampler2DArray source;
layout(constant_id = 2) const bool kVertical = false;
layout(location = 0) out vec4 color;

vec3 pair(vec2 uv, vec2 offset, vec2 last) {
  return textureLod(source, vec3(min(uv + offset, last), gl_ViewIndex), 0.0).rgb +
         textureLod(source, vec3(uv - offset, gl_ViewIndex), 0.0).rgb;
}

void main() {
  vec2 texel = 1.0 / vec2(textureSize(source, 0).xy);
  vec2 way = kVertical ? vec2(0.0, texel.y) : vec2(texel.x, 0.0);
  vec2 uv = gl_FragCoord.xy * texel;
  // Beyond what is drawn lies an older picture.
  vec2 last = (frame.span.zw - 0.5) * texel;
  vec3 sum = textureLod(source, vec3(uv, gl_ViewIndex), 0.0).rgb * 0.1112;
  sum += pair(uv, way * 1.4766, last) * 0.2055;
  sum += pair(uv, way * 3.4454, last) * 0.1458;
  sum += pair(uv, way * 5.4143, last) * 0.0931;
  color = vec4(sum, 1.0);
}
