#include <scenarios/session/body_watch.hpp>

#include <limits>
#include <tuple>

#include <gtest/gtest.h>

namespace tonus::session {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

bool is_still(double cadence_rpm, double power_w, int asked_s = 10) {
  BodyWatch watch{SessionDefinition{}};
  watch.note(0.0, {.power_w = power_w, .cadence_rpm = cadence_rpm});
  for (int s = 0; s < 30; ++s) watch.second({}, 0.0, s < 30 - asked_s ? 0.0 : 0.4, {}, false);
  adaptation::EnvelopeInputs in;
  watch.describe(in);
  EXPECT_EQ(in.is_still, watch.is_still());
  return in.is_still;
}

TEST(BodyWatch, SomebodyIsStillWhereLegsAndPowerAreKnownToDoNothing) {
  EXPECT_TRUE(is_still(0.0, kUnknown));
  EXPECT_TRUE(is_still(0.0, 0.0));
  EXPECT_FALSE(is_still(85.0, 200.0));
  EXPECT_FALSE(is_still(kUnknown, kUnknown)) << "who has no sensor may do anything";
  EXPECT_FALSE(is_still(kUnknown, 0.0));
  EXPECT_FALSE(is_still(0.0, 150.0)) << "a cadence sensor that lies";
  EXPECT_FALSE(is_still(0.0, kUnknown, 0)) << "a treadmill that stands lets nobody move";
  EXPECT_FALSE(is_still(0.0, kUnknown, 4)) << "legs need a moment";
}

TEST(BodyWatch, ACadenceOfNothingAtSomePowerIsNotKnown) {
  for (const auto& [rpm, w, known] :
       {std::tuple{0.0, 100.0, false}, {0.0, 10.0, true}, {15.0, 100.0, true}, {85.0, 100.0, true}}) {
    BodyWatch watch{SessionDefinition{}};
    watch.note(0.0, {.power_w = w, .cadence_rpm = rpm});
    adaptation::EnvelopeInputs in;
    watch.describe(in);
    EXPECT_EQ(in.is_cadence_known, known) << rpm << " " << w;
  }
}

}  // namespace
}  // namespace tonus::session
