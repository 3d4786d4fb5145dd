// The tree holds for every machine: no path of one machine, no host that packages come from. And no file outgrows a
// reader.

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "rules.hpp"

namespace tonus::architecture {
namespace {

namespace fs = std::filesystem;

bool is_ignored(const fs::path& path) {
  static constexpr std::array<std::string_view, 5> kIgnored{".git", "build", "out", ".cache", "tonus"};
  return std::find(kIgnored.begin(), kIgnored.end(), path.filename().string()) != kIgnored.end();
}

template <class Visit>
void for_each_file(Visit visit) {
  for (auto it = fs::recursive_directory_iterator(TONUS_SOURCE_DIR); it != fs::recursive_directory_iterator(); ++it) {
    if (it.depth() == 0 && is_ignored(it->path())) {
      it.disable_recursion_pending();
      continue;
    }
    if (it->is_regular_file() && !it->is_symlink()) visit(it->path());
  }
}

TEST(TrackedFiles, NoneNamesAFolderOfOneMachineOrAHostOfPackages) {
  // In halves, so that this file does not find itself.
  const std::array<std::string, 12> kForbidden{
      std::string("/wo") + "rk/",         std::string("/ho") + "me/",         std::string("/ro") + "ot/",
      std::string("/Us") + "ers/",        std::string("/var/t") + "mp/",      std::string("deb.") + "debian.org",
      std::string("registry.") + "npmjs", std::string("pypi") + ".org",       std::string("crates") + ".io",
      std::string("proxy.") + "golang",   std::string("archive.") + "ubuntu", std::string("snapshot.") + "debian"};
  int files = 0;
  for_each_file([&](const fs::path& path) {
    ++files;
    const std::string text = text_of(path.string());
    if (text.find('\0') != std::string::npos) return;  // pictures and fonts
    for (const auto& forbidden : kForbidden) {
      EXPECT_EQ(text.find(forbidden), std::string::npos)
          << fs::relative(path, TONUS_SOURCE_DIR) << " names " << forbidden;
    }
  });
  EXPECT_GT(files, 50) << "the tree was not found at " TONUS_SOURCE_DIR;
}

}  // namespace
}  // namespace tonus::architecture
