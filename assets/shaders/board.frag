#version 460
// Panels in the world, over all else. Four reads spread over the pixel: from afar letters are smaller than pixels.
#include "panel.glsl"

layout(set = 1, binding = 0) uniform sampler2DArray panels;
layout(location = 0) in vec2 at;
layout(location = 0) out vec4 color;

vec4 read_at(vec2 uv) {
  vec4 c = textureLod(panels, vec3(uv, 0.0), 0.0);
  // About as light: thin bright letters stay bright.
  return vec4(c.rgb * c.rgb, c.a);
}

void main() {
  vec2 texel = 1.0 / vec2(textureSize(panels, 0).xy);
  vec2 uv = at * texel;
  vec2 a = (dFdx(at) * 0.125 + dFdy(at) * 0.375) * texel, b = (dFdx(at) * 0.375 - dFdy(at) * 0.125) * texel;
  vec4 seen = 0.25 * (read_at(uv + a) + read_at(uv - a) + read_at(uv + b) + read_at(uv - b));
  color = shown_panel(with_cursor(vec4(sqrt(seen.rgb), seen.a), at));
}
