#include "journal/appender.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "journal/limits.hpp"

namespace parley::journal {
namespace {

Error refusal(std::string message, std::string detail) {
    return Error{
        .kind = ErrorKind::not_ready, .message = std::move(message), .detail = std::move(detail), .retry_after = std::chrono::seconds(1)};
}

Error no_room() { return refusal("Usage cannot be recorded at the moment. Please retry shortly.", "the journal takes no more records"); }
Error too_many() {
    return refusal("Too many requests are running. Please retry shortly.", "what runs has reserved a whole segment of the journal");
}

}  // namespace

Reservation::~Reservation() {
    if (appender_) appender_->give_back(later_);
}

Appender::Appender(AppenderPlace place, std::uint32_t thread, Wake wake)
    : place_(std::move(place)), thread_(thread), wake_(std::move(wake)), capacity_(frame_room(place_.segments.segment_bytes())) {}

Appender::~Appender() {
    if (writer_) writer_->segment().end();
}

Result<Reservation> Appender::open(std::string_view payload, const LaterRecords& later, TimePoint now) {
    assert(payload.size() <= payload_bytes_max);
    assert(later.close_bytes_max <= payload_bytes_max);
    assert(later.note_bytes_max <= payload_bytes_max);
    const std::uint64_t wanted = framed_bytes(payload.size()) + later.framed();
    if (claims() + tail_.framed_bytes() + wanted > capacity_) return too_many();
    if (!has_room(wanted) && !next_segment(now)) return no_room();
    add(RecordType::open, payload);
    reserved_ += later.framed();
    return Reservation(*this, later);
}

// Room in the segment that is being written: beside what is promised to what runs, for what may have to be written again
// because it lies in older segments that are not synced.
bool Appender::has_room(std::uint64_t bytes) const {
    return writer_ && claims() + tail_.framed_bytes_outside(&writer_->segment()) + bytes <= writer_->room();
}

bool Appender::note(Reservation& reservation, std::string_view payload) {
    LaterRecords& later = reservation.later_;
    assert(reservation.appender_ == this);
    if (later.notes_max == 0) return false;
    assert(payload.size() <= later.note_bytes_max);
    --later.notes_max;
    reserved_ -= framed_bytes(later.note_bytes_max);
    add(RecordType::note, payload);
    return true;
}

Ticket Appender::close(Reservation&& reservation, std::string_view payload) {
    const Reservation closing(std::move(reservation));
    assert(closing.appender_ == this);
    assert(payload.size() <= closing.later_.close_bytes_max);
    add(RecordType::close, payload);
    return next_ticket_ - 1;
}

void Appender::add(RecordType type, std::string_view payload) { pending_.add(next_ticket_++, {type, payload}); }

Appender::Flushed Appender::flush(TimePoint now) {
    tail_.forget_synced();
    take_back_failed();
    if (state_ != AppenderState::good) next_segment(now);
    if (!pending_.empty()) write_pending(now);
    const bool written = pending_.empty();
    if (written) {
        for (const std::shared_ptr<Segment>& segment : to_supersede_) segment->supersede();
        to_supersede_.clear();
    }
    const Flushed flushed{.through = next_ticket_ - 1, .written = written};
    tell_waiters();
    return flushed;
}

// Everything that an fdatasync failed to keep goes to the front of what is to be written: it is older. Whether the segment that
// is being written is among them is asked of what was taken, once: its state may change at any moment.
void Appender::take_back_failed() {
    UnsyncedTail::Failed failed = tail_.take_failed();
    if (failed.segments.empty()) return;
    for (const UnsyncedTail::Failed::Place& place : failed.segments) {
        to_supersede_.push_back(place.segment);
        if (!writer_ || writer_->shared() != place.segment) continue;
        previous_ = place.synced_check != 0 ? place.synced_check : header_check(place.segment->header());
        place.segment->end();
        writer_.reset();
    }
    if (!pending_.empty()) failed.records.append(pending_);
    pending_ = std::move(failed.records);
}

// A disk that refuses a fresh segment, too, is left alone for a while.
void Appender::write_pending(TimePoint now) {
    std::string why;
    for (int segments_tried = 0; segments_tried < 2; ++segments_tried) {
        if (!writer_ && !next_segment(now)) return;
        const std::error_code error = writer_->write(pending_);
        if (!error) {
            tail_.add(writer_->position(), writer_->chain().check, pending_);
            pending_.clear();
            place_.wrote();
            return;
        }
        why = "write: " + error.message();
        retire(why);
    }
    fail(now, why);
}

void Appender::retire(const std::string& why) {
    Segment& segment = writer_->segment();
    place_.notice({NoticeKind::segment_retired, segment.name(), why});
    segment.end();
    if (writer_->has_frames()) {
        previous_ = writer_->chain().check;
    } else {  // nothing in it was ever told to be written: its number is free again
        previous_ = segment.header().previous;
        --sequence_;
        place_.segments.discard(segment.id());
    }
    writer_.reset();
}

bool Appender::next_segment(TimePoint now) {
    if (!next_try_.passed(now)) return false;
    const std::uint64_t previous = writer_ ? writer_->sealed_chain().check : previous_;
    Result<std::shared_ptr<Segment>> segment = place_.segments.create(thread_, sequence_ + 1, previous, wake_);
    if (!segment) {
        fail(now, segment.error().message);
        return false;
    }
    if (writer_) seal_current();
    ++sequence_;
    writer_.emplace(*segment);
    tail_.begin(*segment);
    place_.begun(std::move(*segment));
    if (std::exchange(trouble_said_, false))
        place_.notice({NoticeKind::working_again, writer_->segment().name(), "records are taken again"});
    state_ = AppenderState::good;
    return true;
}

// A segment that cannot be sealed is like one that a crash left.
void Appender::seal_current() {
    Segment& segment = writer_->segment();
    const std::uint64_t bytes = segment.bytes();
    if (const std::error_code error = writer_->seal())
        place_.notice({NoticeKind::segment_retired, segment.name(), "seal: " + error.message()});
    place_.segments.count_sealed(bytes - segment.bytes());
    place_.wrote();
    writer_.reset();
}

void Appender::fail(TimePoint now, const std::string& why) {
    next_try_ = Deadline::after(now, retry_interval);
    const AppenderState state = writer_ ? AppenderState::full : AppenderState::broken;
    if (!trouble_said_ || state_ != state) place_.notice({NoticeKind::no_segment, "", why});
    trouble_said_ = true;
    state_ = state;
}

void Appender::when_durable(Ticket through, std::function<void()> then) {
    waiters_.push_back({.through = through, .then = std::move(then)});
}

Ticket Appender::durable_through() const {
    const Ticket unsynced = tail_.first_ticket(next_ticket_);
    return (pending_.empty() ? unsynced : std::min(unsynced, pending_.first())) - 1;
}

void Appender::tell_waiters() {
    const Ticket durable = durable_through();
    while (!waiters_.empty() && waiters_.front().through <= durable) {
        const Waiter waiter = std::move(waiters_.front());
        waiters_.pop_front();
        waiter.then();
    }
}

bool Appender::finish(TimePoint now) {
    assert(reserved_ == 0);
    if (!flush(now).written) return false;
    if (writer_) {
        previous_ = writer_->sealed_chain().check;
        seal_current();
    }
    return true;
}

}  // namespace parley::journal
