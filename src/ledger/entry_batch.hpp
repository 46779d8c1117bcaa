// entry_batch.hpp: entries one behind the other, in memory that is used again: what comes later finds room for its texts and its
// attempts where earlier ones had theirs.
#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "ledger/entry.hpp"

namespace parley::ledger {

class EntryBatch {
  public:
    /// One more, at the end. Its values are left over from an earlier use: whoever asks for it sets each of them.
    Entry& add() {
        if (size_ == entries_.size()) entries_.emplace_back();
        return entries_[size_++];
    }
    /// The one that was added last is not there after all.
    void take_back() { --size_; }

    std::span<const Entry> view() const { return {entries_.data(), size_}; }
    std::size_t size() const { return size_; }

    /// Nothing is there any more. After a batch that was small for the room there is, an eighth of that goes, too.
    void clear() {
        if (size_ <= entries_.size() / part) entries_.resize(entries_.size() - (entries_.size() + part - 1) / part);
        if (entries_.empty()) entries_.shrink_to_fit();
        size_ = 0;
    }
    /// All of them, and their memory.
    std::vector<Entry> take() {
        entries_.resize(std::exchange(size_, 0));
        return std::exchange(entries_, {});
    }

  private:
    static constexpr std::size_t part = 8;

    std::vector<Entry> entries_;
    std::size_t size_ = 0;  // those behind it are to be used again
};

}  // namespace parley::ledger
