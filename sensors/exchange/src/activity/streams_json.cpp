// One JSON object of parallel lists, as Strava hands out an activity.
#include <array>
#include <limits>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <engine/core/json_fault.hpp>
#include <engine/core/text_position.hpp>
#include <sensors/exchange/readers.hpp>

#include "activity/text_activity.hpp"

namespace tonus::exchange {
namespace {

using nlohmann::json;

/// The list under a key, plain or as the "data" of an object; nullptr when there is none.
const json* list(const json& document, const char* key) {
  const auto found = document.find(key);
  if (found == document.end()) return nullptr;
  if (found->is_array()) return &*found;
  if (!found->is_object()) return nullptr;
  const auto data = found->find("data");
  return data != found->end() && data->is_array() ? &*data : nullptr;
}

struct Stream {
  const char* key;
  std::optional<double> ActivityRecord::*field;
  double most;
};
constexpr std::array kStreams{Stream{"heartrate", &ActivityRecord::hr_bpm, 300.0},
                              Stream{"watts", &ActivityRecord::power_w, 5000.0},
                              Stream{"cadence", &ActivityRecord::cadence_rpm, 400.0},
                              Stream{"velocity_smooth", &ActivityRecord::speed_m_s, 100.0}};

}  // namespace

Result<Activity, Error> parse_streams_json(std::string_view text) {
  Activity activity{.format = FileFormat::StreamsJson};
  const json document = json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (document.is_discarded()) {
    // Lists that belong together cannot be read when one of them is cut: nothing tells which points they are of.
    const auto fault = json_fault(text);
    return fail(Error{fmt::format("{}: {}", to_string(position_in(text, fault ? fault->offset : 0)),
                                  fault ? fault->message : "not JSON")});
  }
  const json* const times = document.is_object() ? list(document, "time") : nullptr;
  if (times == nullptr) return fail(Error{"no list of times, expected \"time\": seconds from the start"});
  {
    Warnings warnings(activity.warnings);
    text::Tally tally(warnings);
    std::size_t at = 0;
    std::vector<std::size_t> row_of;  // the place of a record in the lists
    for (const json& t : *times) {
      const double t_s = t.is_number() ? t.get<double>() : std::numeric_limits<double>::quiet_NaN();
      if (text::is_time(t_s)) {
        activity.records.push_back({.t_s = t_s});
        row_of.push_back(at);
        tally.good_line();
      } else {
        tally.bad_line("time {} of the list is no number of seconds", at);
      }
      ++at;
    }
    if (auto error = tally.verdict("times of points")) return fail(std::move(*error));
    for (const Stream& stream : kStreams) {
      const json* const values = list(document, stream.key);
      if (values == nullptr) continue;
      if (values->size() != times->size())
        warnings.add("{} has {} values, time has {}; the last have none", stream.key, values->size(), times->size());
      std::size_t strange = 0;
      for (std::size_t i = 0; i < row_of.size() && row_of[i] < values->size(); ++i) {
        const json& value = (*values)[row_of[i]];
        if (value.is_null()) continue;
        const double number = value.is_number() ? value.get<double>() : std::numeric_limits<double>::quiet_NaN();
        if (!(number >= 0.0 && number <= stream.most)) {
          ++strange;
        } else if (stream.field == &ActivityRecord::hr_bpm && number == 0.0) {
          ++activity.zero_heart_rates;
        } else {
          activity.records[i].*stream.field = number;
        }
      }
      if (strange > 0)
        warnings.add("{} values of {} are outside 0 to {:.0f} and were left out", strange, stream.key, stream.most);
    }
    text::finish(activity, warnings, std::nullopt);
  }
  return activity;
}

}  // namespace tonus::exchange
