#pragma once
// Drawings of the lab's page: SVG with axes, one look for each law.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "law.hpp"

namespace tonus::lab {

struct Axis {
  std::string title;
  double low = 0.0, high = 1.0;
  bool is_log = false;             ///< both ends above 0
  std::vector<double> ticks = {};  ///< within the ends
};

/// A drawing of 1080 x 420 units; what lies outside the axes is cut off.
class Plot {
 public:
  /// `description`: for those who do not see it.
  Plot(Axis x, Axis y, std::string_view description);

  /// A curve of a law; `values` in order.
  void line(LawId law, std::span<const double> x, std::span<const double> y);
  /// A curve with no law's look: "edge", "bound", … of the style sheet.
  void line(std::string_view kind, std::span<const double> x, std::span<const double> y);
  void band(double low_y, double high_y);
  /// The law's own shape, with words beside it; `dx`, `dy` move the words.
  void mark(LawId law, double x, double y, std::string_view words, double dx = 12.0, double dy = 5.0);
  /// A cross: what others published.
  void cross(double x, double y, std::string_view words);
  void words(double x, double y, std::string_view anchor, std::string_view text);
  [[nodiscard]] std::string svg() const;

 private:
  [[nodiscard]] double at_x(double x) const;
  [[nodiscard]] double at_y(double y) const;
  [[nodiscard]] std::string path(std::span<const double> x, std::span<const double> y) const;

  Axis x_, y_;
  std::string description_, body_;
};

/// List of the laws with their lines and shapes.
[[nodiscard]] std::string key(std::span<const LawId> laws, bool has_shapes);
/// Round numbers between the ends, about `count` of them.
[[nodiscard]] std::vector<double> ticks_between(double low, double high, int count);

}  // namespace tonus::lab
