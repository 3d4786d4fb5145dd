// How fast files are imported: every file named, read from disk and imported, again and again for four seconds; the
// best pass counts, because others use the machine too. One line of JSON. tools/bench/fit_import runs it beside another
// reader.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <vector>

#include <sensors/exchange/import.hpp>

int main(int argc, char** argv) {
  using Clock = std::chrono::steady_clock;
  std::uint64_t bytes = 0, records = 0, unreadable = 0;
  for (int i = 1; i < argc; ++i) {
    bytes += std::filesystem::file_size(argv[i]);
    const auto read = tonus::exchange::import_file(argv[i]);
    if (!read) ++unreadable;
    if (read && read->activity) records += read->activity->records.size();
  }
  if (bytes == 0) {
    std::fprintf(stderr, "usage: import_bench FILE…\n");
    return 2;
  }
  double best_s = 1e9;
  for (const auto begin = Clock::now(); Clock::now() - begin < std::chrono::seconds(4);) {
    const auto pass = Clock::now();
    for (int i = 1; i < argc; ++i) (void)tonus::exchange::import_file(argv[i]);
    best_s = std::min(best_s, std::chrono::duration<double>(Clock::now() - pass).count());
  }
  std::printf("{\"files\":%d,\"unreadable\":%llu,\"records\":%llu,\"bytes\":%llu,\"s\":%.6f,\"mb_s\":%.1f}\n", argc - 1,
              static_cast<unsigned long long>(unreadable), static_cast<unsigned long long>(records),
              static_cast<unsigned long long>(bytes), best_s, static_cast<double>(bytes) / 1e6 / best_s);
  return 0;
}
