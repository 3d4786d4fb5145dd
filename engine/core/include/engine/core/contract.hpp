#pragma once
// Broken contracts are programming errors: log, run the last-will hooks (flush the recording, release the trainer),
// abort. Expected failures are Results, not contracts.

namespace tonus {

/// Runs once before the abort, in registration order; at most 8. Must not allocate more than it must, and not throw.
using LastWill = void (*)(void* context) noexcept;
void register_last_will(LastWill will, void* context) noexcept;
void unregister_last_will(void* context) noexcept;

[[noreturn]] void contract_broken(const char* condition, const char* file, int line) noexcept;

}  // namespace tonus

#define TONUS_EXPECTS(condition) \
  ((condition) ? static_cast<void>(0) : ::tonus::contract_broken(#condition, __FILE__, __LINE__))
