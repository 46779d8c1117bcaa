#include "journal/unsynced_tail.hpp"

#include <algorithm>
#include <utility>

namespace parley::journal {

void UnsyncedTail::begin(std::shared_ptr<Segment> segment) {
    parts_.push_back({.segment = std::move(segment), .batches = {}, .records = {}});
}

void UnsyncedTail::add(std::uint64_t end, std::uint64_t check, const RecordBatch& batch) {
    Part& part = parts_.back();
    part.batches.push_back({end, check, batch.first(), batch.packed_bytes(), batch.framed_bytes()});
    part.records.append(batch);
}

void UnsyncedTail::Part::forget(std::uint64_t synced) {
    std::size_t packed_bytes = 0;
    std::uint64_t framed_bytes = 0;
    while (!batches.empty() && batches.front().end <= synced) {
        packed_bytes += batches.front().packed_bytes;
        framed_bytes += batches.front().framed_bytes;
        synced_check = batches.front().check;
        batches.pop_front();
    }
    if (packed_bytes > 0) records.drop_front(packed_bytes, framed_bytes, batches.empty() ? 0 : batches.front().first);
}

void UnsyncedTail::forget_synced() {
    for (Part& part : parts_) part.forget(part.segment->synced());
    std::erase_if(parts_,
                  [](const Part& part) { return part.segment->is_ended() && !part.segment->has_news() && !part.segment->sync_failed(); });
}

UnsyncedTail::Failed UnsyncedTail::take_failed() {
    Failed failed;
    std::erase_if(parts_, [&failed](Part& part) {
        if (!part.segment->sync_failed()) return false;
        if (!part.records.empty()) failed.records.append(part.records);
        failed.segments.push_back({.segment = std::move(part.segment), .synced_check = part.synced_check});
        return true;
    });
    return failed;
}

std::uint64_t UnsyncedTail::framed_bytes() const { return framed_bytes_outside(nullptr); }

std::uint64_t UnsyncedTail::framed_bytes_outside(const Segment* segment) const {
    std::uint64_t sum = 0;
    for (const Part& part : parts_) {
        if (part.segment.get() != segment) sum += part.records.framed_bytes();
    }
    return sum;
}

Ticket UnsyncedTail::first_ticket(Ticket otherwise) const {
    Ticket first = otherwise;
    for (const Part& part : parts_) {
        if (!part.batches.empty()) first = std::min(first, part.records.first());
    }
    return first;
}

}  // namespace parley::journal
