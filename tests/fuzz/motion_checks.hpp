#pragma once
// What holds for every recording of motion that was read.

#include <cstdlib>
#include <memory>

#include <engine/scene/pose.hpp>
#include <xr/motion/motion_player.hpp>

namespace tonus::xr {

inline void check_motion(const Result<MotionRecording, Error>& read) {
  const auto expect = [](bool condition) {
    if (!condition) std::abort();
  };
  if (!read) {
    expect(read.error().message.starts_with("name: ") && read.error().message.find('\n') == std::string::npos);
    return;
  }
  for (const auto* track : {&read->head, &read->hands[0], &read->hands[1]}) {
    for (std::size_t i = 0; i < track->size(); ++i) {
      expect(is_finite((*track)[i].pose) && (i == 0 || (*track)[i].t_s > (*track)[i - 1].t_s));
    }
  }
  const MotionPlayer player(std::make_shared<MotionRecording>(*read));
  for (const std::int64_t tick : {0, 1, 59, 600, 100'000}) {
    const BodyPoses poses = player.at(tick);
    expect(is_finite(poses.world_from_head));
    for (const HandPose& hand : poses.hands) expect(!hand.is_tracked || is_finite(hand.world_from_hand));
  }
}

}  // namespace tonus::xr
