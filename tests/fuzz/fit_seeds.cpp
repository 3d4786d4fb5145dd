// Writes small FIT files of every kind the reader knows, and a zip: where fuzzing begins.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <vector>

#include "made_fit.hpp"
#include "made_zip.hpp"

namespace {

namespace made = tonus::made;
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

FitMaker monitoring() {
  FitMaker fit;
  fit.define(0, 103, {{253, 4, kUInt32}, {0, 4, kUInt32}}).data(0).u32(kMadeStart).u32(kMadeStart + 7200);
  fit.define(1, 55, {{253, 4, kUInt32}, {5, 1, kEnum}, {3, 4, kUInt32}, {19, 2, kUInt16}});
  fit.data(1).u32(kMadeStart + 60).u8(6).u32(1200).u16(40);
  fit.define(2, 55, {{26, 2, kUInt16}, {27, 1, kUInt8}}).data(2).u16((kMadeStart + 120) & 0xFFFFu).u8(64);
  fit.define(3, 275, {{253, 4, kUInt32}, {0, 1, kEnum}}).data(3).u32(kMadeStart).u8(2);
  fit.data(3).u32(kMadeStart + 1800).u8(3).data(3).u32(kMadeStart + 3600).u8(1);
  fit.define(4, 370, {{253, 4, kUInt32}, {1, 2, kUInt16}}).data(4).u32(kMadeStart + 3600).u16(50 * 128);
  return fit;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: fit_seeds FOLDER\n");
    return 2;
  }
  const std::filesystem::path activities = std::filesystem::path(argv[1]) / "fuzz_fit";
  const std::filesystem::path imports = std::filesystem::path(argv[1]) / "fuzz_import";
  std::filesystem::create_directories(activities);
  std::filesystem::create_directories(imports);
  const auto write = [](const std::filesystem::path& path, std::string_view bytes) {
    std::ofstream out(path, std::ios::binary);
    out << bytes;
    return out.good();
  };
  const auto put = [&](const char* name, const std::vector<std::byte>& bytes) {
    return write(activities / name, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  };
  const auto days = monitoring().file();
  const std::string_view days_text(reinterpret_cast<const char*>(days.data()), days.size());
  const std::string zip = made::ZipMaker()
                              .add("export/hrv.csv", "timestamp,rmssd,nremhr\n2024-03-04,41.5,52\n")
                              .add("export/day.fit", days_text)
                              .add("export/readme.txt", "nothing")
                              .file();
  auto chained = made_ride(4).file();
  const auto second = compressed().file();
  chained.insert(chained.end(), second.begin(), second.end());
  const bool all = put("seed-little", made_ride(6).file()) && put("seed-big-12", made_ride(6, true).file(12)) &&
                   put("seed-compressed", compressed().file()) && put("seed-developer", developer().file()) &&
                   put("seed-chained", chained) && write(imports / "seed-days.fit", days_text) &&
                   write(imports / "seed.zip", zip);
  if (!all) std::fprintf(stderr, "fit_seeds: %s cannot be written\n", argv[1]);
  return all ? 0 : 1;
}
