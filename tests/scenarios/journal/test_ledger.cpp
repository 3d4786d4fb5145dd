// The ledger: what is written reads back to the bit, recomputes, and shows every change made to it later.

#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <scenarios/adaptation/law.hpp>
#include <scenarios/adaptation/sentence.hpp>
#include <scenarios/journal/ledger.hpp>

#include "made_session.hpp"
#include "paths.hpp"

namespace tonus::journal {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::string ledger_of(const std::vector<adaptation::Decision>& decisions, std::string* head = nullptr) {
  LedgerChain chain;
  std::string text;
  for (const auto& d : decisions) text += chain.append(d) + "\n";
  if (head != nullptr) *head = chain.head();
  return text;
}

std::string short_ledger(std::string* head = nullptr) {
  auto decisions = made_session(120.0).decisions;
  decisions.erase(decisions.begin() + 2, decisions.end() - 1);
  return ledger_of(decisions, head);
}

TEST(Ledger, ARowHasTheMembersThatOtherProgramsRelyOnInTheirOrder) {
  LedgerChain chain;
  const auto row = nlohmann::ordered_json::parse(chain.append(made_session(60.0).decisions.front()));
  std::vector<std::string> members;
  for (const auto& [name, value] : row.items()) members.push_back(name);
  EXPECT_EQ(members, (std::vector<std::string>{"t", "tick", "reason", "sentence", "from", "to", "quality", "inputs",
                                               "terms", "limited_by", "prev_hash", "hash"}));
  EXPECT_EQ(row["reason"], "opening");
  EXPECT_EQ(row["prev_hash"], std::string(64, '0'));
  EXPECT_EQ(row["hash"], chain.head());
  EXPECT_EQ(chain.rows(), 1U);
}

TEST(Ledger, EveryDecisionReadsBackToTheSameBitsAndRecomputes) {
  const auto decisions = made_session().decisions;
  const auto scan = scan_ledger(ledger_of(decisions));
  ASSERT_FALSE(scan.fault) << scan.fault->message;
  ASSERT_EQ(scan.rows.size(), decisions.size());
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    EXPECT_TRUE(same(scan.rows[i].decision, decisions[i])) << scan.rows[i].body;
    EXPECT_TRUE(adaptation::recomputes(scan.rows[i].decision)) << scan.rows[i].body;
    EXPECT_EQ(scan.rows[i].sentence, adaptation::sentence(decisions[i]));
    EXPECT_EQ(scan.rows[i].line, i + 1);
  }
}

TEST(Ledger, HowAPhraseDividesIntensityReadsBackAndIsThereOnlyWhereItIsSaid) {
  adaptation::Decision d = made_session().decisions[40];
  d.reason = adaptation::Reason::Allocated;
  d.has_allocation = true;
  d.allocation_inputs = {.actuators = {.phrase_s = 4.8,
                                       .rate_least_per_s = 0.2,
                                       .rate_most_per_s = 2.5,
                                       .reach_least_m = 0.1,
                                       .reach_most_m = 0.5,
                                       .rest_most = 0.3,
                                       .room_per_s = 3.3,
                                       .leave_most = 0.3},
                         .intensity = 0.7,
                         .cost = {0.3, 0.05},
                         .lean = -0.1,
                         .skill = 0.4,
                         .right = 3.0,
                         .wrong = 1.0};
  d.allocation = adaptation::allocate(d.allocation_inputs);
  const std::string text = ledger_of({d});
  const auto scan = scan_ledger(text);
  ASSERT_FALSE(scan.fault) << scan.fault->message;
  EXPECT_TRUE(same(scan.rows[0].decision, d)) << text;
  EXPECT_TRUE(adaptation::recomputes(scan.rows[0].decision));
  EXPECT_NE(text.find("\"reason\":\"allocation\""), std::string::npos);
  adaptation::Decision other = d;
  other.allocation.effort = std::nextafter(other.allocation.effort, 2.0);
  EXPECT_FALSE(adaptation::recomputes(other));
  EXPECT_EQ(short_ledger().find("\"allocation\""), std::string::npos);
}

