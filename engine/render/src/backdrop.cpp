#include "backdrop.hpp"

#include <array>
#include <cmath>
#include <numbers>
#include <span>

#include <engine/core/random.hpp>

namespace tonus::render {
namespace {

constexpr float kTau = 2.0F * std::numbers::pi_v<float>;

/// Told to the shader in Vertex::tone.
enum class SkyPart : std::uint8_t { Dome, FarHills, NearHills, Sun, Star };

class Sheet {
 public:
  explicit Sheet(MeshLibrary& library) : library_(library), first_index_(library.indices.size()) {}

  std::uint16_t vertex(Vec3 place, Vec3 detail = {}, SkyPart part = SkyPart::Dome) {
    library_.vertices.push_back({place, detail, static_cast<float>(part)});
    return static_cast<std::uint16_t>(library_.vertices.size() - 1);
  }
  /// Joins two rows of vertices, each `columns` + 1 long, that start at a and b.
  void band(std::uint16_t a, std::uint16_t b, int columns) {
    for (int c = 0; c < columns; ++c) {
      const auto at = [&](int row_start, int column) { return static_cast<std::uint16_t>(row_start + column); };
      quad(at(a, c), at(a, c + 1), at(b, c + 1), at(b, c));
    }
  }
  void triangle(std::uint16_t a, std::uint16_t b, std::uint16_t c) {
    library_.indices.insert(library_.indices.end(), {a, b, c});
  }
  void quad(std::uint16_t a, std::uint16_t b, std::uint16_t c, std::uint16_t d) {
    library_.indices.insert(library_.indices.end(), {a, b, c, a, c, d});
  }
  [[nodiscard]] MeshRange range() const {
    return {static_cast<std::uint32_t>(first_index_),
            static_cast<std::uint32_t>(library_.indices.size() - first_index_)};
  }

 private:
  MeshLibrary& library_;
  std::size_t first_index_;
};

/// Clockwise from ahead (-z), as the azimuth of skyline().
Vec3 around(float azimuth) { return {std::sin(azimuth), 0.0F, -std::cos(azimuth)}; }

/// Height of hills over the azimuth, about ±1. Whole numbers of waves, so that it closes behind the viewer.
float skyline(float a, float phase) {
  return 0.50F * std::sin(3.0F * a + phase) + 0.30F * std::sin(7.0F * a + 2.7F * phase) +
         0.14F * std::sin(16.0F * a - phase) + 0.06F * std::sin(33.0F * a + 5.0F * phase);
}

void add_dome(Sheet& sheet) {
  constexpr int kColumns = 48;
  constexpr std::array kHeights{-0.04F, 0.0F, 0.03F, 0.07F, 0.12F, 0.19F, 0.28F, 0.40F, 0.58F, 0.80F, 1.0F};
  std::uint16_t below = 0;
  for (std::size_t r = 0; r < kHeights.size(); ++r) {
    const float y = kHeights[r], out = std::sqrt(1.0F - y * y);
    std::uint16_t row = 0;
    for (int c = 0; c <= kColumns; ++c) {
      const auto v = sheet.vertex(around(kTau * static_cast<float>(c) / kColumns) * out + Vec3{0.0F, y, 0.0F});
      if (c == 0) row = v;
    }
    if (r > 0) sheet.band(below, row, kColumns);
    below = row;
  }
}

void add_sun(Sheet& sheet) {
  constexpr int kColumns = 28;
  struct Ring {
    float radius, disc, halo;
  };
  constexpr std::array kRings{Ring{0.0F, 1.0F, 1.0F}, Ring{0.0335F, 1.0F, 0.9F}, Ring{0.0430F, 0.0F, 0.84F},
                              Ring{0.095F, 0.0F, 0.4F}, Ring{0.175F, 0.0F, 0.0F}};
  std::uint16_t inner = 0;
  for (std::size_t r = 0; r < kRings.size(); ++r) {
    std::uint16_t row = 0;
    for (int c = 0; c <= kColumns; ++c) {
      const float a = kTau * static_cast<float>(c) / kColumns;
      const auto v = sheet.vertex({kRings[r].radius * std::cos(a), kRings[r].radius * std::sin(a), 0.0F},
                                  {kRings[r].disc, kRings[r].halo, 0.0F}, SkyPart::Sun);
      if (c == 0) row = v;
    }
    if (r > 0) sheet.band(inner, row, kColumns);
    inner = row;
  }
}

void add_stars(Sheet& sheet) {
  constexpr int kStars = 260;
  Random random{20};
  for (int i = 0; i < kStars; ++i) {
    const auto azimuth = static_cast<float>(random.uniform(0.0, 6.28318));
    const auto height = static_cast<float>(random.uniform(0.15, 0.98));
    const double rank = random.uniform();
    // Few bright ones, many faint ones.
    const auto brightness = static_cast<float>(0.15 + 0.85 * rank * rank * rank);
    const Vec3 place = around(azimuth) * std::sqrt(1.0F - height * height) + Vec3{0.0F, height, 0.0F};
    // One small triangle each, bright all over: none is wider than a pixel or two.
    const auto star = [&](float x, float y) { return sheet.vertex(place, {x, y, brightness}, SkyPart::Star); };
    const auto a = star(0.0F, 1.0F), b = star(-0.87F, -0.5F), c = star(0.87F, -0.5F);
    sheet.triangle(a, b, c);
  }
}

void add_hills(Sheet& sheet, SkyPart part, float middle, float swing, float foot, float phase) {
  constexpr int kColumns = 168;
  std::array<std::uint16_t, 2> rows{};
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const auto down = static_cast<float>(r);
    for (int c = 0; c <= kColumns; ++c) {
      const float a = kTau * static_cast<float>(c) / kColumns;
      const float crest = middle + swing * skyline(a, phase);
      const auto v =
          sheet.vertex(around(a) + Vec3{0.0F, crest + (foot - crest) * down, 0.0F}, {down, 0.0F, 0.0F}, part);
      if (c == 0) rows[r] = v;
    }
    if (r > 0) sheet.band(rows[r - 1], rows[r], kColumns);
  }
}

}  // namespace

MeshRange add_sky(MeshLibrary& library) {
  Sheet sheet{library};
  // From far to near: later ones cover earlier ones.
  add_dome(sheet);
  add_stars(sheet);
  add_sun(sheet);
  add_hills(sheet, SkyPart::FarHills, 0.062F, 0.034F, 0.0F, 1.0F);
  add_hills(sheet, SkyPart::NearHills, 0.030F, 0.022F, -0.003F, 4.2F);
  return sheet.range();
}

MeshRange add_ground(MeshLibrary& library) {
  Sheet sheet{library};
  constexpr int kColumns = 24;
  constexpr std::array kRadii_m{0.0F, 1.5F, 3.0F, 6.0F, 11.0F, 19.0F, 32.0F, 60.0F, 130.0F, 900.0F};
  std::uint16_t inner = 0;
  for (std::size_t r = 0; r < kRadii_m.size(); ++r) {
    std::uint16_t row = 0;
    for (int c = 0; c <= kColumns; ++c) {
      const auto v = sheet.vertex(around(kTau * static_cast<float>(c) / kColumns) * kRadii_m[r]);
      if (c == 0) row = v;
    }
    if (r > 0) sheet.band(inner, row, kColumns);
    inner = row;
  }
  return sheet.range();
}

}  // namespace tonus::render
