// node_array.hpp: the nodes of one document: a vector that neither initialises what it grows by nor copies on a hot path.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

#include "base/small_blocks.hpp"

namespace parley::json {

/// One value of a text. Sixteen bytes a value, and at most one value for every two bytes of text (`[1,1,1]` is the densest).
struct Node {
    std::uint32_t begin;  // offset of the value's first byte (of a string: its opening quote)
    std::uint32_t end;    // offset past its last byte
    std::uint32_t span;   // how many nodes the value and everything inside it are; of a member's name: its name_hash
    std::uint32_t size;   // elements of an array, members of an object, escape sequences of a string
};

class NodeArray {
  public:
    NodeArray() = default;
    NodeArray(NodeArray&& other) noexcept
        : nodes_(std::exchange(other.nodes_, nullptr)),
          size_(std::exchange(other.size_, 0)),
          capacity_(std::exchange(other.capacity_, 0)) {}
    NodeArray& operator=(NodeArray&& other) noexcept {
        std::swap(nodes_, other.nodes_);
        std::swap(size_, other.size_);
        std::swap(capacity_, other.capacity_);
        return *this;
    }
    ~NodeArray() { release(); }

    std::size_t size() const { return size_; }
    std::size_t capacity() const { return capacity_; }
    bool empty() const { return size_ == 0; }
    const Node* data() const { return nodes_; }
    Node* data() { return nodes_; }
    Node& operator[](std::size_t index) { return nodes_[index]; }
    const Node& operator[](std::size_t index) const { return nodes_[index]; }

    void clear() { size_ = 0; }
    /// Whoever writes nodes through data(), up to capacity(), says how many they are.
    void set_size(std::size_t size) { size_ = size; }
    void grow() { grow(2 * capacity_); }
    void reserve(std::size_t capacity) {
        if (capacity > capacity_) grow(capacity);
    }
    void release() {
        if (nodes_) parley::detail::free_block(nodes_, capacity_ * sizeof(Node));
        nodes_ = nullptr;
        size_ = capacity_ = 0;
    }

  private:
    [[gnu::noinline]] void grow(std::size_t capacity) {
        Node* const larger = static_cast<Node*>(parley::detail::allocate_block(capacity * sizeof(Node)));
        if (size_ > 0) std::memcpy(larger, nodes_, size_ * sizeof(Node));
        if (nodes_) parley::detail::free_block(nodes_, capacity_ * sizeof(Node));
        nodes_ = larger;
        capacity_ = capacity;
    }

    Node* nodes_ = nullptr;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

}  // namespace parley::json
