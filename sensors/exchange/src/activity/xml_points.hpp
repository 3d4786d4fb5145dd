#pragma once
// What TCX, GPX and PWX share: points in time under whatever prefixes a program gave its names.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <pugixml.hpp>

#include <engine/core/result.hpp>
#include <sensors/exchange/activity.hpp>

#include "activity/text_activity.hpp"

namespace tonus::exchange::xml {

/// Without its prefix.
[[nodiscard]] std::string_view local_name(const pugi::xml_node& node);
/// The first child of that local name, or none.
[[nodiscard]] pugi::xml_node child(const pugi::xml_node& node, std::string_view name);

/// Collects points into an activity.
class Points {
 public:
  Points(Activity& activity, text::Tally& tally) : activity_(activity), tally_(tally) {}

  /// The next points belong to another activity: hours or days between are cut out.
  void begin_activity() noexcept { is_new_ = true; }
  /// A number of a node; absent when there is no node or nothing in it; anything else is a bad line.
  [[nodiscard]] std::optional<double> value(const pugi::xml_node& node, std::string_view what);
  /// The date of a point, in seconds since 1970; a bad line when `time` is none.
  [[nodiscard]] std::optional<double> date_s(const pugi::xml_node& point, const pugi::xml_node& time);
  /// A point at `date_s` on whatever clock; the first makes t = 0.
  void add(double date_s, ActivityRecord record);

  [[nodiscard]] std::size_t joined() const noexcept { return joined_; }
  [[nodiscard]] std::optional<double> first_date_s() const noexcept { return first_date_s_; }

 private:
  Activity& activity_;
  text::Tally& tally_;
  std::optional<double> first_date_s_;
  double cut_s_ = 0.0;
  std::size_t joined_ = 0;
  bool is_new_ = false;
};

/// Loads `bytes`, hands the document to `read(root, points)`, and makes of it an activity, or the error that says why
/// not. `root` is the local name the document must begin with, `format_name` what a person calls it.
template <class Read>
Result<Activity, Error> parse_points(std::string_view bytes, FileFormat format, std::string_view root,
                                     std::string_view format_name, Read read);

/// The parts of parse_points that need no template.
struct Document {
  pugi::xml_document tree;
  std::string fault;  ///< where and why it ends early; empty when it is whole
};
[[nodiscard]] Result<void, Error> load(std::string_view bytes, std::string_view root, std::string_view format_name,
                                       Document& document);
[[nodiscard]] Result<Activity, Error> finish(Activity activity, const Document& document, const Points& points,
                                             text::Tally& tally, Warnings& warnings);

template <class Read>
Result<Activity, Error> parse_points(std::string_view bytes, FileFormat format, std::string_view root,
                                     std::string_view format_name, Read read) {
  Document document;
  if (auto loaded = load(bytes, root, format_name, document); !loaded) return fail(std::move(loaded.error()));
  Activity activity{.format = format};
  std::vector<std::string> said;
  Result<Activity, Error> result = fail(Error{});
  {
    Warnings warnings(said);
    text::Tally tally(warnings);
    Points points(activity, tally);
    read(document.tree, points, activity);
    result = finish(std::move(activity), document, points, tally, warnings);
  }
  if (result) result->warnings = std::move(said);
  return result;
}

}  // namespace tonus::exchange::xml
