// Any bytes as an A-Frame recording, or whatever else they begin like: motion that a player can play, or one line.
#include <cstddef>
#include <cstdint>

#include "motion_checks.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tonus::xr::check_motion(tonus::xr::read_motion({reinterpret_cast<const char*>(data), size}, "name"));
  return 0;
}
