// Any bytes as a file to import. TONUS_FUZZ_FORMAT=oura_csv in the environment pins the format; without it the bytes
// decide.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string_view>

#include <sensors/exchange/import.hpp>

#include "import_checks.hpp"

namespace {

std::optional<tonus::exchange::FileFormat> pinned_format() {
  const char* const wanted = std::getenv("TONUS_FUZZ_FORMAT");
  if (wanted == nullptr) return std::nullopt;
  for (int i = 0; i <= static_cast<int>(tonus::exchange::FileFormat::Zip); ++i) {
    const auto format = static_cast<tonus::exchange::FileFormat>(i);
    if (tonus::exchange::name(format) == wanted) return format;
  }
  std::fprintf(stderr, "TONUS_FUZZ_FORMAT: no format is called %s\n", wanted);
  std::exit(2);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto format = pinned_format();
  // The name says what Fitbit's lists of values are of.
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  tonus::fuzz::check(tonus::exchange::import_bytes(bytes, "steps-2024-01-01.json", format));
  return 0;
}
