#include <xr/openxr/blend_choice.hpp>

#include <algorithm>

#include <engine/core/contract.hpp>

namespace tonus::xr::openxr {

BlendChoice choose_blend(std::span<const render::BlendMode> wished, std::span<const render::BlendMode> offered,
                         bool has_passthrough) {
  TONUS_EXPECTS(!offered.empty());
  using render::BlendMode;
  const bool is_opaque_only =
      std::all_of(offered.begin(), offered.end(), [](BlendMode mode) { return mode == BlendMode::Opaque; });
  for (const BlendMode wish : wished) {
    if (std::find(offered.begin(), offered.end(), wish) != offered.end()) return {.environment = wish};
    if (wish != BlendMode::Opaque && is_opaque_only && has_passthrough) return {.by_passthrough = true};
  }
  return {.environment = offered.front()};
}

}  // namespace tonus::xr::openxr
