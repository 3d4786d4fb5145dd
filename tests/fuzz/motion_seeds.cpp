// Writes small recordings of motion and rooms into CORPUS/fuzz_NAME: what the fuzzers start from.
#include <filesystem>
#include <fstream>

#include "made_motion.hpp"
#include "made_rooms.hpp"

int main(int argc, char** argv) {
  namespace made = tonus::xr::made;
  if (argc != 2) return 2;
  const auto write = [&](const char* target, const char* name, const std::string& bytes) {
    const std::filesystem::path folder = std::filesystem::path(argv[1]) / target;
    std::filesystem::create_directories(folder);
    std::ofstream(folder / name, std::ios::binary) << bytes;
  };
  std::vector<made::Frame> frames(3);
  for (std::size_t i = 0; i < frames.size(); ++i) frames[i].t_s = 0.1F * static_cast<float>(i);
  write("fuzz_bsor", "replay", made::bsor(frames));
  write("fuzz_bsor", "odd_name", made::bsor(frames, "\xc3\xa9\xc3\xa9\xc3\xa9", 3));
  write("fuzz_aframe", "recording", made::kAframe);
  write("fuzz_aframe", "replay", made::bsor(frames));
  write("fuzz_room", "bare", made::room(3, 4));
  write("fuzz_room", "furnished",
        made::room(4, 5,
                   made::box("TABLE", 1, 0.7, 1, 1, 1, 0.7) + ", " + made::plane("WALL_FACE", 2, 1.3, 0, 5, 2.6, true) +
                       ", " + made::plane("COUCH", -1, 0.5, 1, 1, 2)));
  return 0;
}
