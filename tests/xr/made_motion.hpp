#pragma once
// Recordings of motion, small and made: for tests, and as seeds.

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace tonus::xr::made {

class Octets {
 public:
  template <class T>
  Octets& put(T value) {
    text_.append(reinterpret_cast<const char*>(&value), sizeof value);
    return *this;
  }
  Octets& text(const std::string& words, int counted = -1) {
    put(counted < 0 ? static_cast<std::int32_t>(words.size()) : counted);
    text_ += words;
    return *this;
  }
  [[nodiscard]] const std::string& all() const { return text_; }

 private:
  std::string text_;
};

struct Frame {
  float t_s = 0.0F;
  float head[7] = {0, 1.7F, 0, 0, 0, 0, 1};
  float left[7] = {-0.2F, 1.2F, 0.4F, 0, 0, 0, 1};
  float right[7] = {0.2F, 1.2F, 0.4F, 0, 0, 0, 1};
};

/// In Unity's space, as a recorder writes it. `counted`: the length it gives of the player's name, -1 for the right
/// one.
inline std::string bsor(const std::vector<Frame>& frames, const std::string& player = "player", int counted = -1) {
  Octets out;
  out.put(std::uint32_t{0x442d3d69}).put(std::uint8_t{1}).put(std::uint8_t{0});
  out.text("0.5.2")
      .text("1.25.1")
      .text("1676329072")
      .text("player")
      .text(player, counted)
      .text("oculus")
      .text("Oculus");
  out.text("Oculus Quest 2").text("Oculus Touch").text("ABCDEF").text("Song").text("Mapper").text("Hard");
  out.put(std::int32_t{1234}).text("Standard").text("Fit Beat").text("");
  out.put(21.0F).put(std::uint8_t{0});
  for (int i = 0; i < 4; ++i) out.put(0.0F);
  out.put(std::uint8_t{1}).put(static_cast<std::int32_t>(frames.size()));
  for (const Frame& frame : frames) {
    out.put(frame.t_s).put(std::int32_t{72});
    for (const auto* pose : {&frame.head, &frame.left, &frame.right}) {
      for (const float x : *pose) out.put(x);
    }
  }
  out.put(std::uint8_t{2}).put(std::int32_t{2});
  out.put(std::int32_t{1}).put(1.0F).put(0.5F).put(std::int32_t{2});  // missed
  out.put(std::int32_t{1}).put(1.0F).put(0.5F).put(std::int32_t{0});  // cut
  for (int i = 0; i < 18; ++i) out.put(0.0F);
  out.put(std::uint8_t{3}).put(std::int32_t{1}).put(std::int32_t{1}).put(1.0F).put(1.0F).put(1.0F);
  out.put(std::uint8_t{4}).put(std::int32_t{1}).put(1.7F).put(0.0F);
  out.put(std::uint8_t{5}).put(std::int32_t{1}).put(std::int64_t{5}).put(1.0F);
  return out.all();
}

inline const char* const kAframe = R"({
 "camera": {"poses": [
  {"position": {"x": 2, "y": 1.6, "z": 1}, "rotation": {"x": 0, "y": 90, "z": 0}, "timestamp": 5000},
  {"position": {"x": 2, "y": 1.6, "z": 1}, "rotation": {"x": 0, "y": 90, "z": 0}, "timestamp": 6000}]},
 "rightHand": {"poses": [
  {"position": {"x": 1.5, "y": 1.2, "z": 0.8}, "rotation": {"x": 10, "y": 20, "z": 30}, "timestamp": 5100},
  {"position": {"x": 1.0, "y": 1.2, "z": 0.8}, "rotation": {"x": 10, "y": 20, "z": 30}, "timestamp": 5200}],
  "events": []}})";

}  // namespace tonus::xr::made
