// Peaksware's XML: samples by their offset from the start of the workout.
#include <string_view>

#include <sensors/exchange/readers.hpp>

#include "activity/xml_points.hpp"
#include "text/text.hpp"

namespace tonus::exchange {
namespace {

using xml::child;

std::string sport_of(std::string_view sport) {
  if (sport == "Bike") return "cycling";
  if (sport == "Run") return "running";
  return text::lower(sport);
}

}  // namespace

Result<Activity, Error> parse_pwx(std::string_view bytes) {
  return xml::parse_points(
      bytes, FileFormat::Pwx, "pwx", "PWX", [](pugi::xml_document& tree, xml::Points& points, Activity& activity) {
        for (const pugi::xml_node& workout : tree.document_element().children()) {
          if (xml::local_name(workout) != "workout") continue;
          // Without an offset from UTC: the clock of where it was.
          const auto start = text::clock(text::trim(child(workout, "time").text().get()));
          const double start_s = start && start->is_date ? start->s : 0.0;
          if (activity.sport.empty()) activity.sport = sport_of(text::trim(child(workout, "sportType").text().get()));
          points.begin_activity();
          for (const pugi::xml_node& sample : workout.children()) {
            if (xml::local_name(sample) != "sample") continue;
            const auto offset_s = points.value(child(sample, "timeoffset"), "a time offset");
            if (!offset_s || !text::is_time(*offset_s)) continue;
            ActivityRecord record;
            record.hr_bpm = points.value(child(sample, "hr"), "a heart rate");
            record.power_w = points.value(child(sample, "pwr"), "a power");
            record.cadence_rpm = points.value(child(sample, "cad"), "a cadence");
            record.speed_m_s = points.value(child(sample, "spd"), "a speed");
            points.add(start_s + *offset_s, record);
          }
          if (!activity.start_unix_s && start && start->is_date)
            activity.start_unix_s = static_cast<std::int64_t>(points.first_date_s().value_or(start->s));
        }
      });
}

}  // namespace tonus::exchange
