// Scenario names and files: what is right is taken, what is wrong is named with line and column.
#include <scenarios/catalogue/catalogue.hpp>

#include <unistd.h>

#include <fstream>

#include <gtest/gtest.h>

#include <scenarios/strike/strike.hpp>

#include "paths.hpp"

namespace tonus::catalogue {
namespace {

std::string error_of(std::string_view json) {
  const auto parsed = strike::parse_parameters(json);
  return parsed ? "" : parsed.error().message;
}

TEST(Catalogue, EveryEntryMakesItsScenarioWithDefaults) {
  ASSERT_FALSE(scenarios().empty());
  for (const Entry& entry : scenarios()) EXPECT_TRUE(entry.make("")) << entry.name;
}

TEST(Catalogue, AnUnknownNameListsTheKnownOnes) {
  const auto choice = choose("stryke");
  ASSERT_FALSE(choice);
  EXPECT_NE(choice.error().message.find("strike"), std::string::npos);
}

TEST(Catalogue, TheShippedScenarioFilesAreRight) {
  int files = 0;
  for (const auto& file : std::filesystem::directory_iterator(TONUS_SOURCE_DIR "/assets/scenarios")) {
    const auto choice = choose(file.path().string());
    ASSERT_TRUE(choice) << choice.error().message;
    EXPECT_TRUE(make(choice->name, choice->parameters));
    ++files;
  }
  EXPECT_GT(files, 0);
}

TEST(ScenarioFile, ErrorsNameLineAndColumn) {
  EXPECT_EQ(error_of("{\"scenario\":\"strike\"}"), "");
  EXPECT_EQ(error_of("{\n  \"scenario\": \"strike\",\n  \"reach_m\": [0.1, 2.0]\n}"),
            "line 3, column 3: \"reach_m\" is 2, must be between 0.05 and 0.7");
  EXPECT_EQ(error_of("{\n  \"scenario\": \"strike\",\n  \"reech_m\": [0.1, 0.2]\n}"),
            "line 3, column 3: \"reech_m\" is not a setting of strike");
  EXPECT_EQ(error_of("{\"scenario\":\"strike\",\"sides\":3}"),
            "line 1, column 22: \"sides\" must be \"both\", \"left\" or \"right\"");
  EXPECT_EQ(error_of("{\"scenario\":\"strike\",\"speed_m_s\":[5,2]}"),
            "line 1, column 22: \"speed_m_s\" has its least above its most");
  EXPECT_NE(error_of("{\n \"scenario\": \"strike\",\n oops\n}").find("line 3, column 2"), std::string::npos);
}

TEST(ScenarioFile, EveryTruncationIsAnError) {
  const std::string text = R"({"scenario":"strike","reach_m":[0.1,0.3],"sides":"left","rest_share":0.2})";
  for (std::size_t n = 0; n < text.size(); ++n) EXPECT_NE(error_of(text.substr(0, n)), "") << n;
  EXPECT_EQ(error_of(text), "");
}

}  // namespace
}  // namespace tonus::catalogue
