#pragma once
// Bullet's memory: blocks are kept in per-thread free lists by size, so that a running world stops asking the heap.

#include <cstddef>

namespace tonus::physics {

/// Gives Bullet our allocator, once per process. Thread: any; call before the first world is made.
void install_pool();
/// Adds `blocks` of at least `bytes` to the calling thread's lists, so that it need not ask for them later.
void stock_pool(std::size_t bytes, std::size_t blocks);

}  // namespace tonus::physics
