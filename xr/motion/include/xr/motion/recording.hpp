#pragma once
// Head and hands of somebody who was recorded elsewhere, read from files of others. Pure: octets in, poses out; each
// octet is asked for before it is read. All of it right-handed, metres, +y up, -z ahead, whatever the file has.

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <engine/core/result.hpp>
#include <engine/scene/input.hpp>

namespace tonus::xr {

struct MotionSample {
  double t_s = 0.0;  ///< since the first sample of the file
  Pose pose;
};

struct MotionRecording {
  std::string format;              ///< "BSOR", "A-Frame"
  std::vector<MotionSample> head;  ///< rising in time; empty: not recorded
  std::array<std::vector<MotionSample>, kHands> hands;
  /// Samples left out because time stood still or ran back; their poses say nothing new, or nothing that can be placed.
  std::size_t skipped = 0;
  [[nodiscard]] double length_s() const noexcept;
};

/// What a Beat Saber Open Replay holds beside motion. Nothing plays it; it is read so that a file cut short is found.
struct BsorContents {
  std::string headset;
  std::size_t frames = 0, notes = 0, walls = 0, heights = 0, pauses = 0;
  std::array<std::size_t, 4> note_events{};  ///< good cut, bad cut, miss, bomb
};

inline constexpr std::size_t kMaxMotionFile = std::size_t{256} << 20;

/// Beat Saber Open Replay, version 1: the magic number 0x442d3d69, then sections 0 (info) to 5 (pauses); later ones are
/// left alone. Unity's left-handed space (+z ahead) is mirrored. Texts whose length some recorders counted in letters
/// are found again by what follows them.
/// The Error is one line "NAME: byte N: …".
[[nodiscard]] Result<MotionRecording, Error> read_bsor(std::span<const std::byte> bytes, std::string_view name,
                                                       BsorContents* contents = nullptr);
/// A-Frame motion capture: {"camera": {"poses": [{"position": {x, y, z}, "rotation": {x, y, z}, "timestamp": ms}, …]},
/// …}; rotations are Euler degrees in the order YXZ. "camera" is the head; "left", "lhand", "right", "rhand" and the
/// like are hands; other tracks are left alone.
/// The Error is one line "NAME: line N, column N: …" or names track and pose.
[[nodiscard]] Result<MotionRecording, Error> read_aframe(std::string_view text, std::string_view name);
/// Whichever it is, by its beginning.
[[nodiscard]] Result<MotionRecording, Error> read_motion(std::string_view bytes, std::string_view name);

}  // namespace tonus::xr
