// Any text as a scenario file.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <scenarios/strike/strike.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto parsed = tonus::strike::parse_parameters({reinterpret_cast<const char*>(data), size});
  // What is taken must be within its ranges; what is refused must say why.
  if (parsed ? !(parsed->beats_per_minute >= 50 && parsed->rest_share <= 0.8) : parsed.error().message.empty())
    std::abort();
  return 0;
}
