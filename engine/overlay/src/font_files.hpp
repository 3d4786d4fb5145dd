#pragma once
// Finds the letters among those that are installed.

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace tonus::overlay {

/// A regular and a bold face of one family, as file contents; both empty when none was found.
struct FontFiles {
  std::string name;
  std::vector<std::uint8_t> regular, bold;
};

/// The best family found: Inter, Roboto, DejaVu Sans. A family without a readable bold face uses its regular one.
[[nodiscard]] FontFiles find_fonts(std::span<const std::filesystem::path> folders);
/// The user's and the system's font folders, whether they exist or not.
[[nodiscard]] std::vector<std::filesystem::path> usual_font_folders();

}  // namespace tonus::overlay
