#pragma once
// Bullet's memory: blocks are kept in per-thread free lists by size, so that a running world stops asking the heap.

namespace tonus::physics {

/// Gives Bullet our allocator, once per process. Thread: any; call before the first world is made.
void install_pool();

}  // namespace tonus::physics
