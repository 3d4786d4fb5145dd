// Writes a few good packets of each family into the corpus folders: where fuzzing begins. Binary, so made and not kept.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct Seed {
  const char* fuzzer;
  unsigned kind;                          ///< as the fuzzer reads it
  std::vector<std::string_view> packets;  ///< hex, one second apart
};

const std::vector<Seed>& seeds() {
  static const std::vector<Seed> all{
      {"fuzz_heart", 0, {"164800040002", "192c01ffff0103", "0448"}},
      {"fuzz_heart", 1, {"1f610048006000490050005a002001030201cff3"}},
      {"fuzz_heart", 2, {"07341256890704030201"}},
      {"fuzz_heart", 3, {"2a"}},
      {"fuzz_heart", 4, {"01"}},
      {"fuzz_machine", 0, {"6402000000001400000000", "fe1fca0c640ab400aa000102031e00fa00ceff0a012c0107785b3c002d00"}},
      {"fuzz_machine", 0, {"0500b400", "4100fa00", "0000ca0c"}},
      {"fuzz_machine", 1, {"9c25000000000000000000000000000000000000000000000000", "6000e8033c28"}},
      {"fuzz_machine", 2, {"9f03001b0121000000002c0040010a0000000d00", "007c0000000200000000000a2b00dd06"}},
      {"fuzz_machine", 3, {"7e19002700d69c0000000061000000e4000d0000000024000000"}},
      {"fuzz_machine", 4 + 8 * 2, {"0000e8030100", "016402"}},
      {"fuzz_machine", 7, {"010d4869"}},
      {"fuzz_control", 0, {"00", "052c01", "046400", "0464", "11b80b2a032831", "0802", "1001000200030004000500"}},
      {"fuzz_control", 1, {"800001", "800503", "801301d204e803"}},
      {"fuzz_control", 2, {"08e603", "12b80b2a032831", "08", "ff"}},
      {"fuzz_control", 3, {"0240000008200000"}},
      {"fuzz_control", 4, {"0000dc050100"}},
      {"fuzz_cycling", 0, {"200000000100000b", "20002d000200b812", "20002e000300ae17"}},
      {"fuzz_cycling", 1, {"ff1fceff6540010a00000000080500000464009cff2000e0ff5ab0001e00d2004b00"}},
      {"fuzz_cycling", 3, {"03d9000000770c01000098", "01db0000001812", "03dc000000911403004e9f"}},
      {"fuzz_cycling", 7, {"09000000"}},
      {"fuzz_polar", 0, {"f001020000ffffff"}},
      {"fuzz_polar", 1, {"00013400010110000204f500f401e803d007040103"}},
      {"fuzz_polar", 2, {"000094357700000000000280ff028000", "02650000000000000081f1ff1400f00306017b0f08"}},
      {"fuzz_polar", 2, {"030000000000000000008080808080ff000100010000"}},
      {"fuzz_vendor", 0, {"a4094e05101900000000303534", "a4094e01194cff25d26b0020f4", "a4094e0551ff00070f57000017"}},
      {"fuzz_vendor", 0, {"a4094f0533ffffffff204e42f8"}},
      {"fuzz_vendor", 1, {"20eefc", "42d500", "460080", "43401f2800fe01"}},
      {"fuzz_vendor", 2, {"014201003200"}},
      {"fuzz_packet_reader", 0, {"164800040002", "0448"}},
      {"fuzz_packet_reader", 1, {"2a"}},
      {"fuzz_packet_reader", 2, {"0500b400", "4100fa00", "0000ca0c"}},
      {"fuzz_packet_reader", 6, {"200000000100000b", "20002d000200b812"}},
      {"fuzz_packet_reader", 9, {"04610048000040"}},
      {"fuzz_packet_reader", 10, {"0300000000000000000048e8030a00064a20030a0006"}},
      {"fuzz_packet_reader", 11, {"a4094e01194cff25d26b0020f4"}},
  };
  return all;
}

std::string octets_of(std::string_view hex) {
  std::string octets, digits;
  for (const char c : hex) {
    if (c == ' ') continue;
    digits += c;
    if (digits.size() < 2) continue;
    octets += static_cast<char>(std::stoi(digits, nullptr, 16));
    digits.clear();
  }
  return octets;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: packet_seeds FOLDER\n");
    return 2;
  }
  int number = 0;
  for (const Seed& seed : seeds()) {
    const auto folder = std::filesystem::path(argv[1]) / seed.fuzzer;
    std::filesystem::create_directories(folder);
    std::ofstream out(folder / ("seed-" + std::to_string(++number)), std::ios::binary);
    for (const std::string_view packet : seed.packets) {
      const std::string octets = octets_of(packet);
      out << static_cast<char>(seed.kind) << static_cast<char>(4) << static_cast<char>(octets.size()) << octets;
    }
    if (!out.flush()) {
      std::fprintf(stderr, "packet_seeds: %s cannot be written\n", folder.c_str());
      return 1;
    }
  }
  return 0;
}
