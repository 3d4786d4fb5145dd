#include "meshes.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <span>

namespace tonus::render {
namespace {

constexpr float kTau = 2.0F * std::numbers::pi_v<float>;

class Builder {
 public:
  Builder(MeshLibrary& library, Detail detail) : library_(library), is_coarse_(detail == Detail::Coarse) {}

  /// For what is added from here on.
  void set_tone(float tone) { tone_ = tone; }
  std::uint16_t vertex(Vec3 position, Vec3 normal) {
    library_.vertices.push_back({position, normal, tone_});
    return static_cast<std::uint16_t>(library_.vertices.size() - 1);
  }
  void triangle(std::uint16_t a, std::uint16_t b, std::uint16_t c) {
    library_.indices.insert(library_.indices.end(), {a, b, c});
  }
  /// A flat, convex face; its corners in order. Turned outward, as seen from `inside`.
  void face(std::span<const Vec3> corners, Vec3 inside = {}) {
    Vec3 normal = normalized(cross(corners[1] - corners[0], corners[2] - corners[0]));
    const bool is_inward = dot(normal, corners[0] - inside) < 0.0F;
    if (is_inward) normal = -normal;
    const auto first = vertex(corners[0], normal);
    for (std::size_t i = 1; i < corners.size(); ++i) vertex(corners[i], normal);
    for (std::uint16_t i = 1; i + 1U < corners.size(); ++i) {
      const auto b = static_cast<std::uint16_t>(first + i);
      const auto c = static_cast<std::uint16_t>(b + 1);
      is_inward ? triangle(first, c, b) : triangle(first, b, c);
    }
  }
  void face(std::initializer_list<Vec3> corners, Vec3 inside = {}) {
    face(std::span<const Vec3>(corners.begin(), corners.size()), inside);
  }
  /// A smooth closed-in-u patch: point(u, v) for u, v in 0…1, normals from its slopes. v runs to the left of u.
  void patch(int columns, int rows, const std::function<Vec3(float, float)>& point) {
    if (is_coarse_) {
      columns = (columns + 1) / 2;
      rows = (rows + 1) / 2;
    }
    const auto first = static_cast<int>(library_.vertices.size());
    constexpr float kStep = 1e-3F;
    for (int r = 0; r <= rows; ++r) {
      for (int c = 0; c <= columns; ++c) {
        const float u = static_cast<float>(c) / static_cast<float>(columns);
        // A little inside the poles, where the slope along u vanishes.
        const float v = std::clamp(static_cast<float>(r) / static_cast<float>(rows), 1e-3F, 1.0F - 1e-3F);
        const Vec3 du = point(u + kStep, v) - point(u - kStep, v);
        const Vec3 dv = point(u, std::min(v + kStep, 1.0F)) - point(u, std::max(v - kStep, 0.0F));
        vertex(point(u, static_cast<float>(r) / static_cast<float>(rows)), normalized(cross(du, dv)));
      }
    }
    const auto at = [&](int r, int c) { return static_cast<std::uint16_t>(first + r * (columns + 1) + c); };
    for (int r = 0; r < rows; ++r) {
      for (int c = 0; c < columns; ++c) {
        triangle(at(r, c), at(r, c + 1), at(r + 1, c + 1));
        triangle(at(r, c), at(r + 1, c + 1), at(r + 1, c));
      }
    }
  }

