#include "exchange/bookkeeper.hpp"

#include <utility>

#include "journal/limits.hpp"

namespace parley::exchange {

Bookkeeper::Bookkeeper(journal::Journal& journal, journal::Durability durability, std::uint32_t thread, http::Loop& loop,
                       JournalHealth& health)
    : durability_(durability), loop_(loop), health_(health), wake_up_(std::make_shared<WakeUp>(&loop)) {
    const auto wake = [this, wake_up = wake_up_] {
        const std::scoped_lock lock(wake_up->mutex);
        if (wake_up->loop) wake_up->loop->post([this] { flush(); });
    };
    appender_ = journal.make_appender(thread, wake, loop.now());
}

Bookkeeper::~Bookkeeper() {
    const std::scoped_lock lock(wake_up_->mutex);
    wake_up_->loop = nullptr;
    loop_.turn_end().tell_before_sends(nullptr);
    if (in_trouble_) health_.trouble_ended();
}

void Bookkeeper::begin() {
    loop_.turn_end().tell_before_sends(this);
    look_at_state();
}

Result<journal::Reservation> Bookkeeper::open(const ledger::OpenRecord& record, std::size_t rest_bytes_max, std::uint32_t notes_max,
                                              std::size_t note_bytes_max) {
    payload_.clear();
    ledger::append_open(payload_, record);
    const journal::LaterRecords later{
        .close_bytes_max = payload_.size() + rest_bytes_max, .notes_max = notes_max, .note_bytes_max = note_bytes_max};
    Result<journal::Reservation> reservation = appender_->open(payload_, later, loop_.now());
    if (!reservation) look_at_state();
    has_news_ = true;
    return reservation;
}

void Bookkeeper::note(journal::Reservation& reservation, const ledger::AttemptRecord& record) {
    payload_.clear();
    ledger::append_attempt(payload_, record);
    if (appender_->note(reservation, payload_)) has_news_ = true;
}

journal::Ticket Bookkeeper::close(journal::Reservation&& reservation, const ledger::Entry& entry) {
    payload_.clear();
    ledger::append_close(payload_, entry);
    has_news_ = true;
    return appender_->close(std::move(reservation), payload_);
}

// The close alone would do; the journal asks for an open in front of it.
bool Bookkeeper::record(const ledger::Entry& entry) {
    payload_.clear();
    ledger::append_close(payload_, entry);
    Result<journal::Reservation> reservation = appender_->open(payload_, {.close_bytes_max = payload_.size()}, loop_.now());
    if (!reservation) {
        look_at_state();
        return false;
    }
    has_news_ = true;
    appender_->close(std::move(*reservation), payload_);
    return true;
}

Task<bool> Bookkeeper::durable(journal::Ticket through, Deadline deadline) {
    if (!waits_for_disk()) co_return true;
    flush();
    if (appender_->durable_through() >= through) co_return true;
    // The journal may call after the deadline has ended the wait: both keep what is waited on.
    const auto wait = std::make_shared<http::Sleep>(loop_.timers(), deadline, nullptr);
    appender_->when_durable(through, [wait] { wait->wake(); });
    http::Sleep& waiting = *wait;
    const http::WaitResult waited = co_await waiting;
    co_return waited == http::WaitResult::ready;
}

void Bookkeeper::before_sends() {
    if (has_news_) flush();
}

void Bookkeeper::flush() {
    has_news_ = false;
    appender_->flush(loop_.now());
    look_at_state();
}

void Bookkeeper::look_at_state() {
    const bool in_trouble = appender_->state() != journal::AppenderState::good;
    if (in_trouble == in_trouble_) return;
    in_trouble_ = in_trouble;
    if (!in_trouble) return health_.trouble_ended();
    health_.trouble_began();
    if (!is_trying_) spawn(try_again());
}

// A disk that is well again is noticed without a request that asks.
Task<> Bookkeeper::try_again() {
    is_trying_ = true;
    while (in_trouble_ && !finished_.requested()) {
        co_await loop_.sleep_for(journal::retry_interval, &finished_);
        flush();
    }
    is_trying_ = false;
}

void Bookkeeper::finish() {
    finished_.request(http::StopReason::shutting_down);
    flush();
    appender_->finish(loop_.now());
}

}  // namespace parley::exchange
