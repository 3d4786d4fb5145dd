#include "activity/xml_points.hpp"

#include <fmt/format.h>

#include <engine/core/text_position.hpp>

#include "io/xml_stream.hpp"
#include "text/text.hpp"

namespace tonus::exchange::xml {
namespace {

/// Activities further apart than this are played end to end: nobody waits for days.
constexpr double kLongestGap_s = 3600.0;
constexpr double kJoin_s = 1.0;

}  // namespace

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

std::optional<double> Points::value(const pugi::xml_node& node, std::string_view what) {
  const std::string_view words = text::trim(node.text().get());
  if (!node || text::is_absent(words)) return std::nullopt;
  const auto number = text::number(words);
  if (!number)
    tally_.bad_line("offset {}: {} is '{}', expected a number", node.offset_debug(), what, text::shown(words));
  return number;
}

std::optional<double> Points::date_s(const pugi::xml_node& point, const pugi::xml_node& time) {
  const std::string_view words = text::trim(time.text().get());
  const auto clock = text::clock(words);
  if (clock && clock->is_date && text::is_time(clock->s)) return clock->s;
  tally_.bad_line("offset {}: a point's time is '{}', expected ISO 8601", point.offset_debug(), text::shown(words));
  return std::nullopt;
}

void Points::add(double date_s, ActivityRecord record) {
  if (!first_date_s_) first_date_s_ = date_s;
  double t_s = date_s - *first_date_s_ - cut_s_;
  if (is_new_ && !activity_.records.empty() && t_s - activity_.records.back().t_s > kLongestGap_s) {
    cut_s_ += t_s - activity_.records.back().t_s - kJoin_s;
    t_s = activity_.records.back().t_s + kJoin_s;
    ++joined_;
  }
  is_new_ = false;
  record.t_s = t_s;
  if (record.hr_bpm && *record.hr_bpm <= 0.0) {
    ++activity_.zero_heart_rates;
    record.hr_bpm.reset();
  }
  activity_.records.push_back(record);
  tally_.good_line();
}

Result<void, Error> load(std::string_view bytes, std::string_view root, std::string_view format_name,
                         Document& document) {
  if (auto complaint = prolog_complaint(bytes)) return fail(Error{*std::move(complaint)});
  // Entities beyond the five of XML itself are left alone: nothing can grow.
  const auto parsed = document.tree.load_buffer(bytes.data(), bytes.size(), pugi::parse_default, pugi::encoding_auto);
  const std::string where = to_string(position_in(bytes, static_cast<std::size_t>(parsed.offset)));
  if (!parsed) document.fault = fmt::format("{}: {}", where, parsed.description());
  const pugi::xml_node top = document.tree.document_element();
  if (local_name(top) == root) return {};
  if (!parsed && !top) return fail(Error{fmt::format("{}: not XML: {}", where, parsed.description())});
  return fail(Error{fmt::format("line 1: <{}> is not {}, expected <{}>", text::shown(top.name()), format_name, root)});
}

Result<Activity, Error> finish(Activity activity, const Document& document, const Points& points, text::Tally& tally,
                               Warnings& warnings) {
  const bool is_cut = !document.fault.empty();
  if (is_cut) warnings.add("{}; the points before it are read", document.fault);
  // Where a file was cut, its last number may have been as well.
  if (is_cut && !activity.records.empty()) activity.records.pop_back();
  if (activity.records.empty() && tally.good_lines() > 0) return fail(Error{document.fault});
  if (auto trouble = tally.verdict("points of a track")) return fail(*trouble);
  if (points.joined() > 0) warnings.add("{} activities hours or days apart are joined end to end", points.joined() + 1);
  text::finish(activity, warnings, std::nullopt);
  return activity;
}

}  // namespace tonus::exchange::xml
