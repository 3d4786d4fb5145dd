// A long Apple Health export streams by: memory follows the days, not the bytes. (The full 4 GB:
// tools/bench/README.md.)
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>

#include <made_export.hpp>

#include "import_support.hpp"
#include "paths.hpp"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define TONUS_HAS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define TONUS_HAS_SANITIZER 1
#endif
#endif

namespace {

using namespace tonus;

/// Most that the process ever had in memory, in bytes.
std::size_t high_water() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::size_t>(usage.ru_maxrss) * 1024;
}

TEST(LongExport, TenYearsInThirtyMegabytesTakeAFractionOfThatInMemoryAndTellTheirProgress) {
#ifdef TONUS_HAS_SANITIZER
  GTEST_SKIP() << "sanitizers keep what is freed: the high-water mark says nothing";
#endif
  const auto path = std::filesystem::temp_directory_path() / ("tonus-long-export-" + std::to_string(getpid()) + ".xml");
  {
    std::ofstream out(path, std::ios::binary);
    bench::write_apple_export(30'000'000, [&](std::string_view piece) { out << piece; });
  }
  const auto size = std::filesystem::file_size(path);
  ASSERT_GT(size, 25'000'000u);
  const std::size_t before = high_water();
  double last = 0.0;
  std::size_t calls = 0;
  bool is_rising = true;
  const auto read = exchange::import_file(path, {.progress = [&](double share) {
                                            is_rising = is_rising && share >= last && share <= 1.0;
                                            last = share;
                                            ++calls;
                                            return true;
                                          }});
  std::filesystem::remove(path);
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(exchange::day_range(*read->wellness)->days, 3650u);
  EXPECT_LT(high_water() - before, size / 2);
  EXPECT_TRUE(is_rising);
  EXPECT_EQ(last, 1.0);
  EXPECT_GT(calls, 50u);
}

TEST(LongExport, ReadingStopsWhereItIsToldTo) {
  const auto path = std::filesystem::path(TONUS_SOURCE_DIR) / "tests/fuzz/seeds/fuzz_import/apple_health.xml";
  const auto read = exchange::import_file(path, {.progress = [](double) { return false; }});
  ASSERT_FALSE(read.has_value());
  EXPECT_NE(read.error().message.find("stopped"), std::string::npos) << read.error().message;
}

}  // namespace
