// A hundred sessions of all kinds of people, with faults and with people who press buttons: every change of intensity
// has its row, every row follows from what it holds alone, and a flipped bit is found where it is.
#include <set>

#include <gtest/gtest.h>

#include <engine/core/random.hpp>
#include <scenarios/adaptation/law.hpp>
#include <scenarios/journal/ledger.hpp>
#include <support/steered_athlete.hpp>

namespace tonus::journal {
namespace {

using adaptation::Decision;
using adaptation::Reason;

/// A short session in which somebody presses something about every twenty seconds.
class Played {
 public:
  explicit Played(std::uint64_t seed) {
    constexpr std::array kPresses{Action::Easier, Action::Harder, Action::NotNow, Action::Hold,
                                  Action::Pause,  Action::Rpe,    Action::Skip,   Action::Easier};
    const auto personas = athlete::personas();
    const athlete::Parameters person = athlete::draw(personas[seed % personas.size()], athlete::Work::Scenario, seed);
    const athlete::Circumstances faults{.dropouts_per_hour = 40.0,
                                        .dropout_most_s = 50.0,
                                        .spikes_per_hour = 30.0,
                                        .locks_per_hour = 20.0,
                                        .freezes_per_hour = 20.0,
                                        .stress_per_hour = 20.0};
    Random random(seed);
    auto d = session::SteeredAthlete::definition_for(person, 120.0 + 60.0 * random.uniform());
    d.warmup_s = 20.0;
    d.cooldown_s = 20.0;
    session::SteeredAthlete run(d, person, seed % 2 == 0 ? faults : athlete::Circumstances{}, seed);
    double applied = 0.0;
    for (int s = 0; s < 400 && !run.has_ended(); ++s) {
      const bool presses = random.uniform() < 0.05;
      const auto which = static_cast<std::size_t>(random.uniform() * static_cast<double>(kPresses.size()));
      const std::size_t before = run.rows.size();
      run.second(presses ? kPresses[which % kPresses.size()] : Action::None);
      if (s > 0 && run.intensity() != applied) {
        ++changes;
        if (run.rows.size() > before && run.rows.back().to == run.intensity()) ++explained;
      }
      applied = run.intensity();
    }
    rows = std::move(run.rows);
    LedgerChain chain;
    for (const Decision& row : rows) ledger += chain.append(row) + "\n";
    head = chain.head();
  }

  int changes = 0, explained = 0;
  std::vector<Decision> rows;
  std::string ledger, head;
};

class ManySessions : public testing::Test {
 protected:
  static constexpr std::size_t kSessions = 100;
  static void SetUpTestSuite() {
    for (std::uint64_t seed = 1; seed <= kSessions; ++seed) sessions_.emplace_back(seed);
  }
  static void TearDownTestSuite() { sessions_ = {}; }
  static inline std::vector<Played> sessions_;
};

TEST_F(ManySessions, EveryRowRecomputesFromItsTextAloneAndEveryChangeHasAReason) {
  std::size_t rows = 0;
  int changes = 0, explained = 0;
  std::set<Reason> reasons;
  for (const Played& played : sessions_) {
    const LedgerScan scan = scan_ledger(played.ledger);
    ASSERT_FALSE(scan.fault) << scan.fault->message;
    EXPECT_FALSE(check_chain(scan.rows, played.head).bad_line);
    ASSERT_EQ(scan.rows.size(), played.rows.size());
    double applied = scan.rows.front().decision.from;
    for (const LedgerRow& row : scan.rows) {
      EXPECT_TRUE(adaptation::recomputes(row.decision)) << row.body;
      EXPECT_EQ(row.decision.from, applied) << "a change without a row before " << row.body;
      EXPECT_FALSE(row.sentence.empty()) << row.body;
      applied = row.decision.to;
      reasons.insert(row.decision.reason);
    }
    rows += scan.rows.size();
    changes += played.changes;
    explained += played.explained;
  }
  EXPECT_GT(changes, 1000);
  EXPECT_EQ(explained, changes);
  RecordProperty("rows", static_cast<int>(rows));
  RecordProperty("changes", changes);
  for (const Reason pressed : {Reason::UserEasier, Reason::UserHarder, Reason::UserNotNow, Reason::NotNowOver,
                               Reason::UserHold, Reason::UserPause, Reason::Rpe, Reason::QualityHold})
    EXPECT_TRUE(reasons.contains(pressed)) << adaptation::code(pressed);
}

TEST_F(ManySessions, AFlippedBitInAnyRowIsFoundAtThatRow) {
  Random random(50);
  const auto draw = [&](std::size_t n) {
    return static_cast<std::size_t>(random.uniform() * static_cast<double>(n)) % n;
  };
  for (int i = 0; i < 50; ++i) {
    const Played& played = sessions_[draw(kSessions)];
    const std::size_t row = draw(played.rows.size());
    std::size_t begin = 0;
    for (std::size_t line = 0; line < row; ++line) begin = played.ledger.find('\n', begin) + 1;
    const std::size_t length = played.ledger.find('\n', begin) - begin;
    std::string bad = played.ledger;
    char& byte = bad[begin + draw(length)];
    byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << draw(8)));
    const LedgerScan scan = scan_ledger(bad);
    const ChainReport report = check_chain(scan.rows);
    const std::size_t found = report.bad_line ? *report.bad_line : scan.fault ? scan.rows.size() + 1 : 0;
    EXPECT_EQ(found, row + 1);
  }
}

}  // namespace
}  // namespace tonus::journal
