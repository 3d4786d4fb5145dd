// Garmin's Training Center XML: the points of its tracks, whatever prefixes a program gave its names.
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <pugixml.hpp>

#include <engine/core/text_position.hpp>
#include <sensors/exchange/readers.hpp>

#include "text.hpp"
#include "text_activity.hpp"

namespace tonus::exchange {
namespace {

/// Activities further apart than this are played end to end: nobody waits for days.
constexpr double kLongestGap_s = 3600.0;
constexpr double kJoin_s = 1.0;

std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  return name.substr(name.find(':') == std::string_view::npos ? 0 : name.find(':') + 1);
}

pugi::xml_node child(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_node& c : node.children()) {
    if (local_name(c) == name) return c;
  }
  return {};
}

class Reader final : public pugi::xml_tree_walker {
 public:
  Reader(Activity& activity, text::Tally& tally) : activity_(activity), tally_(tally) {}

  bool for_each(pugi::xml_node& node) override {
    const std::string_view name = local_name(node);
    if (name == "Activity") {
      if (activity_.sport.empty()) activity_.sport = sport_of(node.attribute("Sport").value());
      is_new_ = true;
    } else if (name == "Trackpoint") {
      take(node);
    }
    return true;
  }
  [[nodiscard]] std::size_t joined() const noexcept { return joined_; }
  [[nodiscard]] std::optional<double> first_date_s() const noexcept { return first_date_s_; }

 private:
  static std::string sport_of(std::string_view sport) { return sport == "Biking" ? "cycling" : text::lower(sport); }

  std::optional<double> value(const pugi::xml_node& node, std::string_view what) {
    const std::string_view words = text::trim(node.text().get());
    if (!node || text::is_absent(words)) return std::nullopt;
    const auto number = text::number(words);
    if (!number)
      tally_.bad_line("offset {}: {} is '{}', expected a number", node.offset_debug(), what, text::shown(words));
    return number;
  }

  void take(const pugi::xml_node& point) {
    const std::string_view words = text::trim(child(point, "Time").text().get());
    const auto time = text::clock(words);
    if (!time || !time->is_date || !text::is_time(time->s)) {
      tally_.bad_line("offset {}: a point's time is '{}', expected ISO 8601", point.offset_debug(), text::shown(words));
      return;
    }
    if (!first_date_s_) first_date_s_ = time->s;
    double t_s = time->s - *first_date_s_ - cut_s_;
    if (is_new_ && !activity_.records.empty() && t_s - activity_.records.back().t_s > kLongestGap_s) {
      cut_s_ += t_s - activity_.records.back().t_s - kJoin_s;
      t_s = activity_.records.back().t_s + kJoin_s;
      ++joined_;
    }
    is_new_ = false;

    ActivityRecord record{.t_s = t_s};
    record.hr_bpm = value(child(child(point, "HeartRateBpm"), "Value"), "a heart rate");
    if (record.hr_bpm && *record.hr_bpm <= 0.0) {
      ++activity_.zero_heart_rates;
      record.hr_bpm.reset();
    }
    record.cadence_rpm = value(child(point, "Cadence"), "a cadence");
    const pugi::xml_node extension = child(child(point, "Extensions"), "TPX");
    record.power_w = value(child(extension, "Watts"), "a power");
    record.speed_m_s = value(child(extension, "Speed"), "a speed");
    if (!record.cadence_rpm) record.cadence_rpm = value(child(extension, "RunCadence"), "a cadence");
    activity_.records.push_back(record);
    tally_.good_line();
  }

  Activity& activity_;
  text::Tally& tally_;
  std::optional<double> first_date_s_;
  double cut_s_ = 0.0;
  std::size_t joined_ = 0;
  bool is_new_ = false;
};

}  // namespace

Result<Activity, Error> parse_tcx(std::string_view bytes) {
  Activity activity{.format = ActivityFormat::Tcx};
  pugi::xml_document document;
  // Entities beyond the five of XML itself are left alone: nothing can grow.
  const auto parsed = document.load_buffer(bytes.data(), bytes.size(), pugi::parse_default, pugi::encoding_auto);
  const auto where = [&] { return to_string(position_in(bytes, static_cast<std::size_t>(parsed.offset))); };
  const pugi::xml_node root = document.document_element();
  if (local_name(root) != "TrainingCenterDatabase") {
    if (!parsed && !root) return fail(Error{fmt::format("{}: not XML: {}", where(), parsed.description())});
    return fail(
        Error{fmt::format("line 1: <{}> is not TCX, expected <TrainingCenterDatabase>", text::shown(root.name()))});
  }
  Warnings warnings(activity.warnings);
  if (!parsed) warnings.add("{}: {}; the points before it are read", where(), parsed.description());
  text::Tally tally(warnings);
  Reader reader(activity, tally);
  document.traverse(reader);
  // Where a file was cut, its last number may have been as well.
  if (!parsed && !activity.records.empty()) activity.records.pop_back();
  if (activity.records.empty() && tally.good_lines() > 0) {
    return fail(Error{fmt::format("{}: {}", where(), parsed.description())});
  }
  if (auto trouble = tally.verdict("points of a track")) return fail(*trouble);
  if (reader.first_date_s()) activity.start_unix_s = static_cast<std::int64_t>(*reader.first_date_s());
  if (reader.joined() > 0) warnings.add("{} activities hours or days apart are joined end to end", reader.joined() + 1);
  text::finish(activity, warnings, std::nullopt);
  return activity;
}

}  // namespace tonus::exchange
