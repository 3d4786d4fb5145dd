#pragma once
// Ours behind the lab's door: the law and the safety envelope that sessions run, on the machine's range as intensity.

#include <array>

#include <scenarios/adaptation/law.hpp>

#include "law.hpp"

namespace tonus::lab {

class OurLaw final : public Law {
 public:
  explicit OurLaw(const Brief& brief) noexcept;
  double command(const LawInputs& in) noexcept override;
  [[nodiscard]] LawFlags flags() const noexcept override { return flags_; }
  [[nodiscard]] bool needs_estimate() const noexcept override { return true; }

 private:
  static constexpr std::size_t kSlopeSeconds = 5;

  [[nodiscard]] double slope_bpm_per_s(const body::HeartEstimate& heart) noexcept;

  double full_, ceiling_bpm_, fallback_;
  adaptation::ControlSettings settings_;
  adaptation::ControlState state_;
  std::array<double, kSlopeSeconds> recent_bpm_;
  std::size_t recent_next_ = 0;
  double applied_;
  double trusted_s_ = 0.0, regular_s_ = 0.0;
  LawFlags flags_;
};

}  // namespace tonus::lab
