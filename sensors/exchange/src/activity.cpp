#include <sensors/exchange/activity.hpp>

#include <algorithm>

namespace tonus::exchange {

std::string_view name(ActivityFormat format) {
  switch (format) {
    case ActivityFormat::Fit: return "fit";
    case ActivityFormat::Csv: return "csv";
    case ActivityFormat::JsonLines: return "jsonl";
    case ActivityFormat::RrText: return "rr";
    case ActivityFormat::Tcx: return "tcx";
  }
  return "unknown";
}

double duration_s(const Activity& activity) {
  double last_s = 0.0;
  for (const ActivityRecord& record : activity.records) last_s = std::max(last_s, record.t_s);
  if (!activity.beats.empty()) last_s = std::max(last_s, activity.beats.back().t_s);
  return last_s;
}

}  // namespace tonus::exchange
