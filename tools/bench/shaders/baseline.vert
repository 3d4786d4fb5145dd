#version 460
layout(push_constant) uniform Push { mat4 clip_from_world; vec4 eye; vec4 to_sun; };
layout(location = 0) in vec3 position;
layout(location = 1) in vec3 normal;
layout(location = 2) in vec4 row_x;
layout(location = 3) in vec4 row_y;
layout(location = 4) in vec4 row_z;
layout(location = 5) in vec4 color_emission;
layout(location = 0) out vec3 world;
layout(location = 1) out vec3 world_normal;
layout(location = 2) flat out vec4 out_color;

void main() {
  vec4 p = vec4(position, 1.0);
  world = vec3(dot(row_x, p), dot(row_y, p), dot(row_z, p));
  world_normal = vec3(dot(row_x.xyz, normal), dot(row_y.xyz, normal), dot(row_z.xyz, normal));
  out_color = color_emission;
  gl_Position = clip_from_world * vec4(world, 1.0);
}