 private:
  MeshLibrary& library_;
  bool is_coarse_;
  float tone_ = 1.0F;
};

void make_box(Builder& b) {
  constexpr float h = 0.5F;
  for (const float s : {-h, h}) {
    b.face({{s, -h, -h}, {s, h, -h}, {s, h, h}, {s, -h, h}});
    b.face({{-h, s, -h}, {h, s, -h}, {h, s, h}, {-h, s, h}});
    b.face({{-h, -h, s}, {h, -h, s}, {h, h, s}, {-h, h, s}});
  }
}

/// u goes around +y, v from the south pole to the north pole.
Vec3 on_sphere(float u, float v) {
  const float around = u * kTau, up = (v - 0.5F) * kTau * 0.5F;
  return {std::cos(around) * std::cos(up), std::sin(up), -std::sin(around) * std::cos(up)};
}

void make_sphere(Builder& b) {
  b.patch(32, 16, [](float u, float v) { return on_sphere(u, v) * 0.5F; });
}

std::array<Vec3, 12> icosahedron() {
  constexpr float g = std::numbers::phi_v<float>;
  std::array<Vec3, 12> corners{{{-1, g, 0},
                                {1, g, 0},
                                {-1, -g, 0},
                                {1, -g, 0},
                                {0, -1, g},
                                {0, 1, g},
                                {0, -1, -g},
                                {0, 1, -g},
                                {g, 0, -1},
                                {g, 0, 1},
                                {-g, 0, -1},
                                {-g, 0, 1}}};
  for (auto& c : corners) c = normalized(c);
  return corners;
}
constexpr std::array<std::array<std::size_t, 3>, 20> kIcosahedronFaces{
    {{0, 11, 5},  {0, 5, 1},  {0, 1, 7},  {0, 7, 10}, {0, 10, 11}, {1, 5, 9}, {5, 11, 4},
     {11, 10, 2}, {10, 7, 6}, {7, 1, 8},  {3, 9, 4},  {3, 4, 2},   {3, 2, 6}, {3, 6, 8},
     {3, 8, 9},   {4, 9, 5},  {2, 4, 11}, {6, 2, 10}, {8, 6, 7},   {9, 8, 1}}};

/// An icosahedron whose edges and corners are cut: 20 large facets, 30 bevels, 12 small five-sided caps.
void make_gem(Builder& b) {
  constexpr float kKeep = 0.66F;  // how much of each large facet is left
  const auto corners = icosahedron();
  // cut[f][k]: what is left of corner k of face f.
  std::array<std::array<Vec3, 3>, 20> cut{};
  for (std::size_t f = 0; f < kIcosahedronFaces.size(); ++f) {
    const auto& face = kIcosahedronFaces[f];
    const Vec3 middle = (corners[face[0]] + corners[face[1]] + corners[face[2]]) * (1.0F / 3.0F);
    for (std::size_t k = 0; k < 3; ++k) cut[f][k] = normalized(lerp(middle, corners[face[k]], kKeep)) * 0.5F;
    b.face({cut[f][0], cut[f][1], cut[f][2]});
  }
  const auto cut_at = [&](std::size_t f, std::size_t corner) {
    const auto& face = kIcosahedronFaces[f];
    return cut[f][static_cast<std::size_t>(std::find(face.begin(), face.end(), corner) - face.begin())];
  };
  const auto has = [](std::size_t f, std::size_t corner) {
    const auto& face = kIcosahedronFaces[f];
    return std::find(face.begin(), face.end(), corner) != face.end();
  };
  for (std::size_t i = 0; i < 12; ++i) {
    for (std::size_t j = i + 1; j < 12; ++j) {
      std::vector<std::size_t> shared;
      for (std::size_t f = 0; f < 20; ++f)
        if (has(f, i) && has(f, j)) shared.push_back(f);
      if (shared.size() == 2)
        b.face({cut_at(shared[0], i), cut_at(shared[0], j), cut_at(shared[1], j), cut_at(shared[1], i)});
    }
    const Vec3 axis = corners[i];
    const Vec3 side = normalized(cross(axis, std::abs(axis.x) < 0.9F ? Vec3{1, 0, 0} : Vec3{0, 1, 0}));
    const Vec3 other = cross(axis, side);
    std::vector<Vec3> cap;
    for (std::size_t f = 0; f < 20; ++f)
      if (has(f, i)) cap.push_back(cut_at(f, i));
    std::sort(cap.begin(), cap.end(), [&](Vec3 p, Vec3 q) {
      return std::atan2(dot(p, other), dot(p, side)) < std::atan2(dot(q, other), dot(q, side));
    });
    b.face(cap);
  }
}

/// A splinter: one large outer facet, a bevel, and three sides that meet inside.
void make_shard(Builder& b) {
  constexpr Vec3 p{-0.5F, -0.12F, 0.05F}, q{0.5F, -0.05F, -0.02F}, r{0.06F, 0.34F, 0.1F};
  constexpr Vec3 s{0.08F, 0.02F, -0.26F}, t{0.1F, 0.1F, 0.2F};
  constexpr Vec3 inside{0.04F, 0.06F, 0.0F};
  b.face({p, q, t}, inside);
  b.face({q, r, t}, inside);
  b.face({r, p, t}, inside);
  b.face({p, s, q}, inside);
  b.face({q, s, r}, inside);
  b.face({r, s, p}, inside);
}

float signed_power(float x, float exponent) { return std::copysign(std::pow(std::abs(x), exponent), x); }

/// A ball pressed towards a box: exponent 1 is round, 0.4 rather square.
Vec3 pressed(float u, float v, float exponent) {
  const Vec3 p = on_sphere(u, v);
  return {signed_power(p.x, exponent), signed_power(p.y, exponent), signed_power(p.z, exponent)};
}

void make_glove(Builder& b) {
  const auto lump = [&](Vec3 centre, Vec3 half, float exponent, int columns, int rows) {
    b.patch(columns, rows, [=](float u, float v) {
      const Vec3 p = pressed(u, v, exponent);
      return centre + Vec3{p.x * half.x, p.y * half.y, p.z * half.z};
    });
  };
  /// Turned around the axis of the forearm: radius and z from level to level.
  const auto turned = [&](std::span<const std::array<float, 2>> profile) {
    b.patch(24, static_cast<int>(profile.size() - 1) * 2, [&](float u, float v) {
      const float along = v * static_cast<float>(profile.size() - 1);
      const auto i = std::min(static_cast<std::size_t>(along), profile.size() - 2);
      const float t = along - static_cast<float>(i);
      const float radius = profile[i][0] + (profile[i + 1][0] - profile[i][0]) * t;
      return Vec3{radius * std::cos(u * kTau), radius * std::sin(u * kTau),
                  profile[i][1] + (profile[i + 1][1] - profile[i][1]) * t};
    });
  };
  lump({0.0F, 0.02F, -0.12F}, {0.46F, 0.40F, 0.38F}, 0.72F, 26, 15);  // fist
  lump({0.0F, 0.10F, 0.04F}, {0.40F, 0.33F, 0.30F}, 0.85F, 22, 10);   // back of the hand
  lump({0.0F, -0.28F, -0.10F}, {0.30F, 0.16F, 0.26F}, 0.85F, 16, 8);  // thumb, tucked under
  // The cuff ends round: on a common screen it is what one sees of a glove most of the time.
  b.set_tone(0.5F);
  constexpr std::array<std::array<float, 2>, 8> kCuff{{{0.27F, 0.20F},
                                                       {0.31F, 0.26F},
                                                       {0.315F, 0.36F},
                                                       {0.30F, 0.41F},
                                                       {0.26F, 0.45F},
                                                       {0.19F, 0.48F},
                                                       {0.10F, 0.495F},
                                                       {0.0F, 0.5F}}};
  turned(kCuff);
  b.set_tone(1.0F);
  constexpr std::array<std::array<float, 2>, 4> kBand{
      {{0.31F, 0.29F}, {0.345F, 0.30F}, {0.345F, 0.345F}, {0.31F, 0.355F}}};
  turned(kBand);
}

void make_ring(Builder& b) {
  constexpr float kTube = 0.011F, kMiddle = 0.5F - kTube;
  b.patch(72, 6, [](float u, float v) {
    const float around = u * kTau, tube = -v * kTau;
    const float radius = kMiddle - kTube * std::cos(tube);
    return Vec3{radius * std::cos(around), radius * std::sin(around), kTube * std::sin(tube)};
  });
}

/// Eight-sided, slimmer towards the top, with a cut crown.
void make_pillar(Builder& b) {
  constexpr int kSides = 8;
  constexpr std::array<std::array<float, 2>, 4> kLevels{{{0.5F, -0.5F}, {0.43F, 0.36F}, {0.36F, 0.46F}, {0.2F, 0.5F}}};
  const auto corner = [&](int side, std::size_t level) {
    const float a = (static_cast<float>(side) + 0.5F) * kTau / kSides;
    return Vec3{kLevels[level][0] * std::cos(a), kLevels[level][1], kLevels[level][0] * std::sin(a)};
  };
  std::vector<Vec3> top, foot;
  for (int s = 0; s < kSides; ++s) {
    for (std::size_t l = 0; l + 1 < kLevels.size(); ++l)
      b.face({corner(s, l), corner(s + 1, l), corner(s + 1, l + 1), corner(s, l + 1)});
    top.push_back(corner(s, kLevels.size() - 1));
    foot.push_back(corner(s, 0));
  }
  b.face(top);
  b.face(foot);
}

}  // namespace

MeshLibrary make_meshes(Detail detail) {
  MeshLibrary library;
  Builder builder{library, detail};
  constexpr std::array<void (*)(Builder&), kMeshCount> kMakers{make_box,   make_sphere, make_gem,   make_shard,
                                                               make_glove, make_ring,   make_pillar};
  for (std::size_t m = 0; m < kMeshCount; ++m) {
    const auto first = static_cast<std::uint32_t>(library.indices.size());
    kMakers[m](builder);
    library.ranges[m] = {first, static_cast<std::uint32_t>(library.indices.size()) - first};
  }
  return library;
}

}  // namespace tonus::render
