#version 460
#extension GL_EXT_multiview : require
// Dusk: air, the last of the sun, two ranges of hills in the haze, and the first stars.
#include "frame.glsl"

layout(location = 0) in vec3 ray;
layout(location = 0) out vec4 color;

float hash(vec3 p) {
  p = fract(p * vec3(0.1031, 0.1030, 0.0973));
  p += dot(p, p.yxz + 33.33);
  return fract((p.x + p.y) * p.z);
}

// Skyline height (as d.y) over the azimuth: sums of sines that never repeat within sight.
float skyline(float a, float k) {
  return sin(a * 2.3 + k) * 0.5 + sin(a * 5.1 + k * 2.7) * 0.3 + sin(a * 11.7 - k) * 0.14 + sin(a * 23.9 + k * 5.0) * 0.06;
}

void main() {
  vec3 d = normalize(ray);
  vec3 light = air(d);

  float toward = dot(d, frame.glow.xyz);
  // A soft disc, wider than the real one, as a low sun through haze looks.
  light += glow_tint() * (smoothstep(0.99905, 0.99945, toward) * 2.6 + smoothstep(0.985, 1.0, toward) * 0.35);

  if (d.y < 0.16) {
    float a = atan(d.x, -d.z);
    float far = 0.062 + 0.034 * skyline(a, 1.0);
    float near = 0.030 + 0.022 * skyline(a * 1.7, 4.2);
    float soft = 0.0011;
    vec3 haze = air(normalize(vec3(d.x, 0.0, d.z))) * 0.85;
    vec3 slate = frame.zenith.rgb * 0.55 + vec3(0.006, 0.006, 0.012);
    float m_far = 1.0 - smoothstep(far - soft, far + soft, d.y);
    float m_near = 1.0 - smoothstep(near - soft, near + soft, d.y);
    // Mist lies in the valleys: the lower, the more of it.
    float mist_far = 1.0 - smoothstep(0.0, far, d.y);
    float mist_near = 1.0 - smoothstep(-0.002, max(near, 0.004), d.y);
    light = mix(light, mix(slate, haze, 0.50 + 0.35 * mist_far), m_far);
    light = mix(light, mix(slate * 0.7, haze, 0.22 + 0.78 * mist_near), m_near);
  } else {
    vec3 cell = floor(d * 190.0);
    float h = hash(cell);
    if (h > 0.9965) {
      vec3 centre = normalize(cell + 0.5);
      float size = (h - 0.9965) * 285.0;
      float spot = max(1.0 - length(d - centre) * 190.0 * 2.4, 0.0);
      light += vec3(0.85, 0.9, 1.0) * spot * spot * size * 0.5 * smoothstep(0.16, 0.5, d.y);
    }
  }
  color = vec4(finish(light), 1.0);
}
