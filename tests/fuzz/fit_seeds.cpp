// Writes small FIT files of every kind the reader knows: where fuzzing begins.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <vector>

#include "made_fit.hpp"

namespace {

using namespace tonus::made;

FitMaker compressed() {
  FitMaker fit;
  fit.define(0, 20, {{253, 4, kUInt32}, {3, 1, kUInt8}}).data(0).u32(kMadeStart).u8(100);
  fit.define(1, 20, {{3, 1, kUInt8}});
  for (unsigned i = 1; i < 40; ++i) fit.compressed(1, kMadeStart + i).u8(100 + i);
  return fit;
}

FitMaker developer() {
  FitMaker fit;
  fit.define(0, 20, {{253, 4, kUInt32}, {3, 1, kUInt8}}, {{0, 3, 0}}).data(0).u32(kMadeStart).u8(100).u8(1).u8(2).u8(3);
  fit.define(0, 493, {{0, 4, kString}}).data(0).u32(0);
  return fit;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: fit_seeds FOLDER\n");
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  std::filesystem::create_directories(folder);
  const auto put = [&](const char* name, const std::vector<std::byte>& bytes) {
    std::ofstream out(folder / name, std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    return out.good();
  };
  auto chained = made_ride(4).file();
  const auto second = compressed().file();
  chained.insert(chained.end(), second.begin(), second.end());
  const bool all = put("seed-little", made_ride(6).file()) && put("seed-big-12", made_ride(6, true).file(12)) &&
                   put("seed-compressed", compressed().file()) && put("seed-developer", developer().file()) &&
                   put("seed-chained", chained);
  if (!all) std::fprintf(stderr, "fit_seeds: %s cannot be written\n", argv[1]);
  return all ? 0 : 1;
}
