#pragma once
// Somebody on the fake trainer with the fake strap: the simulated athlete, who feels the power that is asked for.

#include <cstdint>
#include <memory>
#include <string>

#include <engine/core/time.hpp>
#include <sensors/source/simulated.hpp>

#include "fake_bluez.hpp"

namespace tonus::test {

class FakeRider {
 public:
  /// Obeys the control point of `trainer`. Throws std::runtime_error on an unknown persona.
  FakeRider(FakeBluez& fake, std::string strap, std::string trainer, const std::string& persona, std::uint64_t seed);

  /// One second of riding ends at `now`: a heart rate with its beats, and a bike record. Call once a second, rising.
  void second(Instant now);
  [[nodiscard]] int target_watts() const noexcept { return target_w_; }

 private:
  void on_write(const std::string& uuid, const Bytes& value);

  FakeBluez& fake_;
  std::string strap_, trainer_;
  std::unique_ptr<sensors::SimulatedAthlete> athlete_;
  std::uint8_t bpm_ = 0;
  double power_w_ = 0.0;
  int target_w_ = 0;
};

}  // namespace tonus::test
