#include <scenarios/adaptation/exertion.hpp>

#include <array>

#include <scenarios/adaptation/limits.hpp>

namespace tonus::adaptation {
namespace {

struct Step {
  std::uint8_t rpe;
  std::string_view words;
};
constexpr std::array<Step, kMostOfTen + 1> kSteps{{{6, "nothing at all"},
                                                   {9, "very light"},
                                                   {11, "light"},
                                                   {12, "moderate"},
                                                   {13, "somewhat hard"},
                                                   {15, "hard"},
                                                   {16, "hard, nearly very hard"},
                                                   {17, "very hard"},
                                                   {18, "very, very hard"},
                                                   {19, "extremely hard"},
                                                   {20, "the most there is"}}};

static_assert(kSteps[kStopsFromOfTen].rpe == static_cast<std::uint8_t>(kHardRpe) &&
              kSteps[kStopsFromOfTen - 1].rpe < static_cast<std::uint8_t>(kHardRpe));

const Step& step_of(int of_ten) {
  return kSteps[static_cast<std::size_t>(of_ten < 0 ? 0 : (of_ten > kMostOfTen ? kMostOfTen : of_ten))];
}

}  // namespace

std::uint8_t rpe_of(int of_ten) noexcept { return step_of(of_ten).rpe; }

std::optional<int> of_ten(double rpe) noexcept {
  for (int i = 0; i <= kMostOfTen; ++i) {
    if (static_cast<double>(step_of(i).rpe) == rpe) return i;
  }
  return {};
}

std::string_view exertion_words(int of_ten) noexcept { return step_of(of_ten).words; }

}  // namespace tonus::adaptation
