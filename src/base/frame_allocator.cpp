#include "base/frame_allocator.hpp"

#include <array>
#include <new>

namespace parley::detail {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)

void* allocate_frame(std::size_t bytes) { return ::operator new(bytes); }
void free_frame(void* frame, std::size_t bytes) { ::operator delete(frame, bytes); }

#else
namespace {

constexpr std::size_t step = 64;        // sizes are rounded up to multiples of this
constexpr std::size_t lists = 32;       // larger frames (2 KiB and more) go to the system

struct FreeFrame {
    FreeFrame* next;
};

// Freed with the thread, after the loop and everything on it.
struct FreeLists {
    ~FreeLists() {
        for (FreeFrame* frame : heads) {
            while (frame) {
                FreeFrame* const next = frame->next;
                ::operator delete(frame);
                frame = next;
            }
        }
    }
    std::array<FreeFrame*, lists> heads{};
};
thread_local FreeLists free_lists;

constexpr std::size_t list_of(std::size_t bytes) { return (bytes + step - 1) / step; }

}  // namespace

void* allocate_frame(std::size_t bytes) {
    const std::size_t list = list_of(bytes);
    if (list >= lists) return ::operator new(bytes);
    FreeFrame*& head = free_lists.heads[list];
    if (!head) return ::operator new(list * step);
    FreeFrame* const frame = head;
    head = frame->next;
    return frame;
}

void free_frame(void* frame, std::size_t bytes) {
    const std::size_t list = list_of(bytes);
    if (list >= lists) return ::operator delete(frame);
    FreeFrame*& head = free_lists.heads[list];
    head = ::new (frame) FreeFrame{head};
}

#endif

}  // namespace parley::detail
