// From a played session to its replay: whole, cut short, flipped, forged.
#include <fstream>

#include <unistd.h>

#include <engine/core/file.hpp>
#include <engine/core/hash.hpp>
#include <replaying.hpp>
#include <scenarios/adaptation/law.hpp>
#include <scenarios/journal/ledger.hpp>

#include "paths.hpp"
#include "play_through.hpp"

namespace tonus::tool {
namespace {

namespace fs = std::filesystem;

class Recordings : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = fs::temp_directory_path() / ("tonus-replay-" + std::to_string(getpid()));
    played_ = play_through(40, 7, folder_);
    bytes_ = *read_file(folder_ / "session.tonus", 1 << 26);
  }
  static void TearDownTestSuite() { fs::remove_all(folder_); }

  static fs::path write(const char* name, const std::string& bytes) {
    const fs::path path = folder_ / name;
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }

  static inline fs::path folder_;
  static inline Played played_;
  static inline std::string bytes_;
};

TEST_F(Recordings, AWholeOneReplaysToTheSameHashAndTheSameLedger) {
  const auto report = replay_recording(folder_ / "session.tonus");
  ASSERT_TRUE(report);
  EXPECT_FALSE(report->diverged_tick) << report->divergence;
  EXPECT_EQ(report->shortfall, "");
  EXPECT_EQ(hash_text(report->hash), played_.summary.hash);
  EXPECT_EQ(report->ledger_hash, played_.summary.ledger_hash);
  EXPECT_EQ(report->ticks, played_.outcome.ticks);
  const auto ledger = journal::read_ledger(folder_ / "ledger.jsonl");
  ASSERT_TRUE(ledger);
  EXPECT_FALSE(journal::check_chain(*ledger, played_.summary.ledger_hash).bad_line);
  for (const auto& row : *ledger) EXPECT_TRUE(adaptation::recomputes(row.decision));
}

TEST_F(Recordings, OneCutShortReplaysToItsLastWholeTickAndSaysSo) {
  const auto report = replay_recording(write("cut.tonus", bytes_.substr(0, bytes_.size() / 2)));
  ASSERT_TRUE(report);
  EXPECT_FALSE(report->diverged_tick);
  EXPECT_NE(report->shortfall.find("cut short after tick " + std::to_string(report->ticks - 1)), std::string::npos);
  EXPECT_GT(report->ticks, 1000);
}

TEST_F(Recordings, AFlippedByteNamesTheFirstTickThatDiffers) {
  for (const double place : {0.2, 0.5, 0.9}) {
    std::string flipped = bytes_;
    flipped[static_cast<std::size_t>(place * static_cast<double>(flipped.size()))] ^= 0x10;
    const auto report = replay_recording(write("flipped.tonus", flipped));
    ASSERT_TRUE(report);
    ASSERT_TRUE(report->diverged_tick);
    EXPECT_NEAR(static_cast<double>(*report->diverged_tick) / static_cast<double>(played_.outcome.ticks), place, 0.15);
  }
}

TEST_F(Recordings, AForgedHeartbeatWithARightChecksumIsFoundByTheStateHash) {
  // Find a tick with a sample, change its value, mend the checksum: only the replay can tell.
  auto reader = record::Reader::from_bytes([] {
    const auto raw = std::as_bytes(std::span{bytes_});
    return std::vector<std::byte>(raw.begin(), raw.end());
  }());
  ASSERT_TRUE(reader);
  std::size_t before = reader->offset();
  std::string forged = bytes_;
  std::int64_t forged_tick = -1;
  while (reader->next() == record::Item::Tick) {
    const auto payload = reader->payload();
    const bool has_only_samples_at_its_end = (static_cast<unsigned>(payload[0]) & 0x38U) == 0x10U;
    if (reader->tick() > 2400 && has_only_samples_at_its_end) {
      // The last sample: at, value, quality, sequence, kind, source = 30 bytes from the end of the payload.
      const std::size_t end = reader->offset() - 8;
      forged[end - 30 + 8 + 5] ^= 0x08;
      const auto chunk = std::as_bytes(std::span{forged}).subspan(before, end - before);
      const std::uint64_t checksum = hash_bytes(chunk);
      std::memcpy(forged.data() + end, &checksum, sizeof checksum);
      forged_tick = reader->tick();
      break;
    }
    before = reader->offset();
  }
  ASSERT_GT(forged_tick, 0);
  const auto report = replay_recording(write("forged.tonus", forged));
  ASSERT_TRUE(report);
  ASSERT_TRUE(report->diverged_tick);
  EXPECT_EQ(*report->diverged_tick, forged_tick);
  EXPECT_NE(report->divergence.find("state hash"), std::string::npos);
}

TEST_F(Recordings, ThreeRunsGiveEqualFiles) {
  const Played again = play_through(40, 7, folder_ / "again");
  EXPECT_EQ(again.summary.hash, played_.summary.hash);
  EXPECT_EQ(*read_file(folder_ / "again" / "session.tonus", 1 << 26), bytes_);
  EXPECT_EQ(*read_file(folder_ / "again" / "ledger.jsonl", 1 << 26), *read_file(folder_ / "ledger.jsonl", 1 << 26));
}

TEST_F(Recordings, RealRidesPlayTheSameEveryTime) {
  const char* shared = std::getenv("TONUS_SHARED");
  const fs::path data = shared != nullptr ? fs::path(shared) : fs::path(TONUS_SOURCE_DIR) / "../shared/data";
  if (!fs::exists(data / "activities")) GTEST_SKIP() << "no recordings at " << data;
  for (const char* ride : {"SL__6909950168.fit", "GC__Garmin1000_withFirstbeat.fit", "GC__HRV-Data.fit"}) {
    const std::string source = "file:" + (data / "activities/fit" / ride).string();
    const Played first = play_through(60, 1, {}, source);
    EXPECT_EQ(first.summary.hash, play_through(60, 1, {}, source).summary.hash) << ride;
    ASSERT_TRUE(first.summary.heart_rate) << ride;
    EXPECT_GT(first.summary.heart_rate->coverage, 0.9) << ride;
    EXPECT_FALSE(first.outcome.source.reacts);
  }
}

}  // namespace
}  // namespace tonus::tool
