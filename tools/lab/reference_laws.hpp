#pragma once
// What ours is compared with, frozen: published and fielded laws, with nominal numbers for everybody.

#include "law.hpp"

namespace tonus::lab {

/// C1 of Hunt and co-workers (facts e.1, e.3): PI with K_p = tau/(k t_c), T_i = tau, nominal plant, t_c 100 s, every 5
/// s on the mean of what the strap said in them. Begins without feedforward and with an empty integral, which stands
/// still while the actuator is at a limit and the error pushes further. Without a reading: the load stays.
class HuntReplica final : public Law {
 public:
  static constexpr double kClosedLoop_s = 100.0;
  static constexpr int kEvery_s = 5;

  explicit HuntReplica(const Machine& machine) noexcept : machine_(machine), load_(machine.least) {}
  double command(const LawInputs& in) noexcept override;

 private:
  const Machine& machine_;
  double integral_ = 0.0, load_;
  double sum_bpm_ = 0.0;
  int readings_ = 0, seconds_ = 0;
};

/// qdomyos-zwift's "PID heart" (facts e.1): every 10 s ±5 W, or ±0.2 km/h, where the rate lies outside the zone of ±5
/// bpm; nothing within it. The newest rate counts however old it is, if it is not 0. Begins at Machine::opening.
class ZoneStep final : public Law {
 public:
  explicit ZoneStep(const Machine& machine) noexcept : machine_(machine), load_(machine.opening) {}
  double command(const LawInputs& in) noexcept override;

 private:
  const Machine& machine_;
  double load_, newest_bpm_ = 0.0;
  int seconds_ = 0;
};

/// What the nominal gain says will hold the target, throughout.
class FixedLoad final : public Law {
 public:
  explicit FixedLoad(const Brief& brief) noexcept : brief_(brief) {}
  double command(const LawInputs& in) noexcept override;

 private:
  Brief brief_;
};

}  // namespace tonus::lab
