#include "rules.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <regex>
#include <sstream>

#include <fmt/format.h>

namespace tonus::architecture {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 4> kFloors{"engine", "sensors", "xr", "scenarios"};

struct Include {
  std::string file;  ///< relative to the root
  int line = 0;
  std::string header;
  bool is_quoted = false;
};

bool is_source(const fs::path& path) {
  static constexpr std::array<std::string_view, 5> kSuffixes{".hpp", ".h", ".cpp", ".c", ".inl"};
  return std::find(kSuffixes.begin(), kSuffixes.end(), path.extension().string()) != kSuffixes.end();
}

bool is_public_header(std::string_view file) {
  return file.find("/include/") != std::string_view::npos || file.starts_with("engine/render/native/");
}

/// The room that offers <header>: from its include/ folder, or from the room's folder itself where that is the door.
const Room* room_offering(const Rules& rules, const std::string& root, const std::string& header) {
  for (const auto& [name, room] : rules.rooms) {
    const fs::path folder = fs::path(root) / room.folder;
    if (fs::exists(folder / "include" / header)) return &room;
    if (fs::exists(folder / header)) return &room;
  }
  return nullptr;
}

/// Quoted includes are private: the file lies in the room's own src, or the build makes it (shaders as *.inc).
bool is_own_private(const std::string& root, const Room& room, const Include& include) {
  if (include.header.find("..") != std::string::npos) return false;
  if (include.header.ends_with(".inc")) return true;
  const fs::path beside = (fs::path(root) / include.file).parent_path() / include.header;
  return fs::exists(beside) || fs::exists(fs::path(root) / room.folder / "src" / include.header);
}

std::string judge(const Rules& rules, const std::string& root, const Room& room, const Include& in) {
  const auto at = [&] { return fmt::format("{}:{}: ", in.file, in.line); };
  if (in.is_quoted) {
    if (is_own_private(root, room, in)) return {};
    return at() + fmt::format("\"{}\" is not in the src folder of {}; public headers are included as <floor/room/…>",
                              in.header, room.name);
  }
  const auto floor = in.header.substr(0, in.header.find('/'));
  if (std::find(kFloors.begin(), kFloors.end(), floor) != kFloors.end() && floor != in.header) {
    const Room* other = room_offering(rules, root, in.header);
    if (other == nullptr) return at() + fmt::format("no room offers <{}>", in.header);
    if (rules.may_use(room, other->name) || other->folder.starts_with(room.folder + "/")) return {};
    return at() + fmt::format("{} may not use {}, but includes <{}>", room.name, other->name, in.header);
  }
  if (in.header.find_first_of("./") == std::string::npos) return {};  // the standard library
  const Library* library = rules.library_of_header(in.header);
  if (library == nullptr) return at() + fmt::format("<{}> has no owner in allowed_edges.txt", in.header);
  if (is_public_header(in.file)) {
    const auto& doors = library->doors;
    if (std::find(doors.begin(), doors.end(), in.file) != doors.end()) return {};
    return at() + fmt::format("<{}> of {} in a public header", in.header, library->name);
  }
  if (rules.may_hide(room, *library) || rules.may_show(room, *library)) return {};
  return at() + fmt::format("<{}> belongs to {}, which {} does not own", in.header, library->name, room.name);
}

std::vector<Include> includes_of(const std::string& root, const std::string& file, std::vector<std::string>& problems) {
  static const std::regex kInclude(R"re(^\s*#\s*include\s*(?:<([^>]+)>|"([^"]+)"))re");
  static const std::regex kAnyInclude(R"re(^\s*#\s*include(_next)?\b)re");
  std::vector<Include> out;
  std::istringstream in(text_of((fs::path(root) / file).string()));
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    std::smatch match;
    if (std::regex_search(line, match, kInclude)) {
      const bool is_quoted = match[2].matched;
      out.push_back({file, number, is_quoted ? match[2].str() : match[1].str(), is_quoted});
    } else if (std::regex_search(line, kAnyInclude)) {
      problems.push_back(fmt::format("{}:{}: an include that no reader can follow: {}", file, number, line));
    }
  }
  return out;
}

}  // namespace

std::vector<std::string> forbidden_includes(const Rules& rules, const std::string& root) {
  std::vector<std::string> out;
  for (const auto floor : kFloors) {
    const fs::path folder = fs::path(root) / floor;
    if (!fs::exists(folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (!entry.is_regular_file() || !is_source(entry.path())) continue;
      const std::string file = fs::relative(entry.path(), root).generic_string();
      const Room* room = rules.room_of(file);
      if (room == nullptr) {
        out.push_back(file + ": lies in no room of allowed_edges.txt");
        continue;
      }
      for (const auto& include : includes_of(root, file, out)) {
        if (auto wrong = judge(rules, root, *room, include); !wrong.empty()) out.push_back(std::move(wrong));
      }
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace tonus::architecture
