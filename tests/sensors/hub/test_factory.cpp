#include <sensors/hub/factory.hpp>

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace {

using namespace tonus;
using namespace tonus::literals;
using sensors::make_source;

std::string error_of(std::string_view spec) {
  const auto made = make_source(spec, {});
  EXPECT_FALSE(made.has_value()) << spec;
  return made ? std::string() : made.error().message;
}

TEST(MakeSource, SimulatedAloneIsTheHealthyOneAndAPersonaMayBeNamed) {
  EXPECT_EQ(make_source("simulated", {}).value()->info().name, "simulated:healthy");
  EXPECT_EQ(make_source("simulated:", {}).value()->info().name, "simulated:healthy");
  const auto older = make_source("simulated:older", {.seed = 4, .age_years = 81.0});
  EXPECT_EQ(older.value()->info().description, "simulated athlete, older, 81 years");
  EXPECT_NE(error_of("simulated:superhero").find("chronotropic"), std::string::npos);
}

TEST(MakeSource, AFileIsPlayedAndItsNameMayHoldColons) {
  const auto path = std::filesystem::temp_directory_path() / "tonus-make-source-12:30.csv";
  std::ofstream(path) << "t,hr\n0,120\n1,121\n";
  const auto made = make_source("file:" + path.string(), {});
  std::filesystem::remove(path);
  ASSERT_TRUE(made.has_value()) << made.error().message;
  EXPECT_EQ(made.value()->info().name, "file:" + path.string());
}

TEST(MakeSource, WhatIsNotThereOrNotBuiltYetSaysWhatThereIs) {
  for (const char* spec : {"ble", "ble:Polar H10", "dircon:127.0.0.1:36866"}) {
    EXPECT_NE(error_of(spec).find("keeps real time"), std::string::npos) << spec;
  }
  EXPECT_NE(error_of("dircon:").find("names no host"), std::string::npos);
  EXPECT_NE(error_of("telepathy").find("no source is called 'telepathy'"), std::string::npos);
  EXPECT_NE(error_of("").find("no source is called ''"), std::string::npos);
  EXPECT_NE(error_of("file:").find("names no file"), std::string::npos);
  EXPECT_NE(error_of("file:/no/such/ride.fit").find("No such file"), std::string::npos);
}

}  // namespace
