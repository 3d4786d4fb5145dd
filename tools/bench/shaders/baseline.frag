#version 460
// One light, one highlight, ambient from above and below, haze.
layout(push_constant) uniform Push { mat4 clip_from_world; vec4 eye; vec4 to_sun; };
layout(location = 0) in vec3 world;
layout(location = 1) in vec3 world_normal;
layout(location = 2) flat in vec4 color_emission;
layout(location = 0) out vec4 color;

void main() {
  vec3 n = normalize(world_normal);
  vec3 to_eye = eye.xyz - world;
  float d = length(to_eye);
  vec3 h = normalize(to_sun.xyz + to_eye / d);
  float diffuse = max(dot(n, to_sun.xyz), 0.0);
  float gloss = pow(max(dot(n, h), 0.0), 32.0);
  vec3 ambient = mix(vec3(0.05, 0.05, 0.06), vec3(0.12, 0.16, 0.30), n.y * 0.5 + 0.5);
  vec3 light = color_emission.rgb * (ambient + diffuse + color_emission.a) + gloss * 0.3;
  color = vec4(mix(vec3(0.3, 0.2, 0.25), light, exp(-d * 0.02)), 1.0);
}
