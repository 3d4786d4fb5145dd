#pragma once
// Captured rooms, small and made: for tests, and as seeds.

#include <string>

#include <fmt/format.h>

namespace tonus::xr::made {

/// A plane that lies level (w 1) or, for walls, one whose +y looks along +x; centred.
inline std::string plane(const std::string& label, double x, double y, double z, double width, double depth,
                         bool is_wall = false) {
  // Upright: local z up, local y along +x.
  const std::string turned = R"("x": -0.5, "y": -0.5, "z": -0.5, "w": 0.5)";
  return fmt::format(
      R"({{"semanticLabel_META": "{}", "locatable_META": {{"position": {{"x": {}, "y": {}, "z": {}}}, "orientation": {{{}}}}},)"
      R"( "bounded2D_META": {{"offset": {{"x": {}, "y": {}}}, "extent": {{"width": {}, "height": {}}}}}}})",
      label, x, y, z, is_wall ? turned : R"("x": 0, "y": 0, "z": 0, "w": 1)", -0.5 * width, -0.5 * depth, width, depth);
}

/// A box as captures have it: hanging from the middle of its upper side, local z up.
inline std::string box(const std::string& label, double x, double top, double z, double width, double depth,
                       double height) {
  const std::string up = R"("x": -0.70710678, "y": 0, "z": 0, "w": 0.70710678)";
  return fmt::format(
      R"({{"semanticLabel_META": "{}", "locatable_META": {{"position": {{"x": {}, "y": {}, "z": {}}}, "orientation": {{{}}}}},)"
      R"( "bounded3D_META": {{"offset": {{"x": {}, "y": {}, "z": {}}}, "extent": {{"width": {}, "height": {}, "depth": {}}}}}}})",
      label, x, top, z, up, -0.5 * width, -0.5 * depth, -height, width, depth, height);
}

/// A floor around the origin with whatever stands on it.
inline std::string room(double width, double depth, const std::string& things = "", double ceiling = 2.6) {
  return R"({"type": "scene", "version": 1, "spatialEntities": [)" + plane("FLOOR", 0, 0, 0, width, depth) + ", " +
         plane("CEILING", 0, ceiling, 0, width, depth) + (things.empty() ? "" : ", " + things) + "]}";
}

}  // namespace tonus::xr::made
