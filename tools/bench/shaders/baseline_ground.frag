#version 460
layout(push_constant) uniform Push { mat4 clip_from_world; vec4 eye; vec4 to_sun; };
layout(location = 0) in vec3 world;
layout(location = 0) out vec4 color;

void main() {
  float d = distance(eye.xyz, world);
  color = vec4(mix(vec3(0.6, 0.4, 0.34), vec3(0.09, 0.10, 0.12) * max(to_sun.y, 0.0), exp(-d * 0.02)), 1.0);
}
