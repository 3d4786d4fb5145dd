#pragma once
// A window on a common screen: the mouse moves two gloves, its buttons punch, keys are commands.
//
// Left button or F: left punch. Right button or J: right punch. Esc: Stop. Space or P: Pause. Up or +: Harder.
// Down or -: Easier. H: Hold. N: NotNow. Enter: Begin. S: Skip. Home: Recenter.

#include <memory>

#include <xr/headset/headset.hpp>

namespace tonus::xr::desktop {

/// Whether a window could be opened now. Thread: main.
[[nodiscard]] bool has_display();

/// Thread: main, as all calls on the headset, because window systems ask for it.
[[nodiscard]] Result<std::unique_ptr<Headset>, XrError> create(const HeadsetDefinition& definition);

}  // namespace tonus::xr::desktop
