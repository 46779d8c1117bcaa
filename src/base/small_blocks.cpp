#include "base/small_blocks.hpp"

#include <array>
#include <new>

namespace parley::detail {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)

void* allocate_block(std::size_t bytes) { return ::operator new(bytes); }
void free_block(void* block, std::size_t bytes) { ::operator delete(block, bytes); }

#else
namespace {

constexpr std::size_t step = 16;        // sizes are rounded up to multiples of this, as malloc does it
constexpr std::size_t lists = 256;      // larger blocks (4 KiB and more) go to the system

struct FreeBlock {
    FreeBlock* next;
};

// Freed with the thread, after the loop and everything on it.
struct FreeLists {
    ~FreeLists() {
        for (FreeBlock* block : heads) {
            while (block) {
                FreeBlock* const next = block->next;
                ::operator delete(block);
                block = next;
            }
        }
    }
    std::array<FreeBlock*, lists> heads{};
};
thread_local FreeLists free_lists;

constexpr std::size_t list_of(std::size_t bytes) { return (bytes + step - 1) / step; }

}  // namespace

void* allocate_block(std::size_t bytes) {
    const std::size_t list = list_of(bytes);
    if (list >= lists) return ::operator new(bytes);
    FreeBlock*& head = free_lists.heads[list];
    if (!head) return ::operator new(list * step);
    FreeBlock* const block = head;
    head = block->next;
    return block;
}

void free_block(void* block, std::size_t bytes) {
    const std::size_t list = list_of(bytes);
    if (list >= lists) return ::operator delete(block);
    FreeBlock*& head = free_lists.heads[list];
    head = ::new (block) FreeBlock{head};
}

#endif

}  // namespace parley::detail
