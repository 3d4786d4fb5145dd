#version 460
// Panels into a picture of their own, pixel on pixel, and a soft dot where a ray meets them.
// Panels are premultiplied as encoded numbers; the picture is to be premultiplied as light.
#include "encode.glsl"

layout(set = 1, binding = 0) uniform sampler2DArray panels;
layout(push_constant) uniform Cursor {
  vec2 at;       // pixels
  float radius;  // pixels; 0: none
  float pressed;
} cursor;
layout(location = 0) out vec4 color;

void main() {
  vec4 panel = texelFetch(panels, ivec3(gl_FragCoord.xy, 0), 0);
  float off = distance(gl_FragCoord.xy, cursor.at);
  float on = cursor.radius > 0.0 ? 1.0 : 0.0;
  float body = cursor.radius * mix(0.72, 0.5, cursor.pressed);
  float rim = on * (1.0 - smoothstep(cursor.radius - 2.5, cursor.radius, off)) * 0.75;
  float light = on * (1.0 - smoothstep(body - 1.5, body + 0.5, off)) * mix(0.85, 1.0, cursor.pressed);
  panel = panel * (1.0 - rim) + vec4(0.02, 0.03, 0.05, 1.0) * rim;
  panel = panel * (1.0 - light) + vec4(1.0) * light;
  if (!kEncodes) {
    // As dense over light as it is over encoded numbers, so that bright surroundings do not wash text out.
    float clear = 1.0 - panel.a;
    float alpha = 1.0 - clear * clear;
    vec3 straight = min(panel.rgb / max(panel.a, 1.0 / 512.0), 1.0);
    panel = vec4(linear(straight) * alpha, alpha);
  }
  color = panel;
}
