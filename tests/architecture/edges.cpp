#include "rules.hpp"

#include <sstream>

#include <fmt/format.h>

namespace tonus::architecture {
namespace {

constexpr std::string_view kPrefix = "tonus_";
/// Compile options, not a library.
constexpr std::string_view kWarnings = "tonus_warnings";

const Room* room_of_target(const Rules& rules, const std::string& target, const std::string& folder) {
  if (target.starts_with(kPrefix)) {
    const auto found = rules.rooms.find(target.substr(kPrefix.size()));
    if (found != rules.rooms.end()) return &found->second;
  }
  const Room* by_folder = rules.room_of(folder + "/");
  return by_folder != nullptr && by_folder->may_everything ? by_folder : nullptr;
}

std::string judge(const Rules& rules, const Room& room, const std::string& how, const std::string& item) {
  if (item == kWarnings) return {};
  if (item.starts_with(kPrefix)) {
    const auto found = rules.rooms.find(item.substr(kPrefix.size()));
    if (found != rules.rooms.end()) {
      if (rules.may_use(room, found->first)) return {};
      return fmt::format("{} links {}, which it may not use", room.name, found->first);
    }
  }
  const Library* library = rules.library_of_item(item);
  if (library == nullptr) {
    return room.may_everything ? std::string{}
                               : fmt::format("{} links {}, which has no owner in allowed_edges.txt", room.name, item);
  }
  if (how == "shows" && !rules.may_show(room, *library)) {
    return fmt::format("{} shows {} to whoever links it; hide it (HIDES)", room.name, library->name);
  }
  if (how == "hides" && !rules.may_hide(room, *library) && !rules.may_show(room, *library)) {
    return fmt::format("{} links {}, which belongs to another room", room.name, library->name);
  }
  return {};
}

}  // namespace

std::vector<std::string> forbidden_edges(const Rules& rules, std::string_view edges) {
  std::vector<std::string> out;
  std::map<std::string, const Room*> rooms;
  std::istringstream in{std::string(edges)};
  for (std::string line; std::getline(in, line);) {
    std::istringstream fields(line);
    std::string kind, target, how, item;
    fields >> kind >> target;
    if (kind == "target") {
      std::string folder;
      fields >> folder;
      const Room* room = room_of_target(rules, target, folder);
      // A wrapper that gives a packaged library a target of its own is that library, wherever it is made.
      if (room == nullptr && rules.library_of_item(target) == nullptr) {
        out.push_back(fmt::format("target {} in {} is no room of allowed_edges.txt", target, folder));
      }
      rooms[target] = room;
    } else if (kind == "edge" && fields >> how >> item) {
      const auto room = rooms.find(target);
      if (room == rooms.end() || room->second == nullptr) continue;
      if (auto wrong = judge(rules, *room->second, how, item); !wrong.empty()) out.push_back(std::move(wrong));
    } else {
      out.push_back("unreadable line: " + line);
    }
  }
  return out;
}

}  // namespace tonus::architecture
