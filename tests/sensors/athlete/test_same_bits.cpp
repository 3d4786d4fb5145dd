// Equal parameters, seed and commands give equal samples, bit for bit, whatever runs beside them.
#include <bit>
#include <memory>

#include <gtest/gtest.h>

#include "support.hpp"

namespace {

using namespace tonus::athlete;
using tonus::sensors::Sample;
using tonus::sensors::SampleKind;

double command_at(int step) { return 50.0 + 25.0 * (step / 400 % 5); }

void expect_same_bits(const std::vector<Sample>& a, const std::vector<Sample>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    ASSERT_EQ(a[i].at, b[i].at) << i;
    ASSERT_EQ(a[i].kind, b[i].kind) << i;
    ASSERT_EQ(a[i].sequence, b[i].sequence) << i;
    ASSERT_EQ(std::bit_cast<std::uint64_t>(a[i].value), std::bit_cast<std::uint64_t>(b[i].value)) << i;
  }
}

constexpr Circumstances kBadDay{.dropouts_per_hour = 10.0,
                                .spikes_per_hour = 30.0,
                                .locks_per_hour = 6.0,
                                .freezes_per_hour = 6.0,
                                .stress_per_hour = 4.0,
                                .pauses_per_hour = 4.0};

TEST(SameBits, OneAfterTheOtherOrSideBySide) {
  constexpr int kSteps = 12000;
  for (const Plant plant : {Plant::TwoPhase, Plant::Nonlinear}) {
    const auto make = [plant](std::uint64_t seed) {
      Parameters p = draw_from_population(Work::Cycle, seed);
      p.plant = plant;
      return Athlete(p, kBadDay, seed);
    };
    std::vector<std::vector<Sample>> alone(6), together(6);
    std::vector<Athlete> all;
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
      Athlete athlete = make(seed);
      for (int i = 0; i < kSteps; ++i) {
        athlete.step(command_at(i));
        alone[seed - 1].insert(alone[seed - 1].end(), athlete.samples().begin(), athlete.samples().end());
      }
      all.push_back(make(seed));
    }
    for (int i = 0; i < kSteps; ++i) {
      for (std::size_t j = all.size(); j-- > 0;) {
        all[j].step(command_at(i));
        together[j].insert(together[j].end(), all[j].samples().begin(), all[j].samples().end());
      }
    }
    for (std::size_t j = 0; j < 6; ++j) {
      expect_same_bits(alone[j], together[j]);
      EXPECT_GT(alone[j].size(), 2000u);
    }
  }
}

TEST(SameBits, AnotherSeedIsAnotherDayOfTheSamePerson) {
  const Parameters p = draw("healthy", Work::Cycle, 1);
  Athlete a(p, {}, 1), b(p, {}, 2);
  EXPECT_NE(testing_support::values(testing_support::record(a, 100.0, 60.0), SampleKind::RrInterval),
            testing_support::values(testing_support::record(b, 100.0, 60.0), SampleKind::RrInterval));
}

TEST(SameBits, FaultsOfTheDeviceDoNotTouchTheHeart) {
  const Parameters p = draw("older", Work::Cycle, 2);
  Athlete good(p, {}, 5);
  Athlete bad(p, {.dropouts_per_hour = 10.0, .spikes_per_hour = 30.0, .locks_per_hour = 6.0, .freezes_per_hour = 6.0},
              5);
  for (int i = 0; i < 36000; ++i) {
    good.step(command_at(i));
    bad.step(command_at(i));
    ASSERT_EQ(good.truth().bpm, bad.truth().bpm);
  }
}

}  // namespace
