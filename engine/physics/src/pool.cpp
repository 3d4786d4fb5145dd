#include "pool.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <new>

#include <LinearMath/btAlignedAllocator.h>

namespace tonus::physics {
namespace {

constexpr std::size_t kSmallest = 64;   ///< bytes of payload in class 0; each further class doubles
constexpr std::size_t kClasses = 15;    ///< up to 1 MiB; larger blocks go to the heap and back
constexpr std::size_t kAlignment = 64;  ///< Bullet asks for 16

struct Header {
  std::size_t size_class;
  Header* next;
};
static_assert(sizeof(Header) <= kAlignment);

/// A block freed by another thread than its maker joins the freeing thread's list: nothing is shared, nothing locks.
struct FreeLists {
  std::array<Header*, kClasses> first{};
  ~FreeLists();
};
thread_local bool lists_are_gone = false;
thread_local FreeLists lists;

FreeLists::~FreeLists() {
  lists_are_gone = true;
  for (Header* block : first) {
    while (block != nullptr) {
      Header* next = block->next;
      std::free(block);
      block = next;
    }
  }
}

std::size_t class_of(std::size_t size) {
  return size <= kSmallest ? 0 : static_cast<std::size_t>(std::bit_width((size - 1) / kSmallest));
}

void* allocate(std::size_t size, int /*alignment*/) {
  const std::size_t size_class = class_of(size);
  if (size_class < kClasses && !lists_are_gone) {
    if (Header* block = lists.first[size_class]; block != nullptr) {
      lists.first[size_class] = block->next;
      return reinterpret_cast<std::byte*>(block) + kAlignment;
    }
  }
  const std::size_t payload =
      size_class < kClasses ? kSmallest << size_class : (size + kAlignment - 1) & ~(kAlignment - 1);
  void* raw = std::aligned_alloc(kAlignment, payload + kAlignment);
  if (raw == nullptr) std::abort();  // Bullet does not check, so this must not return
  auto* block = new (raw) Header{size_class, nullptr};
  return reinterpret_cast<std::byte*>(block) + kAlignment;
}

void release(void* memory) {
  if (memory == nullptr) return;
  auto* block = reinterpret_cast<Header*>(static_cast<std::byte*>(memory) - kAlignment);
  if (block->size_class >= kClasses || lists_are_gone) {
    std::free(block);
    return;
  }
  block->next = lists.first[block->size_class];
  lists.first[block->size_class] = block;
}

}  // namespace

void install_pool() {
  static std::once_flag once;
  std::call_once(once, [] { btAlignedAllocSetCustomAligned(allocate, release); });
}

void stock_pool(std::size_t bytes, std::size_t blocks) {
  // Blocks that are out cannot be handed out again, so all of them are new or were free already.
  void* out = nullptr;
  for (std::size_t i = 0; i < blocks; ++i) {
    void* block = allocate(bytes < sizeof(void*) ? sizeof(void*) : bytes, 0);
    *static_cast<void**>(block) = out;
    out = block;
  }
  while (out != nullptr) {
    void* next = *static_cast<void**>(out);
    release(out);
    out = next;
  }
}

}  // namespace tonus::physics
