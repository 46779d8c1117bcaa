#include "journal/journal_reader.hpp"

namespace parley::journal {

// From segment to segment; past the last one, whatever has been begun meanwhile is seen by the next call.
Result<std::optional<Record>> JournalReader::next() {
    if (!place_) open_new_segments();
    while (place_) {
        const auto at = readers_.find(*place_);
        Result<std::optional<Record>> record = at->second.next();
        if (!record || *record) return record;
        const auto following = std::next(at);
        place_ = following == readers_.end() ? std::nullopt : std::optional(following->first);
    }
    return std::optional<Record>();
}

void JournalReader::open_new_segments() {
    for (const std::shared_ptr<Segment>& segment : segments_.list()) {
        readers_.try_emplace(segment->id(), directory_, segment, notice_);
    }
    if (!readers_.empty()) place_ = readers_.begin()->first;
}

void JournalReader::acknowledge() {
    for (auto at = readers_.begin(); at != readers_.end();) {
        const bool released = at->second.is_finished() && place_ != at->first && !segments_.release(at->first);
        at = released ? readers_.erase(at) : std::next(at);
    }
}

}  // namespace parley::journal
