#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include <subject.hpp>

namespace tonus::tool {

struct LabOptions {
  std::size_t athletes = 1000;
  std::uint64_t seed = lab::kHeldOutSeed;  ///< of the first athlete
  std::string protocol = "all";
  unsigned threads = 0;  ///< 0: one a core
  std::string plant = "two-phase";
  std::optional<std::string> out;  ///< of the page
  bool json = false;
};
/// Populations of simulated people under our law and the frozen reference laws.
int lab(const LabOptions& options);

}  // namespace tonus::tool
