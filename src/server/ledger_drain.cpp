#include "server/ledger_drain.hpp"

#include <iterator>
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
    while (entries_.size() < drained_entries_max) {
        const auto record = reader_.next();
        if (!record) return record.error();
        if (!*record) {
            end_earlier_runs();
            return std::nullopt;
        }
        add(**record, reader_.place());
    }
    more = true;
    return std::nullopt;
}

void LedgerDrain::add(const journal::Record& record, const journal::SegmentId& from) {
    Reading& reading = readings_[{from.epoch, from.thread}];
    reading.newest = from.sequence;
    if (const auto error = reading.assembler.add(record.payload, from.sequence)) {
        ++unreadable_;
        reader_.keep_aside();
        observe::log(observe::Level::error, segment_name(from) + ": " + error->message);
        return;
    }
    std::vector<ledger::Entry> finished = reading.assembler.take();
    entries_.insert(entries_.end(), std::move_iterator(finished.begin()), std::move_iterator(finished.end()));
}

// Everything that was there has been read; nobody writes to what an earlier run left.
void LedgerDrain::end_earlier_runs() {
    for (auto& [source, reading] : readings_) {
        if (source.first != journal_.epoch()) reading.assembler.end();
        // A request that runs long must not fill the journal: its place is given up, and its end replaces what is stored of it now.
        if (journal_.bytes_used() > journal_.bytes_max() / 2) reading.assembler.give_up_before(reading.newest);
        std::vector<ledger::Entry> finished = reading.assembler.take();
        entries_.insert(entries_.end(), std::move_iterator(finished.begin()), std::move_iterator(finished.end()));
    }
}

std::optional<Error> LedgerDrain::store() {
    if (entries_.empty()) return std::nullopt;
    const Result<bool> stored = store_.ask<bool>([this](store::Connection& connection) -> Result<bool> {
        if (auto error = ledger::store_entries(connection, entries_)) return std::move(*error);
        return true;
    });
    if (!stored) return stored.error();
    entries_.clear();
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
