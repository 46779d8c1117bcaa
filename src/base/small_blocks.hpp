// small_blocks.hpp: memory for what a request needs over and over in the same few sizes: coroutine frames, the nodes of a
// small JSON text. Freed blocks wait in lists, by size, for the next of their kind.
//
// Per thread, so nothing is locked; a block may be freed on another thread than the one that made it. What has been taken
// from the system is kept for the thread's life, bounded by the most blocks it ever had at once. Sanitized builds go to
// the system for every block, so that they see one used after its end.
#pragma once

#include <cstddef>

namespace parley::detail {

/// Blocks of 4 KiB and more come from the system. `bytes` of the two calls must be the same.
void* allocate_block(std::size_t bytes);
void free_block(void* block, std::size_t bytes);

}  // namespace parley::detail

namespace parley {

/// Such memory for a standard container that each request makes anew: std::vector<Field, SmallBlocks<Field>>.
template <class T>
struct SmallBlocks {
    using value_type = T;
    static_assert(alignof(T) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__);

    SmallBlocks() = default;
    template <class Other>
    SmallBlocks(const SmallBlocks<Other>&) {}

    T* allocate(std::size_t count) { return static_cast<T*>(detail::allocate_block(count * sizeof(T))); }
    void deallocate(T* block, std::size_t count) { detail::free_block(block, count * sizeof(T)); }
    bool operator==(const SmallBlocks&) const = default;
};

}  // namespace parley
