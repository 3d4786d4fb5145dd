#pragma once
// A picture in main memory, and how it becomes a file.

#include <cstdint>
#include <filesystem>
#include <vector>

#include <engine/core/result.hpp>
#include <engine/render/error.hpp>

namespace tonus::render {

/// 8-bit RGBA, sRGB-encoded, rows from the top, no padding.
struct Image {
  std::uint32_t width = 0, height = 0;
  std::vector<std::uint8_t> rgba;
};

/// Writes a PNG. A folder that is missing, a full disk and a short write are errors; what was written then is removed.
[[nodiscard]] Result<void, RenderError> write_png(const std::filesystem::path& path, const Image& image);

}  // namespace tonus::render
