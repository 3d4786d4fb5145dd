// What light does at a surface. Computed at corners: what we draw is faceted, small or smooth.

// Role in scene_frame.hpp.
const int kTargetLeft = 1;
const int kTargetRight = 2;
const int kTargetAny = 3;
const int kGloveLeft = 5;
const int kGloveRight = 6;
const int kGuide = 7;
const int kTargetLeave = 8;

struct Surface {
  vec3 normal;
  vec3 to_eye;       // unit
  float facing;      // 0 seen along, 1 seen from straight above
  float fresnel;
  vec3 mirror_dir;
  float along_sun;   // how much the mirrored ray goes to the sun
};

Surface surface_at(vec3 normal, vec3 to_eye) {
  Surface s;
  s.normal = normal;
  s.to_eye = to_eye;
  s.facing = max(dot(normal, to_eye), 0.0);
  float rim = 1.0 - s.facing;
  s.fresnel = 0.04 + 0.96 * rim * rim * rim * rim * rim;
  s.mirror_dir = reflect(-to_eye, normal);
  s.along_sun = max(dot(s.mirror_dir, frame.to_sun.xyz), 0.0);
  return s;
}

// Sunlight sent to the eye: matt, and a highlight that falls off around the mirrored ray as GGX does.
vec3 from_sun(Surface s, vec3 matt_albedo, float roughness) {
  float a2 = roughness * roughness * roughness * roughness + 1e-3;
  float k = 1.0 - s.along_sun * s.along_sun * (1.0 - a2);
  float gloss = min(a2 / (k * k), 12.0) * 0.18;
  float n_sun = max(dot(s.normal, frame.to_sun.xyz), 0.0);
  return frame.sun.rgb * n_sun * (matt_albedo + (0.05 + 0.1 * s.fresnel) * gloss);
}

// From above the sky, from below the ground, sideways the horizon's glow; polished things mirror some of it.
vec3 from_around(Surface s, vec3 albedo, float roughness) {
  float up = s.normal.y * 0.5 + 0.5;
  float toward_glow = max(dot(s.normal, frame.glow.xyz), 0.0);
  vec3 around = mix(frame.ground.rgb * 0.5, frame.zenith.rgb * 1.9 + frame.horizon.rgb * 0.12, up) +
                glow_tint() * (toward_glow * 0.40);
  float polish = 1.0 - roughness;
  return around * (albedo + s.fresnel * polish * polish);
}

// A stone lit from within: each facet shows another depth of it, where the bent ray would come out again; and two soft
// lights overhead that facets catch. `own` is a number of its own for each stone.
vec3 from_within(Surface s, vec3 albedo, float own) {
  vec3 bent = s.to_eye * 0.62 + s.normal * 0.5;
  float depth = 0.5 + 0.5 * sin(dot(bent, vec3(7.1, 9.7, 5.3)) + own * 19.0);
  float rim = 1.0 - s.facing;
  float lamp = smoothstep(0.55, 0.95, s.mirror_dir.y) * 0.22 + smoothstep(0.80, 0.98, s.along_sun) * 0.9;
  return albedo * (0.03 + 0.57 * depth * depth + rim * rim * 0.55 + albedo * 0.22) + (albedo * 0.6 + 0.4) * lamp;
}

// rgb: the air between here and the eye; a: how much of what is here is still seen.
vec4 haze_between(vec3 to_eye, float distance_m, float pierce) {
  float clear = mix(clear_air(distance_m), 1.0, pierce);
  return vec4(air(normalize(-to_eye * vec3(1.0, 0.3, 1.0))) * (0.9 * (1.0 - clear)), clear);
}
