// Sunlight that arrives, 0…1, with soft edges. Outside the shadow box everything is lit.

layout(set = 0, binding = 1) uniform sampler2DArrayShadow shadow_map;

float sunlight(vec3 world, vec3 normal) {
  if (!kShadows) return 1.0;
  // Moved off the surface by about a texel, more where the light grazes.
  float grazing = 1.0 - clamp(dot(normal, frame.to_sun.xyz), 0.0, 1.0);
  vec4 p = frame.shadow_from_world * vec4(world + normal * (0.012 + 0.03 * grazing), 1.0);
  vec2 uv = p.xy * 0.5 + 0.5;
  vec2 edge = abs(p.xy);
  float border = max(edge.x, edge.y);
  if (border >= 1.0 || p.z >= 1.0) return 1.0;
  vec2 texel = 1.1 / vec2(textureSize(shadow_map, 0).xy);
  // Four compared, filtered taps on a turned square: sixteen comparisons, no banding.
  float lit = texture(shadow_map, vec4(uv + texel * vec2(-0.4, 0.9), 0.0, p.z));
  lit += texture(shadow_map, vec4(uv + texel * vec2(0.9, 0.4), 0.0, p.z));
  lit += texture(shadow_map, vec4(uv + texel * vec2(0.4, -0.9), 0.0, p.z));
  lit += texture(shadow_map, vec4(uv + texel * vec2(-0.9, -0.4), 0.0, p.z));
  return mix(lit * 0.25, 1.0, smoothstep(0.9, 1.0, border));
}
