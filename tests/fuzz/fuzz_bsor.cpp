// Any bytes as a Beat Saber replay: motion that a player can play, or one line.
#include <cstddef>
#include <cstdint>

#include "motion_checks.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tonus::xr::check_motion(tonus::xr::read_bsor(std::as_bytes(std::span{data, size}), "name"));
  return 0;
}
