#include <engine/core/pace.hpp>

#include <pthread.h>
#include <sched.h>
#include <sys/prctl.h>

#include <cerrno>
#include <cstdint>
#include <ctime>

namespace tonus {

void sleep_until(const Timeline& time, Instant at) noexcept {
  timespec deadline{};
  const Duration early = at - time.now();
  if (early <= Duration::zero()) return;
  clock_gettime(CLOCK_MONOTONIC, &deadline);
  constexpr std::int64_t kSecond_ns = 1'000'000'000;
  const std::int64_t ns = deadline.tv_nsec + early.count();
  deadline.tv_sec += static_cast<time_t>(ns / kSecond_ns);
  deadline.tv_nsec = static_cast<long>(ns % kSecond_ns);
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &deadline, nullptr) == EINTR) {
  }
}

bool ask_for_timely_wakeups() noexcept {
  constexpr unsigned long kSlack_ns = 1;
  // One that refuses costs 50 us.
  static_cast<void>(prctl(PR_SET_TIMERSLACK, kSlack_ns, 0UL, 0UL, 0UL));
  sched_param lowest{};
  lowest.sched_priority = sched_get_priority_min(SCHED_RR);
  return pthread_setschedparam(pthread_self(), SCHED_RR, &lowest) == 0;
}

}  // namespace tonus
