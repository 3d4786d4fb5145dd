// Any bytes as a preferences file, as a profile and as paired devices: read or refused in one line, and what was read
// lies within its ranges.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <scenarios/journal/paired_devices.hpp>
#include <scenarios/journal/preferences.hpp>

namespace {

void expect(bool condition) {
  if (!condition) std::abort();
}

void expect_one_line(const std::string& message) {
  expect(message.starts_with("name:") && message.find('\n') == std::string::npos);
}

void expect_in_range(const tonus::body::Profile& p) {
  expect(!p.age_years || (*p.age_years >= 10.0 && *p.age_years <= 100.0));
  expect(!p.rest || (p.rest->value >= 30.0 && p.rest->value <= 110.0));
  expect(!p.max || (p.max->value >= 100.0 && p.max->value <= 230.0));
  expect(!p.ftp || (p.ftp->value >= 50.0 && p.ftp->value <= 600.0));
  expect(!p.ceiling || (p.ceiling->value >= 60.0 && p.ceiling->value <= 230.0));
  expect(!(p.rest && p.max) || p.max->value - p.rest->value >= 20.0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto profile = tonus::journal::profile_from_json(text, "name"))
    expect_in_range(*profile);
  else
    expect_one_line(profile.error().message);
  if (const auto preferences = tonus::journal::preferences_from_json(text, "name"))
    expect_in_range(preferences->profile);
  else
    expect_one_line(preferences.error().message);
  if (const auto devices = tonus::journal::paired_devices_from_json(text, "name")) {
    for (const auto& device : *devices) expect(!device.id.empty());
  } else {
    expect_one_line(devices.error().message);
  }
  return 0;
}
