#version 460
// One triangle over the whole target.

void main() {
  vec2 clip = vec2((gl_VertexIndex << 1) & 2, gl_VertexIndex & 2) * 2.0 - 1.0;
  gl_Position = vec4(clip, 0.0, 1.0);
}
