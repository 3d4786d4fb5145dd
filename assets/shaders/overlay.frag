#version 460
// Panels over the picture, pixel on pixel; already premultiplied, already encoded.

layout(set = 1, binding = 0) uniform sampler2DArray panels;
layout(location = 0) out vec4 color;

void main() {
  color = texelFetch(panels, ivec3(gl_FragCoord.xy, 0), 0);
}
