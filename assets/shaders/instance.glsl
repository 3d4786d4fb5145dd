// One vertex of one instance, brought into the world. Mirrors Vertex and GpuInstance.

layout(location = 0) in vec3 vertex_position;
layout(location = 1) in vec3 vertex_normal;
layout(location = 2) in vec4 rotation;
layout(location = 3) in vec4 position_roughness;
layout(location = 4) in vec4 scale_emission;
layout(location = 5) in vec4 color_role;
layout(location = 6) in float vertex_tone;

vec3 turned(vec3 v) {
  return v + 2.0 * cross(rotation.xyz, cross(rotation.xyz, v) + rotation.w * v);
}
vec3 world_position() {
  return position_roughness.xyz + turned(vertex_position * scale_emission.xyz);
}
