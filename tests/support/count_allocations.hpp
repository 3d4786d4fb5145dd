#pragma once
// Counts every malloc, calloc, realloc and aligned_alloc of the calling thread, shared libraries included, by standing
// in front of glibc's. Include in exactly one source of a test executable. Under a sanitizer, which owns malloc,
// nothing is counted.

#include <cstddef>
#include <cstdint>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define TONUS_COUNTS_ALLOCATIONS 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define TONUS_COUNTS_ALLOCATIONS 0
#endif
#endif
#ifndef TONUS_COUNTS_ALLOCATIONS
#define TONUS_COUNTS_ALLOCATIONS 1
#endif

namespace tonus::testing_support {
inline thread_local std::uint64_t allocations = 0;
}

#if TONUS_COUNTS_ALLOCATIONS
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);

void* malloc(std::size_t size) noexcept {
  ++tonus::testing_support::allocations;
  return __libc_malloc(size);
}
void* calloc(std::size_t n, std::size_t size) noexcept {
  ++tonus::testing_support::allocations;
  return __libc_calloc(n, size);
}
void* realloc(void* block, std::size_t size) noexcept {
  ++tonus::testing_support::allocations;
  return __libc_realloc(block, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
  ++tonus::testing_support::allocations;
  return __libc_memalign(alignment, size);
}
}
#endif