TEST(Ledger, ARowWhoseOutcomeWasTouchedNoLongerRecomputes) {
  auto decision = made_session().decisions[40];
  ASSERT_TRUE(adaptation::recomputes(decision));
  decision.to = std::nextafter(decision.to, 1.0);
  const auto scan = scan_ledger(ledger_of({decision}));
  ASSERT_EQ(scan.rows.size(), 1U);
  EXPECT_FALSE(check_chain(scan.rows).bad_line) << "the chain was made over the touched row, so it is whole";
  EXPECT_FALSE(adaptation::recomputes(scan.rows[0].decision));
}

TEST(Ledger, NumbersThatAreNoNumbersAndOddOnesSurvive) {
  adaptation::Decision d = made_session().decisions[10];
  d.law_ran = false;
  d.step = {};
  d.envelope.slope_bpm_per_s = kNan;
  d.envelope.ceiling_bpm = kInfinity;
  d.envelope.fallback = -kInfinity;
  d.envelope.bpm = kNan;
  d.envelope.spread_bpm = 5e-324;
  d.envelope.proposed = -0.0;
  d.settings.horizon_s = 0.1 + 0.2;
  d.verdict = adaptation::safety_envelope(d.envelope_before, d.envelope).verdict;
  d.to = d.verdict.allowed;
  const auto scan = scan_ledger(ledger_of({d}));
  ASSERT_FALSE(scan.fault) << scan.fault->message;
  EXPECT_TRUE(same(scan.rows[0].decision, d)) << scan.rows[0].body;
  EXPECT_TRUE(adaptation::recomputes(scan.rows[0].decision));
}

TEST(Ledger, AHeartRateThatIsNotKnownIsNullAndNeverANumber) {
  adaptation::Decision d = made_session().decisions[10];
  d.inputs.is_known = d.envelope.is_known = false;
  d.inputs.bpm = d.envelope.bpm = 131.0;
  const auto row = nlohmann::json::parse(LedgerChain().append(d));
  EXPECT_TRUE(row["inputs"]["control"]["bpm"].is_null());
  EXPECT_TRUE(row["inputs"]["envelope"]["bpm"].is_null());
}

TEST(Ledger, TermsAreNullWhereTheLawDidNotRun) {
  adaptation::Decision d;
  const auto row = nlohmann::json::parse(LedgerChain().append(d));
  for (const char* term : {"feedforward", "proportional", "integral", "drift"})
    EXPECT_TRUE(row["terms"][term].is_null()) << term;
}

TEST(Ledger, EveryReasonStateAndLimitReadsBack) {
  std::vector<adaptation::Decision> decisions;
  for (int reason = 0; reason < static_cast<int>(adaptation::Reason::Count); ++reason) {
    adaptation::Decision d;
    d.reason = static_cast<adaptation::Reason>(reason);
    d.state = static_cast<adaptation::State>(reason % 7);
    d.law_ran = true;
    const int bit = reason % adaptation::kLimitCount;
    ((adaptation::kLawLimits >> bit & 1U) != 0 ? d.step.limits : d.verdict.limits) = 1U << bit;
    d.envelope.effort = static_cast<adaptation::Effort>(reason % static_cast<int>(adaptation::Effort::Count));
    d.verdict.ask = static_cast<adaptation::Ask>(reason % static_cast<int>(adaptation::Ask::Count));
    d.verdict.stop = static_cast<adaptation::StopCause>(reason % static_cast<int>(adaptation::StopCause::Count));
    d.envelope_before.stopped = d.verdict.stop;
    decisions.push_back(d);
  }
  const auto scan = scan_ledger(ledger_of(decisions));
  ASSERT_FALSE(scan.fault) << scan.fault->message;
  for (std::size_t i = 0; i < decisions.size(); ++i)
    EXPECT_TRUE(same(scan.rows[i].decision, decisions[i])) << scan.rows[i].body;
}

