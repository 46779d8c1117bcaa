#include "server/ledger_drain.hpp"

#include <string>

#include "ledger/entry_table.hpp"
#include "observe/log.hpp"

namespace parley::server {

LedgerDrain::LedgerDrain(journal::Journal& journal, store::Writer& store)
    : journal_(journal), store_(store), reader_(journal.make_reader()) {}

Result<LedgerDrain::Round> LedgerDrain::round() {
    Round done;
    if (entries_.empty()) {
        if (auto error = read(done.more)) return std::move(*error);
    } else {
        done.more = true;  // than what an earlier round could not store
    }
    done.stored = entries_.size();
    if (auto error = store()) return std::move(*error);
    let_go();
    return done;
}

std::optional<Error> LedgerDrain::all() {
    for (;;) {
        const Result<Round> done = round();
        if (!done) return done.error();
        if (!done->more) return std::nullopt;
    }
}

std::optional<Error> LedgerDrain::read(bool& more) {
    std::size_t finished = 0;
    while (finished < drained_entries_max) {
        const auto record = reader_.next();
        if (!record) {
            take_finished();
            return record.error();
        }
        if (!*record) {
            end_earlier_runs();
            take_finished();
            return std::nullopt;
        }
        finished += add(**record, reader_.place());
    }
    take_finished();
    more = true;
    return std::nullopt;
}

// How many entries it finished.
std::size_t LedgerDrain::add(const journal::Record& record, const journal::SegmentId& from) {
    Reading& reading = readings_[{from.epoch, from.thread}];
    reading.newest = from.sequence;
    const std::size_t before = reading.assembler.finished();
    if (const auto error = reading.assembler.add(record.payload, from.sequence)) {
        ++unreadable_;
        reader_.keep_aside();
        observe::log(observe::Level::error, segment_name(from) + ": " + error->message);
    }
    return reading.assembler.finished() - before;
}

// Everything that was there has been read; nobody writes to what an earlier run left.
void LedgerDrain::end_earlier_runs() {
    for (auto& [source, reading] : readings_) {
        if (source.first != journal_.epoch()) reading.assembler.end();
        // A request that runs long must not fill the journal: its place is given up, and its end replaces what is stored of it now.
        if (journal_.bytes_used() > journal_.bytes_max() / 2) reading.assembler.give_up_before(reading.newest);
    }
}

void LedgerDrain::take_finished() {
    for (auto& [source, reading] : readings_) {
        if (reading.assembler.finished() > 0) reading.assembler.take_into(entries_);
    }
}

std::optional<Error> LedgerDrain::store() {
    if (entries_.empty()) return std::nullopt;
    const Result<bool> stored = store_.ask<bool>([this](store::Connection& connection) -> Result<bool> {
        if (auto error = ledger::store_entries(connection, entries_)) return std::move(*error);
        return true;
    });
    if (!stored) return stored.error();
    const bool is_burst = entries_.size() >= drained_entries_max;
    entries_.clear();
    if (!is_burst) entries_.shrink_to_fit();
    return std::nullopt;
}

// A segment stays as long as a request that began in it may end in another.
void LedgerDrain::let_go() {
    reader_.acknowledge([this](const journal::SegmentId& id) {
        const auto reading = readings_.find({id.epoch, id.thread});
        if (reading == readings_.end()) return true;
        const std::optional<ledger::Place> oldest = reading->second.assembler.oldest_open();
        return !oldest || id.sequence < *oldest;
    });
}

}  // namespace parley::server
