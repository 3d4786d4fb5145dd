#include <string>

#include <gtest/gtest.h>

#include <engine/core/json_fault.hpp>

namespace tonus {
namespace {

std::size_t offset_of(std::string_view text) {
  const auto fault = json_fault(text);
  return fault ? fault->offset : std::string::npos;
}

TEST(JsonFault, NothingIsWrongWithJson) {
  EXPECT_FALSE(json_fault(R"({"a":[1,2.5e3,null,true,"x"]})"));
  EXPECT_FALSE(json_fault("7"));
}

TEST(JsonFault, PointsAtTheByteThatIsWrong) {
  EXPECT_EQ(offset_of(R"({"a":1,})"), 7U);
  EXPECT_EQ(offset_of(R"({"a" 1})"), 5U);
  EXPECT_EQ(offset_of("[1]x"), 3U);
}

TEST(JsonFault, EveryTruncationEndsAtItsEnd) {
  const std::string whole = R"({"a":[1.5,"b"],"c":null})";
  for (std::size_t size = 0; size < whole.size(); ++size) EXPECT_EQ(offset_of(whole.substr(0, size)), size) << size;
}

TEST(JsonFault, ANumberNoDoubleHoldsIsAFaultAndNoException) {
  const auto fault = json_fault(R"({"a":1e999})");
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->offset, 5U);
  EXPECT_NE(fault->message.find("too large"), std::string::npos);
}

TEST(JsonFault, DeepNestingCostsNoStack) { EXPECT_EQ(offset_of(std::string(1 << 20, '[')), std::size_t{1} << 20); }

TEST(JsonFault, IsOneLine) { EXPECT_EQ(json_fault("{\n\"a\n")->message.find('\n'), std::string::npos); }

}  // namespace
}  // namespace tonus
