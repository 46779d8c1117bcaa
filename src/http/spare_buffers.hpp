// spare_buffers.hpp: memory for long bodies, used again by the next one of its thread.
//
// A body of tens of kilobytes is there for the time of one answer. Asked for anew each time, its memory makes malloc put its lists of
// small pieces in order, and is cold; the one that was given back last is warm.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace parley::http {

struct SpareBuffer {
    std::unique_ptr<char[]> bytes;
    std::size_t capacity = 0;
};

class SpareBuffers {
  public:
    /// bytes_max  of all that wait to be used again; what has waited longest goes first.
    explicit SpareBuffers(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    /// Room for so many bytes, and for not more than twice as many: who holds a buffer is counted by what it asked for.
    SpareBuffer take(std::size_t bytes);
    void give_back(SpareBuffer buffer);

    std::size_t waiting_bytes() const { return waiting_bytes_; }

  private:
    std::size_t bytes_max_;
    std::size_t waiting_bytes_ = 0;
    std::vector<SpareBuffer> waiting_;  // the longest waiting first
};

}  // namespace parley::http
