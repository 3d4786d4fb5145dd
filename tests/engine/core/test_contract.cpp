#include <engine/core/contract.hpp>
#include <engine/core/result.hpp>

#include <cstdio>

#include <gtest/gtest.h>

namespace {

using namespace tonus;

void say(void* context) noexcept { std::fprintf(stderr, "last will of %s\n", static_cast<const char*>(context)); }

TEST(Contract, AConditionThatHoldsCostsNothing) {
  int evaluated = 0;
  TONUS_EXPECTS(++evaluated == 1);
  EXPECT_EQ(evaluated, 1);
}

TEST(ContractDeathTest, ABrokenOneNamesItselfRunsTheLastWillsInOrderAndAborts) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  static char recording[] = "the recording", trainer[] = "the trainer", forgotten[] = "nobody";
  EXPECT_DEATH(
      {
        register_last_will(say, recording);
        register_last_will(say, forgotten);
        register_last_will(say, trainer);
        unregister_last_will(forgotten);
        TONUS_EXPECTS(1 + 1 == 3);
      },
      "contract broken: 1 \\+ 1 == 3 .*\nlast will of the recording\nlast will of the trainer\n");
}

Result<int, Error> half(int x) {
  if (x % 2 != 0) return fail(Error{"odd"});
  return x / 2;
}

TEST(Result, CarriesAValueOrAnError) {
  EXPECT_EQ(half(4).value(), 2);
  EXPECT_EQ(half(3).error().message, "odd");
}

}  // namespace
