// Panels: the dot where a ray meets them, and their way from numbers to light. Mirrors PanelConstants.
#include "encode.glsl"

layout(push_constant) uniform Panel {
  vec2 cursor;   // pixels
  float radius;  // pixels; 0: none
  float pressed;
  // Of a board that stands in the world:
  vec4 content;              // what of it is drawn, pixels: left, top, right, bottom
  vec4 clip_from_pixel[6];  // three columns a view: x, y, and the top left corner
} panel;

// `color` is premultiplied, as encoded numbers; `at` in pixels.
vec4 with_cursor(vec4 color, vec2 at) {
  float off = distance(at, panel.cursor);
  float on = panel.radius > 0.0 ? 1.0 : 0.0;
  float body = panel.radius * mix(0.72, 0.5, panel.pressed);
  float rim = on * (1.0 - smoothstep(panel.radius - 2.5, panel.radius, off)) * 0.75;
  float light = on * (1.0 - smoothstep(body - 1.5, body + 0.5, off)) * mix(0.85, 1.0, panel.pressed);
  color = color * (1.0 - rim) + vec4(0.02, 0.03, 0.05, 1.0) * rim;
  return color * (1.0 - light) + vec4(1.0) * light;
}

// What goes into the picture: premultiplied as the picture's own numbers are.
vec4 shown_panel(vec4 color) {
  if (kEncodes) return color;
  // As dense over light as it is over encoded numbers, so that bright surroundings do not wash text out.
  float clear = 1.0 - color.a;
  float alpha = 1.0 - clear * clear;
  vec3 straight = min(color.rgb / max(color.a, 1.0 / 512.0), 1.0);
  return vec4(linear(straight) * alpha, alpha);
}
