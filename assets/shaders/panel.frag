#version 460
// Panels into a picture of their own, pixel on pixel, and a soft dot where a ray meets them.
// Panels are premultiplied as encoded numbers; the picture is to be premultiplied as light.
#include "panel.glsl"

layout(set = 1, binding = 0) uniform sampler2DArray panels;
layout(location = 0) out vec4 color;

void main() {
  color = shown_panel(with_cursor(texelFetch(panels, ivec3(gl_FragCoord.xy, 0), 0), gl_FragCoord.xy));
}
