#include <xr/motion/recording.hpp>

#include <algorithm>
#include <limits>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <engine/core/json_fault.hpp>
#include <engine/core/math.hpp>
#include <engine/core/text_position.hpp>

#include "track.hpp"

namespace tonus::xr {
namespace {

using nlohmann::json;

constexpr const char* kShape = R"({"position": {x, y, z}, "rotation": {x, y, z} in degrees, "timestamp": ms})";

std::optional<Vec3> vector_of(const json& pose, const char* key) {
  const auto it = pose.find(key);
  if (it == pose.end() || !it->is_object()) return {};
  Vec3 v;
  for (const auto& [axis, out] : {std::pair{"x", &v.x}, std::pair{"y", &v.y}, std::pair{"z", &v.z}}) {
    const auto number = it->find(axis);
    constexpr double kMost = 1e6;  // of metres or degrees, far beyond what is taken
    if (number == it->end() || !number->is_number()) return {};
    const auto value = number->get<double>();
    if (!(value >= -kMost && value <= kMost)) return {};
    *out = static_cast<float>(value);
  }
  return v;
}

/// Euler angles in the order YXZ, as three.js has them: about y first, then x, then z, each about turned axes.
Quat rotation_of(Vec3 degrees) {
  constexpr auto kRadians = static_cast<float>(math::kPi / 180.0);
  return axis_angle({0, 1, 0}, degrees.y * kRadians) * axis_angle({1, 0, 0}, degrees.x * kRadians) *
         axis_angle({0, 0, 1}, degrees.z * kRadians);
}

/// Letters alone, small: "left-hand", "leftHand" and "LEFT_HAND" are one name.
std::string plain(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') out += static_cast<char>(c - 'A' + 'a');
    if (c >= 'a' && c <= 'z') out += c;
  }
  return out;
}

std::vector<MotionSample>* track_for(std::string_view name, MotionRecording& out) {
  const std::string n = plain(name);
  const auto is_one_of = [&n](std::initializer_list<const char*> names) {
    return std::any_of(names.begin(), names.end(), [&n](const char* each) { return n == each; });
  };
  if (is_one_of({"camera", "head", "hmd"})) return &out.head;
  if (is_one_of({"left", "lhand", "lefthand", "leftcontroller"})) return &out.hands[0];
  if (is_one_of({"right", "rhand", "righthand", "rightcontroller"})) return &out.hands[1];
  return nullptr;
}

}  // namespace

Result<MotionRecording, Error> read_aframe(std::string_view text, std::string_view name) {
  if (const auto fault = json_fault(text))
    return fail(Error{fmt::format("{}: {}: {}", name, to_string(position_in(text, fault->offset)), fault->message)});
  const json document = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!document.is_object())
    return fail(Error{fmt::format("{}: expected an A-Frame recording: tracks by name, each with \"poses\"", name)});
  MotionRecording out;
  out.format = "A-Frame";
  for (const auto& [key, track] : document.items()) {
    std::vector<MotionSample>* samples = track_for(key, out);
    if (samples == nullptr) continue;
    const std::string shown = plain(key);
    if (!track.is_object() || !track.contains("poses") || !track["poses"].is_array())
      return fail(Error{fmt::format("{}: track \"{}\" has no list of \"poses\"", name, shown)});
    if (!samples->empty()) return fail(Error{fmt::format("{}: two tracks are called \"{}\"", name, shown)});
    TrackBuilder builder(*samples);
    std::size_t number = 0;
    for (const json& pose : track["poses"]) {
      ++number;
      const auto bad = [&] {
        return fail(Error{
            fmt::format("{}: track \"{}\": pose {} must be {} within {} m", name, shown, number, kShape, kFarthest_m)});
      };
      if (!pose.is_object()) return bad();
      const auto position = vector_of(pose, "position"), rotation = vector_of(pose, "rotation");
      const auto time = pose.find("timestamp");
      constexpr float kTurns = 3600.0F;  // degrees, either way
      if (!position || !rotation || time == pose.end() || !time->is_number() ||
          !(dot(*rotation, *rotation) <= kTurns * kTurns))
        return bad();
      if (!builder.add(time->get<double>() / 1000.0, {rotation_of(*rotation), *position})) return bad();
    }
    out.skipped += builder.skipped();
  }
  if (out.hands[0].size() < 2 && out.hands[1].size() < 2)
    return fail(Error{fmt::format("{}: no hands: expected tracks \"left\" and \"right\" with at least 2 poses", name)});
  double first_s = std::numeric_limits<double>::infinity();
  const auto each = [&out](auto&& what) {
    what(out.head);
    for (auto& hand : out.hands) what(hand);
  };
  each([&](const auto& track) { first_s = track.empty() ? first_s : std::min(first_s, track.front().t_s); });
  each([&](auto& track) {
    for (MotionSample& sample : track) sample.t_s -= first_s;
  });
  return out;
}

}  // namespace tonus::xr
