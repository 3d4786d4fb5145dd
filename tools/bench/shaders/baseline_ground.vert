#version 460
layout(push_constant) uniform Push { mat4 clip_from_world; vec4 eye; vec4 to_sun; };
layout(location = 0) out vec3 world;

void main() {
  vec2 corner = vec2(gl_VertexIndex & 1, gl_VertexIndex >> 1) * 2.0 - 1.0;
  world = vec3(corner.x, 0.0, corner.y) * 900.0;
  gl_Position = clip_from_world * vec4(world, 1.0);
}
