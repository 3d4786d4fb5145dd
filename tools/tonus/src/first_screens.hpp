#pragma once
// What a person sees before a session in a window: who they are, how they are, what that suggests.

#include <string>

#include <engine/core/result.hpp>
#include <engine/core/timeline.hpp>
#include <sensors/source/sensor_source.hpp>

#include "screen.hpp"
#include "stage.hpp"

namespace tonus::tool {

enum class Answer { Begin, Leave };

/// Welcome, then, where a person began it and not the countdown, reach (where it is asked for), check-in and readiness.
/// Edits the profile, the consent, the reach and the readiness of `choices`, and keeps what may be kept. `live`: null
/// where no device is paired. Leave as well when the window was closed or the person took the advice not to train.
[[nodiscard]] Result<Answer, Error> first_screens(Screen& screen, const Timeline& wall, Choices& choices,
                                                  const std::string& source, sensors::SensorSource* live);

}  // namespace tonus::tool
