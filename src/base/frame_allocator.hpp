// frame_allocator.hpp: memory for coroutine frames: freed frames wait in lists, by size, for the next of their kind.
//
// Per thread, so nothing is locked; a frame may be freed on another thread than the one that made it. What has been taken
// from the system is kept for the thread's life, bounded by the most frames it ever had at once. Sanitized builds go to
// the system for every frame, so that they see a frame used after its end.
#pragma once

#include <cstddef>

namespace parley::detail {

void* allocate_frame(std::size_t bytes);
void free_frame(void* frame, std::size_t bytes);

}  // namespace parley::detail
