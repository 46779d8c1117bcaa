#include "journal/journal_reader.hpp"

namespace parley::journal {

// From segment to segment; past the last one, whatever has been begun meanwhile is seen by the next call.
Result<std::optional<Record>> JournalReader::next() {
    if (!place_) open_new_segments();
    while (place_) {
        Result<std::optional<Record>> record = current().next();
        if (!record || *record) return record;
        const auto following = std::next(readers_.find(*place_));
        place_ = following == readers_.end() ? std::nullopt : std::optional(following->first);
    }
    return std::optional<Record>();
}

void JournalReader::open_new_segments() {
    for (const std::shared_ptr<Segment>& segment : segments_.list()) {
        const auto [reader, is_new] = readers_.try_emplace(segment->id(), directory_, segment, notice_);
        if (is_new || reader->second.segment() == segment) continue;
        // One that never held a record was discarded, and this one has its number.
        readers_.erase(reader);
        readers_.try_emplace(segment->id(), directory_, segment, notice_);
    }
    if (!readers_.empty()) place_ = readers_.begin()->first;
}

void JournalReader::acknowledge(const MayGo& may_go) {
    for (auto at = readers_.begin(); at != readers_.end();) {
        const bool is_done = at->second.is_finished() && place_ != at->first && may_go(at->first);
        const bool released = is_done && !segments_.release(at->second.segment());
        at = released ? readers_.erase(at) : std::next(at);
    }
}

}  // namespace parley::journal
