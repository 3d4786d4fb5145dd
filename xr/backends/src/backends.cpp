#include <xr/backends/backends.hpp>

#include <array>

#include <xr/desktop/desktop.hpp>
#include <xr/headless/headless.hpp>
#include <xr/openxr/openxr.hpp>

namespace tonus::xr {
namespace {

constexpr std::array kBackends{
    Backend{"headset", openxr::is_available, openxr::create},
    Backend{"window", desktop::has_display, desktop::create},
    Backend{"headless", headless::is_available, headless::create},
};

}  // namespace

std::span<const Backend> headset_backends() { return kBackends; }

const Backend* find_backend(std::string_view name) {
  for (const auto& backend : kBackends)
    if (backend.name == name) return &backend;
  return nullptr;
}

const Backend& preferred_backend(std::string_view lost) {
  for (const auto& backend : kBackends)
    if (backend.name != lost && backend.is_available()) return backend;
  return kBackends.back();
}

}  // namespace tonus::xr
