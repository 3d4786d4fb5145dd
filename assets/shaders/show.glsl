// The last step before a picture: fading, the edge of sight, encoding. For fragment shaders, after frame.glsl.

// Interleaved gradient noise (J. Jimenez, "Next Generation Post Processing in Call of Duty", 2014), around 0.
float noise() {
  return fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715)))) - 0.5;
}

// How dark the edge of sight is here: nothing within 19 degrees of straight ahead, all of it beyond 43.
float edge_dark() {
  vec2 off = gl_FragCoord.xy * VIEW.sight.xy + VIEW.sight.zw;
  float x = clamp((dot(off, off) - 0.12) * (1.0 / 0.73), 0.0, 1.0);
  return frame.ease.x * x * x * (3.0 - 2.0 * x);
}

// True where something fades or the edge of sight is dark: it costs, and is not wanted most of the time.
layout(constant_id = 4) const bool kEases = true;

// `finished` as finish() gave it; `beneath` as frame.dim.
vec4 shown(vec3 finished, vec3 beneath) {
  vec3 c = kEases && kEncodesEarly ? linear(finished) : finished;
  if (kEases) c = c * frame.ease.y + beneath;
  if (kEases && !kPost) {
    float dark = edge_dark();
    c *= 1.0 - dark;
    // About one step of eight bits against bands, where there is a gradient at all.
    c += sqrt(c) * (noise() * min(dark * 8.0, 1.0) * (2.0 / 255.0));
  }
  if (kEncodes && !kPost && (kEases || !kEncodesEarly)) c = srgb(c);
  return vec4(c, kEases ? frame.ease.z : 1.0);
}
vec4 shown(vec3 finished) {
  return shown(finished, frame.dim.rgb);
}
