// Any lines to the steering filter: a config, then steps. Every reply is one line of JSON, a command within its range
// or an error; a line that was refused changes nothing.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include <steer.hpp>

namespace {

void expect(bool condition) {
  if (!condition) std::abort();
}

std::string_view next_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tonus::tool;
  constexpr int kMostLines = 64;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string_view config = next_line(text);
  auto steer = Steer::begin(config);
  if (!steer) {
    expect(!steer.error().message.empty() && steer.error().message.find('\n') == std::string::npos);
    return 0;
  }
  auto twin = Steer::begin(config);  // is never told what was refused
  for (int i = 0; i < kMostLines && !text.empty(); ++i) {
    const std::string_view line = next_line(text);
    const std::string reply = steer->step(line);
    expect(reply.find('\n') == std::string::npos);
    const auto said = nlohmann::json::parse(reply);
    if (said.contains("error")) continue;
    const double command = said["command"].get<double>();
    expect(command >= 0.0 && command <= 3000.0);
    expect(said["quality"] >= 0.0 && said["quality"] <= 1.0);
    expect(twin->step(line) == reply);
  }
  return 0;
}
