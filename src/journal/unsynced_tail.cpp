#include "journal/unsynced_tail.hpp"

#include <algorithm>
#include <utility>

namespace parley::journal {

void UnsyncedTail::begin(std::shared_ptr<Segment> segment) {
    parts_.push_back({.segment = std::move(segment), .batches = {}});
}

void UnsyncedTail::add(std::uint64_t end, std::uint64_t check, RecordBatch&& batch) {
    Part& part = parts_.back();
    part.framed_bytes += batch.framed_bytes();
    part.batches.push_back({.end = end, .check = check, .records = std::move(batch)});
}

void UnsyncedTail::forget_synced() {
    for (Part& part : parts_) {
        const std::uint64_t synced = part.segment->synced();
        while (!part.batches.empty() && part.batches.front().end <= synced) {
            part.framed_bytes -= part.batches.front().records.framed_bytes();
            part.synced_check = part.batches.front().check;
            part.batches.pop_front();
        }
    }
    std::erase_if(parts_, [](const Part& part) {
        return part.segment->is_ended() && !part.segment->has_news() && !part.segment->sync_failed();
    });
}

UnsyncedTail::Failed UnsyncedTail::take_failed() {
    Failed failed;
    std::erase_if(parts_, [&failed](Part& part) {
        if (!part.segment->sync_failed()) return false;
        for (Batch& batch : part.batches) failed.records.append(std::move(batch.records));
        failed.segments.push_back({.segment = std::move(part.segment), .synced_check = part.synced_check});
        return true;
    });
    return failed;
}

std::uint64_t UnsyncedTail::framed_bytes() const { return framed_bytes_outside(nullptr); }

std::uint64_t UnsyncedTail::framed_bytes_outside(const Segment* segment) const {
    std::uint64_t sum = 0;
    for (const Part& part : parts_) {
        if (part.segment.get() != segment) sum += part.framed_bytes;
    }
    return sum;
}

Ticket UnsyncedTail::first_ticket(Ticket otherwise) const {
    Ticket first = otherwise;
    for (const Part& part : parts_) {
        if (!part.batches.empty()) first = std::min(first, part.batches.front().records.first());
    }
    return first;
}

}  // namespace parley::journal