TEST(Ledger, AWholeChainIsFoundWholeAndToReachItsEnd) {
  std::string head;
  const auto scan = scan_ledger(short_ledger(&head));
  const auto report = check_chain(scan.rows, head);
  EXPECT_FALSE(report.bad_line) << report.fault;
  EXPECT_EQ(report.good_rows, scan.rows.size());
  EXPECT_TRUE(report.reaches_end);
}

TEST(Ledger, AFlippedBitAnywhereIsFoundAtItsRow) {
  const std::string good = short_ledger();
  std::size_t line = 1;
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ (1 << (i % 7)));
    const auto scan = scan_ledger(bad);
    const auto report = check_chain(scan.rows);
    const std::size_t found = report.bad_line ? *report.bad_line : scan.fault ? scan.rows.size() + 1 : 0;
    EXPECT_EQ(found, line) << "byte " << i;
    if (good[i] == '\n') ++line;
  }
}

TEST(Ledger, EveryTruncationIsAnErrorOrAShorterChainThatSaysSo) {
  std::string head;
  const std::string good = short_ledger(&head);
  const auto whole = scan_ledger(good).rows.size();
  for (std::size_t n = 0; n + 1 < good.size(); ++n) {
    const auto scan = scan_ledger(std::string_view(good).substr(0, n));
    if (scan.fault) {
      EXPECT_EQ(scan.fault->message.substr(0, 5), "line ") << n;
      EXPECT_NE(scan.fault->message.find("cut short"), std::string::npos) << n << ": " << scan.fault->message;
      continue;
    }
    EXPECT_LT(scan.rows.size(), whole) << n;
    const auto report = check_chain(scan.rows, head);
    EXPECT_TRUE(report.bad_line) << n;
    EXPECT_FALSE(report.reaches_end) << n;
    EXPECT_EQ(report.good_rows, scan.rows.size()) << n;
  }
}

TEST(Ledger, RowsInAnotherOrderOrMissingOnesBreakTheChain) {
  auto rows = scan_ledger(short_ledger()).rows;
  std::swap(rows[1], rows[2]);
  EXPECT_EQ(check_chain(rows).bad_line, rows[1].line);
  rows = scan_ledger(short_ledger()).rows;
  rows.erase(rows.begin());
  EXPECT_EQ(check_chain(rows).bad_line, 2U);
}

TEST(Ledger, ABadFileIsOneLineWithItsNameAndTheLine) {
  const auto path = std::filesystem::path(TONUS_BINARY_DIR) / "bad-ledger.jsonl";
  std::string text = short_ledger();
  text.replace(text.find("\"tick\":", text.find('\n')), 7, "\"tock\":");
  std::ofstream(path, std::ios::binary) << text;
  const auto read = read_ledger(path);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().message, path.string() + ": line 2: \"tick\" should be there, but it is missing");
  std::filesystem::remove(path);
  const auto missing = read_ledger(path);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().message.find(path.string() + ": "), 0U) << missing.error().message;
  EXPECT_NE(missing.error().message.find("No such file"), std::string::npos) << missing.error().message;
}

