#pragma once
// `tonus scan`: which devices are there.

#include <string>

namespace tonus::tool {

struct ScanOptions {
  std::string source;  ///< "ble" or "dircon"; empty: both
  double seconds = 5.0;
  bool json = false;
};
int scan(const ScanOptions& options);

}  // namespace tonus::tool
