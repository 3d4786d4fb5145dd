#include "font_files.hpp"

#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <string_view>
#include <system_error>

namespace tonus::overlay {
namespace {

namespace fs = std::filesystem;

struct Family {
  std::string_view name;
  std::array<std::string_view, 2> regular, bold;
};
/// In order of preference. Even figures and open shapes are what is wanted: numbers are read at a glance.
constexpr std::array kFamilies{
    Family{"Inter", {"Inter-Regular.otf", "Inter-Regular.ttf"}, {"Inter-SemiBold.otf", "Inter-SemiBold.ttf"}},
    Family{"Roboto", {"Roboto-Regular.ttf", "Roboto-Regular.otf"}, {"Roboto-Medium.ttf", "Roboto-Bold.ttf"}},
    Family{"DejaVu Sans", {"DejaVuSans.ttf", "DejaVuSans.otf"}, {"DejaVuSans-Bold.ttf", "DejaVuSans-Bold.otf"}}};

using Found = std::map<std::string, fs::path, std::less<>>;

/// Folders that cannot be read are passed over: there may be letters elsewhere.
void look_in(const fs::path& folder, Found& found) {
  std::error_code error;
  fs::recursive_directory_iterator it{folder, fs::directory_options::skip_permission_denied, error};
  while (!error && it != fs::recursive_directory_iterator{}) {
    found.emplace(it->path().filename().string(), it->path());
    it.increment(error);
  }
}

/// Contents of a file that starts like a TrueType or OpenType font; Dear ImGui does not survive others.
std::vector<std::uint8_t> read_font(const Found& found, std::span<const std::string_view> names) {
  for (const auto name : names) {
    const auto entry = found.find(name);
    if (entry == found.end()) continue;
    std::ifstream file{entry->second, std::ios::binary};
    std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>{file}, {}};
    if (bytes.size() < 1024) continue;
    const std::string_view tag{reinterpret_cast<const char*>(bytes.data()), 4};
    if (tag == std::string_view{"\0\1\0\0", 4} || tag == "OTTO" || tag == "true") return bytes;
  }
  return {};
}

}  // namespace

std::vector<fs::path> usual_font_folders() {
  std::vector<fs::path> folders;
  const auto below = [&](const char* variable, const char* rest) {
    if (const char* base = std::getenv(variable); base != nullptr && *base != '\0')
      folders.push_back(fs::path{base} / rest);
  };
  below("XDG_DATA_HOME", "fonts");
  below("HOME", ".local/share/fonts");
  folders.emplace_back("/usr/local/share/fonts");
  folders.emplace_back("/usr/share/fonts");
  return folders;
}

FontFiles find_fonts(std::span<const fs::path> folders) {
  Found found;
  for (const auto& folder : folders) look_in(folder, found);
  for (const auto& family : kFamilies) {
    FontFiles files{std::string{family.name}, read_font(found, family.regular), read_font(found, family.bold)};
    if (files.regular.empty()) continue;
    if (files.bold.empty()) files.bold = files.regular;
    return files;
  }
  return {};
}

}  // namespace tonus::overlay