TEST(Ledger, TheHashIsTheOneThatOtherProgramsCompute) {
  // A row with its BLAKE2b-256 as an independent implementation computed it.
  const std::string body =
      R"({"t":0.0,"tick":0,"reason":"opening","sentence":"The session begins gently at 12 %, target 101 bpm to wa)"
      R"(rm up.","from":0.12,"to":0.12,"quality":0.0,"inputs":{"state":"warmup","law_ran":false,"settings":{"hori)"
      R"(zon_s":20.0,"move_rise_s":2.0,"move_track_s":4.0,"usual_gain_bpm":120.4,"slew_first_bpm_per_s":1.57,"sle)"
      R"(w_up_bpm_per_s":0.78,"slew_down_bpm_per_s":3.1,"slew_caution":0.3,"most_overdrive":1.25,"climb_s":20.0,"climb_noise_bpm_per_s":0.2,"climb_pending":0.1,"least":0.05,"mo)"
      R"(st":1.0,"hysteresis":0.004},"before":{"is_settled":false,"settled_target_bpm":0.0,"withheld":0.0},"after)"
      R"(":{"is_settled":false,"settled_target_bpm":0.0,"withheld":0.0},"control":{"dt_s":0.0,"previous":0.12,"pl)"
      R"(anned_bpm":137.24,"target_bpm":101.12,"next_target_bpm":101.12,"next_in_s":1000000000.0,"ceiling_bpm":17)"
      R"(4.6,"opening_base_bpm":65.0,"quality":0.0,"is_known":false,"person_most":1.0,"bpm":null,"slope_bpm_per_s":0.0,"model":{"gain_b)"
      R"(pm":120.40000000000006,"gain_spread_bpm":37.32399999999989,"tau_s":72.43969087031363,"tau_spread_s":22.0)"
      R"(08422395410758,"delay_s":12.590849581717585,"delay_spread_s":4.681636411514945,"base_bpm":65.00000000000)"
      R"(001,"drift_bpm_per_s":0.0,"wave_bpm":0.0,"fast":0.0,"slow":0.0,"level_spread_bpm":4.614108798023731}},"e)"
      R"(nvelope":{"proposed":0.12,"previous":0.12,"dt_s":0.0,"bpm":null,"spread_bpm":0.0,"slope_bpm_per_s":0.0,")"
      R"(quality":0.0,"blind_s":0.0,"irregular_s":0.0,"ceiling_bpm":174.6,"fallback":0.25,"is_known":false,"is_pa)"
      R"(used":false,"is_held":false,"is_cooling":false,"must_stop":false,"most":1.0,"cadence_rpm":null,"oxygen_p)"
      R"(ercent":null,"expected_rise_bpm":0.0,"expected_spread_bpm":0.0,"seen_rise_bpm":0.0,"pending_rise_bpm":0.)"
      R"(0,"still_level":1.0,"rpe":0.0,"dose_trimp":0.0,"dose_cap_trimp":0.0,"readiness_scale":1.0,"readiness_age_h":0.0,"effort":")"
      R"(unknown","is_from_beats":false,"is_slew_failing":false,"has_load_changed":true,"has_response":false,"is_)"
      R"(cadence_known":false,"is_still":false,"may_be_legs":false,"asks_power":false,"is_oxygen_known":false,"has_symptom":false,"has_fallen":false,")"
      R"(is_profile_doubted":false},"memory":{"level":0.0,"rise_left":0.12,"usual_bpm":0.0,"over_s":0.0,"jump_fro)"
      R"(m_bpm":0.0,"jump_s":0.0,"calm_s":0.0,"slew_s":0.0,"fall_s":0.0,"fall_sure_s":0.0,"doubtful_s":0.0,"flat_)"
      R"(s":0.0,"no_response_bpm":0.0,"lost_s":0.0,"oxygen_s":0.0,"stopped":"none"},"signal":{"fr)"
      R"(eshness":0.0,"range":0.0,"slew":0.0,"artifacts":0.0,"alive":0.0,"device":0.0,"cadence":0.0,"agreement":0)"
      R"(.0},"verdict":{"ask":"none","stop":"none","is_shedding":false,"wants_cooldown":false,"wants_end":false,")"
      R"(wants_release":false}},"terms":{"feedforward":null,"proportional":null,"integral":null,"drift":null},"li)"
      R"(mited_by":[],"prev_hash":"0000000000000000000000000000000000000000000000000000000000000000"})";
  const std::string line = body.substr(0, body.size() - 1) +
                           ",\"hash\":\"7c5aa4835a00a347a571a9cc398910f5b21e107db1e96642a867205da6ce3b66\"}";
  const auto scan = scan_ledger(line);
  ASSERT_FALSE(scan.fault) << scan.fault->message;
  const auto report = check_chain(scan.rows);
  EXPECT_FALSE(report.bad_line) << report.fault;
}

}  // namespace
}  // namespace tonus::journal
