#include "rules.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

namespace tonus::architecture {
namespace {

std::vector<std::string> words(std::string_view text) {
  std::istringstream in{std::string(text)};
  std::vector<std::string> out;
  for (std::string word; in >> word;) out.push_back(word);
  return out;
}

/// Cuts at " : ", because "::" is part of target names; a trailing colon ends an empty last field.
std::vector<std::string> fields(const std::string& line) {
  std::vector<std::string> out{""};
  for (const auto& word : words(line)) {
    if (word == ":")
      out.emplace_back();
    else
      out.back() += word + " ";
  }
  return out;
}

bool contains(const std::vector<std::string>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

}  // namespace

std::string text_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

bool matches(std::string_view pattern, std::string_view text) {
  if (pattern.ends_with('*')) return text.starts_with(pattern.substr(0, pattern.size() - 1));
  if (pattern.ends_with('/')) return text.starts_with(pattern);
  return text == pattern;
}

Result<Rules, Error> parse_rules(std::string_view text) {
  Rules rules;
  std::istringstream in{std::string(text)};
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.empty() || line.front() == '#') continue;
    const auto parts = fields(line);
    const auto head = words(parts.front());
    if (head.size() == 2 && head[0] == "room" && parts.size() == 3 && words(parts[1]).size() == 1) {
      Room room{head[1], words(parts[1])[0], words(parts[2]), false};
      room.may_everything = contains(room.uses, "*");
      if (!rules.rooms.emplace(room.name, room).second)
        return fail(Error{fmt::format("line {}: {} is there twice", number, room.name)});
    } else if (head.size() == 2 && head[0] == "library" && parts.size() == 5) {
      rules.libraries.push_back({head[1], words(parts[1]), words(parts[2]), words(parts[3]), words(parts[4])});
    } else {
      return fail(Error{fmt::format("line {}: neither a room nor a library: {}", number, line)});
    }
  }
  for (const auto& [name, room] : rules.rooms) {
    for (const auto& used : room.uses) {
      if (used != "*" && !rules.rooms.contains(used))
        return fail(Error{fmt::format("room {} uses {}, which is no room", name, used)});
    }
  }
  for (const auto& library : rules.libraries) {
    for (const auto& room : library.rooms) {
      if (room != "*" && !rules.rooms.contains(room))
        return fail(Error{fmt::format("library {}: {} is no room", library.name, room)});
    }
  }
  return rules;
}

bool Rules::may_use(const Room& room, std::string_view other) const {
  return room.may_everything || room.name == other || contains(room.uses, other);
}

bool Rules::may_hide(const Room& room, const Library& library) const {
  return room.may_everything || contains(library.rooms, "*") || contains(library.rooms, room.name);
}

bool Rules::may_show(const Room& room, const Library& library) const {
  return room.may_everything || std::any_of(library.doors.begin(), library.doors.end(), [&](const auto& door) {
           const Room* owner = room_of(door);
           return owner != nullptr && owner->name == room.name;
         });
}

const Room* Rules::room_of(std::string_view path) const {
  const Room* best = nullptr;
  for (const auto& [name, room] : rooms) {
    if (!path.starts_with(room.folder + "/")) continue;
    if (best == nullptr || room.folder.size() > best->folder.size()) best = &room;
  }
  return best;
}

const Library* Rules::library_of_item(std::string_view item) const {
  if (const auto slash = item.rfind('/'); slash != std::string_view::npos) item.remove_prefix(slash + 1);
  for (const auto& library : libraries) {
    for (const auto& pattern : library.items) {
      if (matches(pattern, item)) return &library;
    }
  }
  return nullptr;
}

const Library* Rules::library_of_header(std::string_view header) const {
  for (const auto& library : libraries) {
    for (const auto& pattern : library.headers) {
      if (matches(pattern, header)) return &library;
    }
  }
  return nullptr;
}

}  // namespace tonus::architecture
