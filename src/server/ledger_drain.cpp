#include "server/ledger_drain.hpp"

#include <string>
#include <utility>

#include "observe/log.hpp"

namespace parley::server {

LedgerDrain::LedgerDrain(journal::Journal& journal, store::Writer& store, std::function<void()> rest)
    : journal_(journal), store_(store), rest_(std::move(rest)), reader_(journal.make_reader()) {}

Result<LedgerDrain::Round> LedgerDrain::round() {
    bool more = true;  // after what an earlier round could not store
    if (finished() == 0) {
        const Result<bool> some = read_some();
        if (!some) return some.error();
        more = *some;
    }
    if (finished() > 0) {
        const Result<bool> stored = store_.ask<bool>([&](store::Connection& connection) -> Result<bool> {
            if (auto error = store(connection, more)) return std::move(*error);
            return true;
        });
        if (!stored) return stored.error();
    }
    const Round done{.stored = finished(), .more = more};
    for (auto& [source, reading] : readings_) reading.assembler.drop_finished();
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

Result<bool> LedgerDrain::read_some() {
    for (std::size_t finished = 0; finished < drained_together;) {
        const auto record = reader_.next();
        if (!record) return record.error();
        if (!*record) {
            end_earlier_runs();
            return false;
        }
        finished += add(**record, reader_.place());
    }
    return true;
}

// How many entries it finished.
std::size_t LedgerDrain::add(const journal::Record& record, const journal::SegmentId& from) {
    Reading& reading = readings_[{from.epoch, from.thread}];
    reading.newest = from.sequence;
    const std::size_t before = reading.assembler.finished().size();
    if (const auto error = reading.assembler.add(record.payload, from.sequence)) {
        ++unreadable_;
        reader_.keep_aside();
        observe::log(observe::Level::error, segment_name(from) + ": " + error->message);
    }
    return reading.assembler.finished().size() - before;
}

// Everything that was there has been read; nobody writes to what an earlier run left.
void LedgerDrain::end_earlier_runs() {
    for (auto& [source, reading] : readings_) {
        if (source.first != journal_.epoch()) reading.assembler.end();
        // A request that runs long must not fill the journal: its place is given up, and its end replaces what is stored of it now.
        if (journal_.bytes_used() > journal_.bytes_max() / 2) reading.assembler.give_up_before(reading.newest);
    }
}

std::size_t LedgerDrain::finished() const {
    std::size_t entries = 0;
    for (const auto& [source, reading] : readings_) entries += reading.assembler.finished().size();
    return entries;
}

// On the store's thread, while this one waits for it.
std::optional<Error> LedgerDrain::store(store::Connection& connection, bool& more) {
    for (auto& [source, reading] : readings_) reading.handed = 0;
    ledger::EntryWriter writer(connection);
    if (auto error = store_finished(writer)) return error;
    while (more && finished() < drained_entries_max) {
        rest_();
        const Result<bool> some = read_some();
        if (auto error = store_finished(writer)) return error;
        if (!some) break;  // the next round meets it again
        more = *some;
    }
    return writer.finish();
}

// All that finished since it was called last.
std::optional<Error> LedgerDrain::store_finished(ledger::EntryWriter& writer) {
    for (auto& [source, reading] : readings_) {
        const auto entries = reading.assembler.finished().subspan(reading.handed);
        if (auto error = writer.add(entries)) return error;
        reading.handed += entries.size();
    }
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
