// Every #include line of the rooms against the same table, and the proof that a planted one is found.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "rules.hpp"

namespace tonus::architecture {
namespace {

namespace fs = std::filesystem;

Rules allowed() {
  return parse_rules(text_of(TONUS_SOURCE_DIR "/tests/architecture/allowed_edges.txt")).value_or(Rules{});
}

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const auto& line : lines) out += "  " + line + "\n";
  return out;
}

/// A tree in a scratch folder with the rooms that the cases need, all clean until a case plants something.
class PlantedTree : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    root_ = fs::path(TONUS_BINARY_DIR) / "tests" / "architecture" / "trees" / test->name();
    fs::remove_all(root_);
    write("engine/core/include/engine/core/time.hpp", "#pragma once\n#include <chrono>\n");
    write("engine/render/include/engine/render/renderer.hpp", "#pragma once\n#include <engine/core/time.hpp>\n");
    write("engine/render/src/device.hpp", "#pragma once\n#include <vulkan/vulkan.h>\n");
    write("engine/render/src/device.cpp",
          "#include \"device.hpp\"\n#include \"scene.vert.inc\"\n#include <sys/stat.h>\n");
    write("sensors/signal/include/sensors/signal/sample.hpp", "#pragma once\n#include <engine/core/time.hpp>\n");
    write("sensors/signal/src/sample.cpp", "#include <sensors/signal/sample.hpp>\n");
    write("scenarios/strike/src/strike.cpp", "#include <sensors/signal/sample.hpp>\n#include <cmath>\n");
  }
  void write(const std::string& file, const std::string& text) {
    fs::create_directories((root_ / file).parent_path());
    std::ofstream(root_ / file, std::ios::binary) << text;
  }
  std::vector<std::string> wrong() { return forbidden_includes(allowed(), root_.string()); }
  void expect_found(const std::string& file, const std::string& text, const std::string& sentence) {
    ASSERT_TRUE(wrong().empty()) << joined(wrong());
    write(file, text);
    const auto found = wrong();
    ASSERT_EQ(found.size(), 1U) << text << " gave\n" << joined(found);
    EXPECT_NE(found.front().find(sentence), std::string::npos) << found.front();
  }
  fs::path root_;
};

TEST(Includes, EveryRoomIncludesOnlyWhatTheTableAllows) {
  const auto found = forbidden_includes(allowed(), TONUS_SOURCE_DIR);
  EXPECT_TRUE(found.empty()) << joined(found);
}

TEST_F(PlantedTree, SensorsThatIncludeTheRendererAreFound) {
  expect_found("sensors/signal/src/sample.cpp", "\n#include <engine/render/renderer.hpp>\n",
               "sensors/signal/src/sample.cpp:2: signal may not use render");
}
TEST_F(PlantedTree, AScenarioThatIncludesTheRendererIsFound) {
  expect_found("scenarios/strike/src/draw.cpp", "#include <engine/render/renderer.hpp>\n", "strike may not use render");
}
TEST_F(PlantedTree, TheEngineThatIncludesASensorIsFound) {
  expect_found("engine/core/src/heart.cpp", "#  include <sensors/signal/sample.hpp>\n", "core may not use signal");
}
TEST_F(PlantedTree, AThirdPartyHeaderInAPublicHeaderIsFoundEvenInItsOwner) {
  expect_found("engine/render/include/engine/render/image.hpp", "#include <vulkan/vulkan.h>\n", "in a public header");
}
TEST_F(PlantedTree, AThirdPartyHeaderOutsideItsOwnerIsFound) {
  expect_found("scenarios/strike/src/draw.cpp", "#include <vulkan/vulkan_core.h>\n", "strike does not own");
}
TEST_F(PlantedTree, AHeaderWithoutAnOwnerIsFound) {
  expect_found("engine/render/src/image.cpp", "#include <surprise/surprise.h>\n", "has no owner");
}
TEST_F(PlantedTree, AQuotedIncludeThatReachesIntoAnotherRoomIsFound) {
  expect_found("scenarios/strike/src/draw.cpp", "#include \"../../../engine/render/src/device.hpp\"\n",
               "not in the src folder");
}
TEST_F(PlantedTree, AnIncludeBehindAMacroIsFound) {
  expect_found("scenarios/strike/src/draw.cpp", "#include RENDERER_HEADER\n", "no reader can follow");
}
TEST_F(PlantedTree, AHeaderThatNoRoomOffersIsFound) {
  expect_found("scenarios/strike/src/draw.cpp", "#include <engine/render/src/device.hpp>\n", "no room offers");
}
TEST_F(PlantedTree, AFolderThatIsNoRoomIsFound) {
  expect_found("engine/cellar/src/wine.cpp", "#include <vector>\n", "lies in no room");
}

}  // namespace
}  // namespace tonus::architecture
