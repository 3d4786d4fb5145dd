// Garmin's Training Center XML: the points of its tracks.
#include <string>
#include <string_view>

#include <sensors/exchange/readers.hpp>

#include "activity/xml_points.hpp"
#include "text/text.hpp"

namespace tonus::exchange {
namespace {

using xml::child;
using xml::local_name;

std::string sport_of(std::string_view sport) { return sport == "Biking" ? "cycling" : text::lower(sport); }

class Reader final : public pugi::xml_tree_walker {
 public:
  Reader(Activity& activity, xml::Points& points) : activity_(activity), points_(points) {}

  bool for_each(pugi::xml_node& node) override {
    const std::string_view name = local_name(node);
    if (name == "Activity") {
      if (activity_.sport.empty()) activity_.sport = sport_of(node.attribute("Sport").value());
      points_.begin_activity();
    } else if (name == "Trackpoint") {
      take(node);
    }
    return true;
  }

 private:
  void take(const pugi::xml_node& point) {
    const auto date_s = points_.date_s(point, child(point, "Time"));
    if (!date_s) return;
    ActivityRecord record;
    record.hr_bpm = points_.value(child(child(point, "HeartRateBpm"), "Value"), "a heart rate");
    record.cadence_rpm = points_.value(child(point, "Cadence"), "a cadence");
    const pugi::xml_node extension = child(child(point, "Extensions"), "TPX");
    record.power_w = points_.value(child(extension, "Watts"), "a power");
    record.speed_m_s = points_.value(child(extension, "Speed"), "a speed");
    if (!record.cadence_rpm) record.cadence_rpm = points_.value(child(extension, "RunCadence"), "a cadence");
    points_.add(*date_s, record);
  }

  Activity& activity_;
  xml::Points& points_;
};

}  // namespace

Result<Activity, Error> parse_tcx(std::string_view bytes) {
  return xml::parse_points(bytes, FileFormat::Tcx, "TrainingCenterDatabase", "TCX",
                           [](pugi::xml_document& tree, xml::Points& points, Activity& activity) {
                             Reader reader(activity, points);
                             tree.traverse(reader);
                             if (const auto first = points.first_date_s())
                               activity.start_unix_s = static_cast<std::int64_t>(*first);
                           });
}

}  // namespace tonus::exchange
