// Between light and the numbers of a picture.

// True: the picture takes sRGB-encoded numbers. False: it takes linear light (an sRGB format encodes by itself).
layout(constant_id = 3) const bool kEncodes = true;

// IEC 61966-2-1.
vec3 srgb(vec3 c) {
  return mix(1.055 * pow(c, vec3(1.0 / 2.4)) - 0.055, c * 12.92, lessThan(c, vec3(0.0031308)));
}
vec3 linear(vec3 c) {
  return mix(pow((c + 0.055) / 1.055, vec3(2.4)), c / 12.92, lessThan(c, vec3(0.04045)));
}
