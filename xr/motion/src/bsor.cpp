#include <xr/motion/recording.hpp>

#include <cmath>
#include <cstring>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "track.hpp"

namespace tonus::xr {
namespace {

constexpr std::uint32_t kMagic = 0x442d3d69;
constexpr std::size_t kPose = 28, kFrame = 8 + 3 * kPose;  // octets
constexpr std::size_t kNote = 16, kCut = 72, kWall = 16, kHeight = 8, kPause = 12;
constexpr std::int32_t kLongestText = 10'000;
constexpr std::int32_t kPlausible = 300;    // of a text that follows one whose length may be wrong
constexpr std::size_t kLongestError = 512;  // octets by which such a length falls short

/// Octets with a position; remembers the first failure. Never reads past the end.
class Cursor {
 public:
  explicit Cursor(std::span<const std::byte> bytes) : bytes_(bytes) {}

  template <class T>
  T get() {
    T value{};
    if (!has(sizeof(T))) return value;
    std::memcpy(&value, bytes_.data() + at_, sizeof(T));
    at_ += sizeof(T);
    return value;
  }
  void skip(std::size_t n) {
    if (has(n)) at_ += n;
  }
  std::string text() {
    const auto n = get<std::int32_t>();
    if (n < 0 || n > kLongestText) {
      failed_ = true;
      return {};
    }
    const std::size_t from = at_;
    skip(static_cast<std::size_t>(n));
    return failed_ ? std::string{} : std::string(reinterpret_cast<const char*>(bytes_.data() + from), at_ - from);
  }
  /// A text whose length may have been counted in letters: it ends where a text can follow.
  void odd_text() {
    static_cast<void>(text());
    const std::size_t end = at_;
    for (std::size_t more = 0; more <= kLongestError && !failed_; ++more) {
      at_ = end + more;
      if (can_begin_text()) return;
    }
    failed_ = true;
    at_ = end;
  }
  /// True where `n` records of `size` octets are left.
  bool has_records(std::int32_t n, std::size_t size) {
    if (n >= 0 && left() / size >= static_cast<std::size_t>(n)) return !failed_;
    failed_ = true;
    return false;
  }
  [[nodiscard]] bool has_failed() const { return failed_; }
  [[nodiscard]] std::size_t position() const { return at_; }
  [[nodiscard]] std::size_t left() const { return bytes_.size() - at_; }

 private:
  bool has(std::size_t n) {
    if (failed_ || left() < n) failed_ = true;
    return !failed_;
  }
  [[nodiscard]] bool can_begin_text() const {
    std::int32_t n = 0;
    if (at_ > bytes_.size() || left() < sizeof n) return false;
    std::memcpy(&n, bytes_.data() + at_, sizeof n);
    if (n < 0 || n > kPlausible || left() - sizeof n < static_cast<std::size_t>(n)) return false;
    for (std::int32_t i = 0; i < n; ++i) {
      if (static_cast<unsigned char>(bytes_[at_ + sizeof n + static_cast<std::size_t>(i)]) < 0x20) return false;
    }
    return true;
  }

