#include "base/small_blocks.hpp"

#include <array>
#include <cstdlib>
#include <new>
#include <utility>

namespace parley::detail {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)

void* allocate_block(std::size_t bytes) { return ::operator new(bytes); }
void free_block(void* block, std::size_t bytes) { ::operator delete(block, bytes); }

#else
namespace {

constexpr std::size_t step = 16;    // sizes are rounded up to multiples of this, as malloc does it
constexpr std::size_t lists = 256;  // larger blocks (4 KiB and more) go to the system

// Free blocks of one size, the last one freed on top. Their addresses lie apart from them: a block that waited while others were
// used is far from the processor, and nobody waits for its first bytes only to learn which one is next.
class FreeBlocks {
  public:
    /// Null: there is none.
    void* take() { return size_ > 0 ? places_[--size_] : nullptr; }
    void keep(void* block) {
        if (size_ == room_ && !make_room()) return ::operator delete(block);
        places_[size_++] = block;
    }
    void release() {
        while (void* const block = take()) ::operator delete(block);
        std::free(std::exchange(places_, nullptr));
        room_ = 0;
    }

  private:
    bool make_room();

    void** places_ = nullptr;
    std::size_t size_ = 0;
    std::size_t room_ = 0;
};

// Never destroyed: what outlives them may free blocks still.
constinit thread_local std::array<FreeBlocks, lists> free_blocks{};

// Freed with the thread, after the loop and everything on it.
struct EndOfThread {
    ~EndOfThread() {
        for (FreeBlocks& blocks : free_blocks) blocks.release();
    }
};

bool FreeBlocks::make_room() {
    static thread_local const EndOfThread end;
    const std::size_t room = room_ > 0 ? 2 * room_ : 8;
    void* const places = std::realloc(places_, room * sizeof(void*));
    if (!places) return false;
    places_ = static_cast<void**>(places);
    room_ = room;
    return true;
}

constexpr std::size_t list_of(std::size_t bytes) { return (bytes + step - 1) / step; }
constexpr std::size_t bytes_of(std::size_t list) { return list * step; }

}  // namespace

void* allocate_block(std::size_t bytes) {
    const std::size_t list = list_of(bytes);
    if (list >= lists) return ::operator new(bytes);
    void* const block = free_blocks[list].take();
    return block ? block : ::operator new(bytes_of(list));
}

void free_block(void* block, std::size_t bytes) {
    const std::size_t list = list_of(bytes);
    if (list >= lists) return ::operator delete(block);
    free_blocks[list].keep(block);
}

#endif

}  // namespace parley::detail
