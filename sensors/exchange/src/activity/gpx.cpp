// GPS exchange: what the extensions of its track points say of the person. Where the person was is not read.
#include <optional>
#include <string_view>

#include <sensors/exchange/readers.hpp>

#include "activity/xml_points.hpp"
#include "text/text.hpp"

namespace tonus::exchange {
namespace {

using xml::child;
using xml::local_name;

/// Names under <extensions>, whoever's they are: Garmin's hr and cad, Cluetrust's hr and cadence, Huami's heartrate.
void take_extension(const pugi::xml_node& node, ActivityRecord& record, xml::Points& points) {
  const auto fill = [&](std::optional<double>& target, std::string_view what) {
    if (!target) target = points.value(node, what);
  };
  const std::string_view name = local_name(node);
  if (name == "hr" || name == "heartrate") fill(record.hr_bpm, "a heart rate");
  if (name == "cad" || name == "cadence") fill(record.cadence_rpm, "a cadence");
  if (name == "power" || name == "PowerInWatts") fill(record.power_w, "a power");
  if (name == "speed") fill(record.speed_m_s, "a speed");
}

class Reader final : public pugi::xml_tree_walker {
 public:
  Reader(Activity& activity, xml::Points& points) : activity_(activity), points_(points) {}

  bool for_each(pugi::xml_node& node) override {
    const std::string_view name = local_name(node);
    if (name == "trk") {
      if (activity_.sport.empty()) activity_.sport = text::lower(text::trim(child(node, "type").text().get()));
      points_.begin_activity();
    } else if (name == "trkpt") {
      take(node);
    }
    return true;
  }

 private:
  void take(const pugi::xml_node& point) {
    const auto date_s = points_.date_s(point, child(point, "time"));
    if (!date_s) return;
    ActivityRecord record;
    for (const pugi::xml_node& extension : child(point, "extensions").children()) {
      take_extension(extension, record, points_);
      for (const pugi::xml_node& inner : extension.children()) take_extension(inner, record, points_);
    }
    points_.add(*date_s, record);
  }

  Activity& activity_;
  xml::Points& points_;
};

}  // namespace

Result<Activity, Error> parse_gpx(std::string_view bytes) {
  return xml::parse_points(bytes, FileFormat::Gpx, "gpx", "GPX",
                           [](pugi::xml_document& tree, xml::Points& points, Activity& activity) {
                             Reader reader(activity, points);
                             tree.traverse(reader);
                             if (const auto first = points.first_date_s())
                               activity.start_unix_s = static_cast<std::int64_t>(*first);
                           });
}

}  // namespace tonus::exchange
