#pragma once
// Ours behind the lab's door: what decides in every session, with the machine's range as intensity.

#include <scenarios/session/conductor.hpp>

#include "law.hpp"

namespace tonus::lab {

class OurLaw final : public Law {
 public:
  explicit OurLaw(const Brief& brief);
  double command(const LawInputs& in) noexcept override;
  [[nodiscard]] LawFlags flags() const noexcept override;
  void freeze() noexcept override { conductor_.freeze(); }
  [[nodiscard]] bool needs_estimate() const noexcept override { return true; }

 private:
  double full_;
  session::Conductor conductor_;
  session::BodySigns signs_;
  session::Conductor::Rows rows_;
};

}  // namespace tonus::lab
