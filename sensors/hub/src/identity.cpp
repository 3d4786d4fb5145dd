#include <sensors/hub/identity.hpp>

#include <engine/core/letter_case.hpp>

namespace tonus::sensors {
namespace {

bool equal(std::string_view a, std::string_view b) noexcept { return !a.empty() && equal_in_any_case(a, b); }

/// "0000", "1" and the like are what firmware says that was never given a number.
bool tells_apart(std::string_view serial) noexcept {
  constexpr std::size_t kLeast = 4;
  return serial.size() >= kLeast && serial.find_first_not_of(serial.front()) != std::string_view::npos;
}

}  // namespace

bool is_same_device(const DeviceStatus& a, const DeviceStatus& b) noexcept {
  if (equal(a.mac.view(), b.mac.view())) return true;
  const bool makers_differ =
      !a.maker.view().empty() && !b.maker.view().empty() && !equal(a.maker.view(), b.maker.view());
  if (tells_apart(a.serial.view()) && tells_apart(b.serial.view()))
    return equal(a.serial.view(), b.serial.view()) && !makers_differ;
  return a.carrier.view() != b.carrier.view() && equal(a.maker.view(), b.maker.view()) &&
         equal(a.name.view(), b.name.view());
}

}  // namespace tonus::sensors
