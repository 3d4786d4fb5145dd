#include <sensors/exchange/activity.hpp>

#include <algorithm>

namespace tonus::exchange {

double duration_s(const Activity& activity) {
  double last_s = 0.0;
  for (const ActivityRecord& record : activity.records) last_s = std::max(last_s, record.t_s);
  if (!activity.beats.empty()) last_s = std::max(last_s, activity.beats.back().t_s);
  return last_s;
}

}  // namespace tonus::exchange
