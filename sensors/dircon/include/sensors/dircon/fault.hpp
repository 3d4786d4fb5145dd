#pragma once
// What goes wrong with real trainers and straps, on demand: one visible table, and when each fault is on.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <engine/core/result.hpp>
#include <engine/core/time.hpp>

namespace tonus::sensors::dircon {

enum class Fault : std::uint8_t {
  Silence,
  Drop,
  Split,
  Merged,
  RefuseControl,
  BadLength,
  WrongUnit,
  Frozen,
  NoContact,
  ZeroHr,
  BatteryLow,
  CounterReset,
  Slow,
};
inline constexpr std::size_t kFaults = 13;

struct FaultRow {
  Fault fault;
  std::string_view name;      ///< as it is asked for
  std::string_view sentence;  ///< for people
};
/// In the order of Fault.
[[nodiscard]] std::span<const FaultRow, kFaults> fault_table() noexcept;
[[nodiscard]] std::string_view name(Fault fault) noexcept;

/// A fault from `start` on, for `length`.
struct FaultWindow {
  Fault fault = Fault::Silence;
  Duration start{};
  Duration length{};
};
/// Again and again: in the middle of every `period`, for a third of it but 20 s at most. Without a fault, one of all
/// is drawn each time.
struct FaultCycle {
  Duration period{};
  std::optional<Fault> fault = {};
};

/// Which faults are on when: a pure function of time and seed.
class FaultPlan {
 public:
  FaultPlan() = default;
  /// Each "NAME@START+LENGTH" in seconds ("silence@60+20"), "every:SECONDS:NAME" or "every:SECONDS:random". Error, one
  /// line, with the choice.
  [[nodiscard]] static Result<FaultPlan, Error> parse(std::span<const std::string_view> words, std::uint64_t seed);

  void add(const FaultWindow& window) { windows_.push_back(window); }
  [[nodiscard]] bool is_on(Fault fault, Instant at) const noexcept;

 private:
  [[nodiscard]] bool is_on(const FaultCycle& cycle, Fault fault, Instant at) const noexcept;

  std::vector<FaultWindow> windows_;
  std::vector<FaultCycle> cycles_;
  std::uint64_t seed_ = 1;
};

}  // namespace tonus::sensors::dircon
