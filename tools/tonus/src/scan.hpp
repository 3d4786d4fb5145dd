#pragma once
// `tonus scan`: which devices are there.

#include <string>

namespace tonus::tool {

struct ScanOptions {
  std::string source;  ///< "ble" or "dircon"; empty: both
  double seconds = 5.0;
  bool json = false;
  std::string forget;  ///< instead of looking: the device, or "all", that is no longer remembered
};
int scan(const ScanOptions& options);

}  // namespace tonus::tool
