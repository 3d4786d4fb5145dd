#include <sensors/dircon/fault.hpp>

#include <algorithm>
#include <charconv>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <engine/core/random.hpp>

namespace tonus::sensors::dircon {
namespace {

// clang-format off
constexpr std::array<FaultRow, kFaults> kTable{{
  {Fault::Silence,       "silence",        "nothing is notified any more, though the connection stays"},
  {Fault::Drop,          "drop",           "the connection is closed, and a new one is refused"},
  {Fault::Split,         "split",          "every octet comes in a packet of its own"},
  {Fault::Merged,        "merged",         "frames are held back and come together once a second"},
  {Fault::RefuseControl, "refuse-control", "the control point answers everything with \"not permitted\""},
  {Fault::BadLength,     "bad-length",     "heart-rate, bike and power packets are cut short"},
  {Fault::WrongUnit,     "wrong-unit",     "resistance in one octet of whole steps, not two of tenths"},
  {Fault::Frozen,        "frozen",         "the strap repeats its last heart rate and sends no beats"},
  {Fault::NoContact,     "no-contact",     "the strap says that it touches no skin, and repeats its last heart rate"},
  {Fault::ZeroHr,        "zero-hr",        "the strap sends a heart rate of zero"},
  {Fault::BatteryLow,    "battery-low",    "the strap's battery is at 3 percent"},
  {Fault::CounterReset,  "counter-reset",  "the revolution counters start again at zero"},
  {Fault::Slow,          "slow",           "every answer comes 3 s late"},
}};
// clang-format on

constexpr Duration kLongestOfCycle = std::chrono::seconds(20);
constexpr double kLongest_s = 1e6;

std::optional<Fault> fault_called(std::string_view word) {
  const auto found = std::ranges::find(kTable, word, &FaultRow::name);
  return found == kTable.end() ? std::nullopt : std::optional(found->fault);
}

std::optional<Duration> parse_seconds(std::string_view word) {
  double value = 0.0;
  const auto [rest, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc{} || rest != word.data() + word.size() || !(value >= 0.0 && value <= kLongest_s)) {
    return std::nullopt;
  }
  return from_seconds(value);
}

Error complaint(std::string_view word) {
  std::vector<std::string_view> names;
  for (const FaultRow& row : kTable) names.push_back(row.name);
  return Error{
      fmt::format("fault \"{}\": expected NAME@START+LENGTH in seconds, as in silence@60+20, or "
                  "every:SECONDS:NAME, where NAME may be random; there are {}",
                  word, fmt::join(names, ", "))};
}

std::optional<FaultWindow> parse_window(std::string_view word) {
  const auto at = word.find('@'), plus = word.find('+');
  if (at == std::string_view::npos || plus == std::string_view::npos || plus < at) return std::nullopt;
  const auto fault = fault_called(word.substr(0, at));
  const auto start = parse_seconds(word.substr(at + 1, plus - at - 1));
  const auto length = parse_seconds(word.substr(plus + 1));
  if (!fault || !start || !length) return std::nullopt;
  return FaultWindow{*fault, *start, *length};
}

std::optional<FaultCycle> parse_cycle(std::string_view word) {
  constexpr std::string_view kEvery = "every:";
  if (!word.starts_with(kEvery)) return std::nullopt;
  word.remove_prefix(kEvery.size());
  const auto colon = word.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto period = parse_seconds(word.substr(0, colon));
  const auto which = word.substr(colon + 1);
  const auto fault = fault_called(which);
  if (!period || *period < std::chrono::seconds(1) || (!fault && which != "random")) return std::nullopt;
  return FaultCycle{*period, fault};
}

}  // namespace

std::span<const FaultRow, kFaults> fault_table() noexcept { return kTable; }

std::string_view name(Fault fault) noexcept { return kTable[static_cast<std::size_t>(fault)].name; }

Result<FaultPlan, Error> FaultPlan::parse(std::span<const std::string_view> words, std::uint64_t seed) {
  FaultPlan plan;
  plan.seed_ = seed;
  for (const std::string_view word : words) {
    if (const auto window = parse_window(word)) {
      plan.windows_.push_back(*window);
    } else if (const auto cycle = parse_cycle(word)) {
      plan.cycles_.push_back(*cycle);
    } else {
      return fail(complaint(word));
    }
  }
  return plan;
}

bool FaultPlan::is_on(Fault fault, Instant at) const noexcept {
  const Duration now = at.time_since_epoch();
  return std::ranges::any_of(
             windows_,
             [&](const FaultWindow& w) { return w.fault == fault && now >= w.start && now < w.start + w.length; }) ||
         std::ranges::any_of(cycles_, [&](const FaultCycle& cycle) { return is_on(cycle, fault, at); });
}

bool FaultPlan::is_on(const FaultCycle& cycle, Fault fault, Instant at) const noexcept {
  const Duration now = at.time_since_epoch();
  const auto round = now / cycle.period;
  const Duration start = cycle.period * round + cycle.period / 2;
  if (now < start || now >= start + std::min(kLongestOfCycle, cycle.period / 3)) return false;
  if (cycle.fault) return *cycle.fault == fault;
  const std::uint64_t draw = Random(seed_ + static_cast<std::uint64_t>(round)).next();
  return draw % kFaults == static_cast<std::size_t>(fault);
}

}  // namespace tonus::sensors::dircon
