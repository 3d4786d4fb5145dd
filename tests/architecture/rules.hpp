#pragma once
// The table allowed_edges.txt in memory, and the questions the architecture tests ask of it.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <engine/core/result.hpp>

namespace tonus::architecture {

struct Room {
  std::string name;
  std::string folder;             ///< relative to the project root
  std::vector<std::string> uses;  ///< names of rooms
  bool may_everything = false;    ///< "*": tools
};

struct Library {
  std::string name;
  std::vector<std::string> items;  ///< as they appear in target_link_libraries
  std::vector<std::string> headers;
  std::vector<std::string> rooms;  ///< may hide it; "*" for all
  std::vector<std::string> doors;  ///< our public headers that may include it
};

struct Rules {
  std::map<std::string, Room> rooms;
  std::vector<Library> libraries;

  [[nodiscard]] bool may_use(const Room& room, std::string_view other) const;
  [[nodiscard]] bool may_hide(const Room& room, const Library& library) const;
  /// Whether one of the room's public headers is a door for this library.
  [[nodiscard]] bool may_show(const Room& room, const Library& library) const;
  /// The room whose folder holds this file (path relative to the project root); the innermost one. Null outside all
  /// rooms.
  [[nodiscard]] const Room* room_of(std::string_view path) const;
  [[nodiscard]] const Library* library_of_item(std::string_view item) const;
  [[nodiscard]] const Library* library_of_header(std::string_view header) const;
};

/// Reads the table; an Error names the line.
[[nodiscard]] Result<Rules, Error> parse_rules(std::string_view text);

/// Exact, or a prefix where the pattern ends in "*" or "/".
[[nodiscard]] bool matches(std::string_view pattern, std::string_view text);

/// Each violation as a sentence, empty when `edges` (as written by link_edges.cmake) keep the rules.
[[nodiscard]] std::vector<std::string> forbidden_edges(const Rules& rules, std::string_view edges);

/// Each forbidden, unknown or ambiguous #include below the floors of `root` as a sentence with file and line.
[[nodiscard]] std::vector<std::string> forbidden_includes(const Rules& rules, const std::string& root);

/// The whole file; empty when it cannot be read.
[[nodiscard]] std::string text_of(const std::string& path);

}  // namespace tonus::architecture
