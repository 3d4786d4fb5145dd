#pragma once
// Waiting for the next tick in real time, and being woken when it is due.

#include <engine/core/timeline.hpp>

namespace tonus {

/// Sleeps until `time` says `at`, by an absolute deadline of the steady clock: what happens between looking at the
/// clock and falling asleep does not make it late. `time` runs as fast as the steady clock does. Returns at once when
/// `at` has passed.
void sleep_until(const Timeline& time, Instant at) noexcept;

/// For the calling thread, which should need little of a processor: no slack in its timers, and where the system lets
/// us (root, RLIMIT_RTPRIO) the lowest real-time priority, so that a busy machine does not wake it late. True when that
/// was given; all is well without. Threads that it starts afterwards inherit it.
bool ask_for_timely_wakeups() noexcept;

}  // namespace tonus
