#include <engine/core/contract.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <mutex>

namespace tonus {
namespace {

struct Will {
  LastWill run = nullptr;
  void* context = nullptr;
};
std::mutex wills_mutex;
std::array<Will, 8> wills{};

}  // namespace

void register_last_will(LastWill will, void* context) noexcept {
  const std::scoped_lock lock(wills_mutex);
  for (auto& slot : wills) {
    if (slot.run == nullptr) {
      slot = {will, context};
      return;
    }
  }
}

void unregister_last_will(void* context) noexcept {
  const std::scoped_lock lock(wills_mutex);
  for (auto& slot : wills) {
    if (slot.context == context) slot = {};
  }
}

void contract_broken(const char* condition, const char* file, int line) noexcept {
  std::fprintf(stderr, "tonus: contract broken: %s (%s:%d)\n", condition, file, line);
  // Not locked: the thread that broke the contract may hold the mutex, and we are about to end.
  for (const auto& will : wills) {
    if (will.run != nullptr) will.run(will.context);
  }
  std::abort();
}

}  // namespace tonus
