#include <cstdint>
#include <string_view>

#include <sensors/exchange/readers.hpp>

#include "activity_checks.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tonus::fuzz::check(tonus::exchange::parse_tcx(std::string_view(reinterpret_cast<const char*>(data), size)));
  return 0;
}