  std::span<const std::byte> bytes_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

/// Unity: +x right, +y up, +z ahead, left-handed. Mirrored in z, a turn about x or y goes the other way.
Pose mirrored(Cursor& in) {
  Pose p;
  for (float* x : {&p.position.x, &p.position.y, &p.position.z}) *x = in.get<float>();
  for (float* x : {&p.rotation.x, &p.rotation.y, &p.rotation.z, &p.rotation.w}) *x = in.get<float>();
  p.position.z = -p.position.z;
  p.rotation.x = -p.rotation.x;
  p.rotation.y = -p.rotation.y;
  return p;
}

void read_info(Cursor& in, BsorContents& contents) {
  static_cast<void>(in.text());  // version of the recorder
  static_cast<void>(in.text());  // of the game
  static_cast<void>(in.text());  // time
  static_cast<void>(in.text());  // player's id
  in.odd_text();                 // and name
  static_cast<void>(in.text());  // platform
  static_cast<void>(in.text());  // tracking system
  contents.headset = in.text();
  static_cast<void>(in.text());                              // controllers
  static_cast<void>(in.text());                              // hash of the song
  in.odd_text();                                             // its name
  in.odd_text();                                             // who made the map
  static_cast<void>(in.text());                              // difficulty
  in.skip(4);                                                // score
  for (int i = 0; i < 3; ++i) static_cast<void>(in.text());  // mode, environment, modifiers
  in.skip(4 + 1 + 4 * 4);  // jump distance, left-handed, height, times of start and failure, speed
}

std::optional<Error> read_frames(Cursor& in, std::string_view name, MotionRecording& out, BsorContents& contents) {
  const auto n = in.get<std::int32_t>();
  if (!in.has_records(n, kFrame)) return {};
  TrackBuilder head(out.head), left(out.hands[0]), right(out.hands[1]);
  for (std::int32_t i = 0; i < n; ++i) {
    const std::size_t at = in.position();
    const auto t_s = static_cast<double>(in.get<float>());
    in.skip(4);  // frames a second
    for (TrackBuilder* track : {&head, &left, &right}) {
      if (!track->add(t_s, mirrored(in)))
        return Error{fmt::format("{}: byte {}: frame {} is not a time and poses within {} m: the file is damaged", name,
                                 at, i + 1, kFarthest_m)};
    }
  }
  contents.frames = static_cast<std::size_t>(n);
  out.skipped = head.skipped();
  return {};
}

void read_notes(Cursor& in, BsorContents& contents) {
  const auto n = in.get<std::int32_t>();
  if (!in.has_records(n, kNote)) return;
  for (std::int32_t i = 0; i < n && !in.has_failed(); ++i) {
    in.skip(12);  // which, when it was met, when it appeared
    const auto event = in.get<std::uint32_t>();
    if (event < contents.note_events.size()) ++contents.note_events[event];
    if (event < 2) in.skip(kCut);
  }
  contents.notes = static_cast<std::size_t>(n);
}

std::size_t skip_records(Cursor& in, std::size_t size) {
  const auto n = in.get<std::int32_t>();
  if (!in.has_records(n, size)) return 0;
  in.skip(static_cast<std::size_t>(n) * size);
  return static_cast<std::size_t>(n);
}

}  // namespace

Result<MotionRecording, Error> read_bsor(std::span<const std::byte> bytes, std::string_view name,
                                         BsorContents* contents) {
  BsorContents own;
  BsorContents& c = contents != nullptr ? *contents : own;
  c = {};
  MotionRecording out;
  out.format = "BSOR";
  Cursor in(bytes);
  if (in.get<std::uint32_t>() != kMagic || in.has_failed())
    return fail(Error{fmt::format("{}: byte 0: not a BSOR replay: it does not begin with its magic number", name)});
  if (const auto version = in.get<std::uint8_t>(); version != 1 && !in.has_failed())
    return fail(Error{fmt::format("{}: byte 4: BSOR version {}, this build reads version 1", name, version)});
  for (std::uint8_t section = 0; section <= 5 && !in.has_failed(); ++section) {
    const std::size_t at = in.position();
    if (const auto found = in.get<std::uint8_t>(); found != section && !in.has_failed())
      return fail(
          Error{fmt::format("{}: byte {}: expected section {} of the replay, found {}", name, at, section, found)});
    switch (section) {
      case 0: read_info(in, c); break;
      case 1:
        if (auto error = read_frames(in, name, out, c)) return fail(std::move(*error));
        break;
      case 2: read_notes(in, c); break;
      case 3: c.walls = skip_records(in, kWall); break;
      case 4: c.heights = skip_records(in, kHeight); break;
      default: c.pauses = skip_records(in, kPause); break;
    }
  }
  if (in.has_failed())
    return fail(Error{fmt::format("{}: byte {}: the replay is cut short or damaged here", name, in.position())});
  if (out.head.size() < 2)
    return fail(
        Error{fmt::format("{}: the replay holds {} frames of motion, at least 2 are needed", name, out.head.size())});
  return out;
}

}  // namespace tonus::xr
