#version 460
layout(location = 0) in vec2 clip;
layout(location = 0) out vec4 color;

void main() {
  vec3 d = normalize(vec3(clip.x, -clip.y, -1.0));
  color = vec4(mix(vec3(0.6, 0.4, 0.34), vec3(0.05, 0.08, 0.16), smoothstep(0.0, 0.5, d.y)), 1.0);
}
