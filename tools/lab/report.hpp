#pragma once
// What a run of the lab found, computed once and said in three ways: a table, a JSON document, a page.

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "margins.hpp"
#include "population.hpp"

namespace tonus::lab {

/// The columns of the table.
inline constexpr std::array kTableLaws{LawId::Ours, LawId::Replica, LawId::ZoneStep, LawId::Fixed, kLqgOfTable};

/// A row of the table on one machine.
struct Finding {
  const Row* row = nullptr;
  athlete::Work work = athlete::Work::Cycle;
  std::array<std::optional<Interval>, kLaws> of;  ///< by law, already scaled
  std::optional<bool> is_met;                     ///< by ours; none where there is no goal, or nobody to tell
};

/// What one athlete's session looked like under the laws that are not the bound.
struct Example {
  Subject subject;
  std::array<std::vector<Second>, index(LawId::Lqg0)> of;
};

/// Steady sessions of one kind of people; means.
struct PersonaFinding {
  std::string persona;
  athlete::Work work = athlete::Work::Cycle;
  std::size_t people = 0;  ///< whose target is in reach
  double ours_rmse_bpm = 0.0, replica_rmse_bpm = 0.0;
  double ours_power_bpm2 = 0.0, replica_power_bpm2 = 0.0;
};

struct Report {
  std::string build;
  Results results;
  std::vector<Finding> findings;
  std::vector<PersonaFinding> personas;
  std::vector<MarginFindings> margins;
  std::array<std::size_t, 2> unreachable{};  ///< people whose target the machine cannot hold, by machine
  std::optional<Example> example;            ///< where "steady" was run: the first healthy person of those
};

/// All that is computed from a run; margins and example are played here.
[[nodiscard]] Report make_report(Results results, std::string build);

[[nodiscard]] std::string as_text(const Report& report);
[[nodiscard]] std::string as_json(const Report& report);
/// One file, no outside reference.
[[nodiscard]] std::string as_page(const Report& report);

/// "≤ 150 s", "≤ 1.00 at ≤ 0.5 power, or ≤ 1.03 at ≤ 0.2"; empty without a goal.
[[nodiscard]] std::string goal_text(const Row& row);
/// "time from rest to ±5 bpm, 15-s mean, p95"
[[nodiscard]] std::string row_text(const Row& row);
/// With as many decimals as the figure deserves; "never" where infinite, "–" where unknown.
[[nodiscard]] std::string figure_text(double value);

}  // namespace tonus::lab
