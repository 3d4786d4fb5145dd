#include <cstdint>
#include <span>

#include <sensors/exchange/readers.hpp>

#include "activity_checks.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tonus::fuzz::check(tonus::exchange::parse_fit(std::as_bytes(std::span(data, size))));
  return 0;
}
