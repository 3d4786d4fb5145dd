#pragma once
// `tonus readiness`: how today compares with the last 60 days, with every part and what it suggests.

#include <optional>
#include <string>
#include <vector>

namespace tonus::tool {

struct ReadinessOptions {
  std::vector<std::string> history;  ///< files; the diary Tonus keeps when none are named
  std::optional<std::string> date;   ///< YYYY-MM-DD; else the last day of the files, or today for the kept diary
  std::optional<std::string> profile;
  std::optional<std::string> check_in;  ///< "sleep=5,energy=4,muscles=5,calm=6,fever,symptoms"
  std::optional<double> wbgt_c, aqi, zones, days_since_travel, minutes;
  bool is_acclimatised = false, has_worked_night = false;
  bool json = false;
};
int readiness(const ReadinessOptions& options);

}  // namespace tonus::tool
