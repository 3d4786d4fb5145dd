#pragma once
// Where in a room there is most space to play. Before a session: it tries some hundred places and may take a tenth of a
// second.

#include <scenarios/session/scenario.hpp>

namespace tonus::session {

struct Placing {
  Pose world_from_stage{};
  double share = 0.0;  ///< of what the scenario usually asks that keeps clear of everything, 0…1
};

/// Less than this is no session.
inline constexpr double kLeastShare = 0.25;

/// Whoever stands where the room was captured stays there if that is nearly as good: a metre on foot has to be worth
/// 0.03 of the share. What lies behind walls from there is another room. Who sits keeps their seat. Places and
/// directions are tried in a fixed order: equal rooms give equal places.
[[nodiscard]] Placing find_place(const Scenario& scenario, const RoomPlan& room, const Fit& fit);

}  // namespace tonus::session
