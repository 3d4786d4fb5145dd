#pragma once
// What a scenario in which one strikes can vary, for tests.

#include <scenarios/adaptation/allocation.hpp>

namespace tonus::adaptation {

inline Actuators striking(double variety = 0.0) {
  return {.phrase_s = 4.8,
          .rate_least_per_s = 1.0 / 4.8,
          .rate_most_per_s = 12.0 / 4.8,
          .reach_least_m = 0.14,
          .reach_most_m = 0.46,
          .rest_most = 0.34,
          .room_per_s = 16.0 / 4.8,
          .variety = variety};
}

}  // namespace tonus::adaptation
