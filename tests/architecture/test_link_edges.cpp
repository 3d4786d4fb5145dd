// The real link edges of this build against the table of allowed ones.

#include <algorithm>
#include <functional>
#include <string>

#include <gtest/gtest.h>

#include "rules.hpp"

namespace tonus::architecture {
namespace {

const std::string kTable = TONUS_SOURCE_DIR "/tests/architecture/allowed_edges.txt";

Rules allowed() {
  const auto rules = parse_rules(text_of(kTable));
  EXPECT_TRUE(rules) << (rules ? "" : rules.error().message);
  return rules.value_or(Rules{});
}

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const auto& line : lines) out += "  " + line + "\n";
  return out;
}

bool mentions(const std::vector<std::string>& lines, std::string_view text) {
  return std::any_of(lines.begin(), lines.end(),
                     [&](const auto& line) { return line.find(text) != std::string::npos; });
}

TEST(LinkEdges, TheBuildLinksOnlyWhatTheTableAllows) {
  const std::string edges = text_of(TONUS_LINK_EDGES);
  ASSERT_NE(edges.find("target tonus_core engine/core"), std::string::npos)
      << "no edges were written to " TONUS_LINK_EDGES;
  ASSERT_NE(edges.find("edge tonus_core shows tl::expected"), std::string::npos) << edges;
  const auto wrong = forbidden_edges(allowed(), edges);
  EXPECT_TRUE(wrong.empty()) << joined(wrong);
}

TEST(LinkEdges, AnEdgePlantedInThisBuildIsFound) {
  const std::string real = text_of(TONUS_LINK_EDGES);
  const auto finds = [&](const std::string& edge, std::string_view says) {
    const auto wrong = forbidden_edges(allowed(), real + edge + "\n");
    EXPECT_TRUE(mentions(wrong, says)) << edge << " gave\n" << joined(wrong);
  };
  finds("edge tonus_core hides tonus_scene", "core links scene");
  finds("edge tonus_signal shows tonus_physics", "signal links physics");
  finds("edge tonus_adaptation hides tonus_render", "adaptation links render");
  finds("edge tonus_adaptation hides tonus_xr", "adaptation links xr");
  finds("edge tonus_core hides SDL2::SDL2", "core links sdl2");
  finds("edge tonus_core shows spdlog::spdlog", "core shows spdlog");
  finds("edge tonus_physics shows /anywhere/libBulletDynamics.so", "physics shows bullet");
  finds("edge tonus_scene hides Surprise::surprise", "has no owner");
  finds("target tonus_cellar engine/cellar", "no room");
}

/// A project of its own, configured by CMake, with rooms that break the rules: from target_link_libraries to the
/// sentence.
TEST(LinkEdges, AProjectWithForbiddenEdgesIsRefused) {
  const std::string edges = text_of(TONUS_PLANTED_EDGES);
  ASSERT_NE(edges.find("target tonus_signal sensors"), std::string::npos) << "the planted project was not configured";
  const auto wrong = forbidden_edges(allowed(), edges);
  EXPECT_TRUE(mentions(wrong, "signal links render")) << joined(wrong);
  EXPECT_TRUE(mentions(wrong, "core shows threads")) << joined(wrong);
  EXPECT_TRUE(mentions(wrong, "target tonus_cellar")) << joined(wrong);
  EXPECT_EQ(wrong.size(), 3U) << "the allowed edges beside them stay allowed:\n" << joined(wrong);
}

/// The dependency rules of docs/architecture.md between floors.
bool may_cross(const std::string& name, const std::string& from, const std::string& used, const std::string& to) {
  const auto is_any_of = [&](std::initializer_list<const char*> list) {
    return std::find(list.begin(), list.end(), used) != list.end();
  };
  if (from == "tools" || from == to) return to != "tools" || from == "tools";
  if (from == "sensors") return used == "core";
  if (from == "xr") return is_any_of({"core", "scene", "render", "render_native"});
  if (from == "scenarios" && to == "sensors") return true;
  if (from == "scenarios" && to == "engine") {
    return is_any_of({"core", "scene", "physics", "record"}) || (name == "coach" && used == "overlay");
  }
  return false;
}

TEST(AllowedEdges, TheTableKeepsTheFloorsApart) {
  const Rules rules = allowed();
  const auto floor = [&](const std::string& room) {
    const std::string& folder = rules.rooms.at(room).folder;
    return folder.substr(0, folder.find('/'));
  };
  for (const auto& [name, room] : rules.rooms) {
    for (const auto& used : room.uses) {
      if (used == "*") {
        EXPECT_EQ(name, "tools");
      } else {
        EXPECT_TRUE(may_cross(name, floor(name), used, floor(used))) << name << " uses " << used;
      }
    }
  }
}

TEST(AllowedEdges, TheTableHasNoCycle) {
  const Rules rules = allowed();
  std::map<std::string, int> state;  // 1 on the way, 2 done
  const std::function<bool(const std::string&)> is_free = [&](const std::string& name) {
    if (state[name] == 1) return false;
    if (state[name] == 2) return true;
    state[name] = 1;
    for (const auto& used : rules.rooms.at(name).uses) {
      if (used != "*" && !is_free(used)) return false;
    }
    state[name] = 2;
    return true;
  };
  for (const auto& [name, room] : rules.rooms) EXPECT_TRUE(is_free(name)) << name << " is part of a cycle";
}

TEST(AllowedEdges, ALineThatIsNeitherRoomNorLibraryIsRefusedWithItsNumber) {
  for (const char* bad :
       {"room a : engine/a :\nroam b : engine/b :", "# fine\nroom two words : engine/a :", "room a : engine/a : b",
        "room a : engine/a :\nroom a : engine/b :", "library x : a : b : nobody :"}) {
    EXPECT_FALSE(parse_rules(bad)) << bad;
  }
  EXPECT_EQ(parse_rules("room a : engine/a :\nroam b : engine/b :").error().message.substr(0, 7), "line 2:");
}

}  // namespace
}  // namespace tonus::architecture
