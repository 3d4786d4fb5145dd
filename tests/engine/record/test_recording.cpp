// The recording: what goes in comes out, what is damaged is named, what is cut short ends at the last whole tick.
#include <engine/record/recording.hpp>

#include <unistd.h>

#include <gtest/gtest.h>

#include <engine/core/file.hpp>

namespace tonus::record {
namespace {

std::vector<std::byte> as_vector(std::string_view text) {
  const auto raw = std::as_bytes(std::span{text});
  return {raw.begin(), raw.end()};
}

TickRecord record_of(std::int64_t tick) {
  TickRecord r;
  r.tick = tick;
  r.state_hash = 1000 + static_cast<std::uint64_t>(tick);
  r.size = static_cast<std::uint32_t>(1 + tick % 7);
  for (std::uint32_t i = 0; i < r.size; ++i) r.bytes[i] = static_cast<std::byte>(tick + i);
  return r;
}

std::filesystem::path scratch(const char* name) {
  return std::filesystem::path(testing::TempDir()) / (std::string("tonus-") + std::to_string(::getpid()) + name);
}

std::vector<std::byte> write_ticks(std::int64_t n) {
  const auto path = scratch("-write.tonus");
  auto writer = Writer::create(path, as_vector("header"));
  EXPECT_TRUE(writer);
  for (std::int64_t t = 0; t < n; ++t) EXPECT_TRUE((*writer)->append_waiting(record_of(t)));
  EXPECT_TRUE((*writer)->finish({.ticks = n, .state_hash = 7, .ledger_hash = "abc"}));
  const std::string text = *read_file(path, 1 << 26);
  std::filesystem::remove(path);
  return as_vector(text);
}

TEST(Recording, WhatIsWrittenIsReadBack) {
  auto reader = Reader::from_bytes(write_ticks(3000));
  ASSERT_TRUE(reader);
  EXPECT_EQ(reader->header().size(), 6U);
  for (std::int64_t t = 0; t < 3000; ++t) {
    ASSERT_EQ(reader->next(), Item::Tick);
    const TickRecord expected = record_of(t);
    EXPECT_EQ(reader->tick(), t);
    EXPECT_EQ(reader->state_hash(), expected.state_hash);
    ASSERT_EQ(reader->payload().size(), expected.size);
    EXPECT_TRUE(std::equal(reader->payload().begin(), reader->payload().end(), expected.bytes.begin()));
  }
  ASSERT_EQ(reader->next(), Item::Ending);
  EXPECT_EQ(reader->ending().ticks, 3000);
  EXPECT_EQ(reader->ending().ledger_hash, "abc");
}

TEST(Recording, EveryTruncationEndsAtTheLastWholeTickAndIsNeverTakenForWhole) {
  const auto whole = write_ticks(20);
  std::int64_t last_seen = -1;
  for (std::size_t length = 0; length < whole.size(); ++length) {
    auto reader = Reader::from_bytes({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)});
    if (!reader) continue;  // cut inside the opening or the header: an error, which is right
    std::int64_t ticks = 0;
    Item item = reader->next();
    for (; item == Item::Tick; item = reader->next()) ++ticks;
    EXPECT_EQ(item, Item::Truncated) << "at length " << length;
    EXPECT_GE(ticks, last_seen);
    last_seen = ticks;
  }
  EXPECT_EQ(last_seen, 20);
}

TEST(Recording, EveryFlippedByteIsFoundBeforeItsTickIsBelieved) {
  const auto whole = write_ticks(12);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    auto bytes = whole;
    bytes[i] ^= std::byte{0x20};
    auto reader = Reader::from_bytes(std::move(bytes));
    if (!reader) continue;
    Item item = reader->next();
    while (item == Item::Tick) {
      EXPECT_EQ(reader->state_hash(), record_of(reader->tick()).state_hash);
      item = reader->next();
    }
    EXPECT_TRUE(item == Item::Damaged || item == Item::Truncated) << "byte " << i;
  }
}

TEST(Recording, AFullDiskStopsTheRecordingAndKeepsWhatWasWritten) {
  auto writer = Writer::create("/dev/full", as_vector("header"));
  ASSERT_FALSE(writer);
  EXPECT_NE(writer.error().message.find("/dev/full"), std::string::npos);
}

TEST(Recording, AFolderThatDoesNotExistIsOneClearError) {
  auto writer = Writer::create(scratch("-no-such-folder") / "x.tonus", as_vector("h"));
  ASSERT_FALSE(writer);
  EXPECT_NE(writer.error().message.find("cannot create the recording"), std::string::npos);
}

TEST(Recording, AnotherKindOfFileIsRefusedByName) {
  auto reader = Reader::from_bytes(as_vector("\xFF\xD8\xFF\xE0 JFIF and more"));
  ASSERT_FALSE(reader);
  EXPECT_NE(reader.error().message.find("not a Tonus recording"), std::string::npos);
}

}  // namespace
}  // namespace tonus::record
