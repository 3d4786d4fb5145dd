#include <xr/motion/recording.hpp>

#include <algorithm>
#include <cstdint>
#include <cstring>

#include <fmt/format.h>

namespace tonus::xr {
namespace {

constexpr std::string_view kBsorBegins = "\x69\x3d\x2d\x44";

}  // namespace

double MotionRecording::length_s() const noexcept {
  double end_s = head.empty() ? 0.0 : head.back().t_s;
  for (const auto& hand : hands) end_s = hand.empty() ? end_s : std::max(end_s, hand.back().t_s);
  return end_s;
}

Result<MotionRecording, Error> read_motion(std::string_view bytes, std::string_view name) {
  if (bytes.starts_with(kBsorBegins)) return read_bsor(std::as_bytes(std::span{bytes.data(), bytes.size()}), name);
  const auto first = bytes.find_first_not_of(" \t\r\n\xef\xbb\xbf");
  if (first != std::string_view::npos && bytes[first] == '{') return read_aframe(bytes, name);
  // BSON begins with its own length. What XROR keeps in it is a stream whose decoder cannot be told where it ends.
  std::uint32_t length = 0;
  if (bytes.size() >= sizeof length) std::memcpy(&length, bytes.data(), sizeof length);
  if (length > 4 && length == bytes.size())
    return fail(Error{fmt::format("{}: an XROR recording, which is not read: convert it to BSOR", name)});
  return fail(
      Error{fmt::format("{}: not a motion recording: expected a BSOR replay or an A-Frame recording (JSON)", name)});
}

}  // namespace tonus::xr
