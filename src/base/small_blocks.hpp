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
