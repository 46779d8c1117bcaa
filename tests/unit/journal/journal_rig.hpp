// journal_rig.hpp: a journal on a simulated disk, synced by hand, with one appender; killed and started again at will.
#pragma once

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "journal/journal.hpp"
#include "unit/journal/simulated_disk.hpp"

namespace parley::journal {

inline constexpr std::uint64_t small_segment = 4096;

struct JournalRig {
    SimulatedDisk disk;
    JournalOptions options{.segment_bytes = small_segment, .total_bytes = 64 * small_segment};
    std::vector<Notice> notices;
    TimePoint now{std::chrono::hours(1)};
    std::unique_ptr<Journal> journal;
    std::unique_ptr<Appender> appender;

    /// Another run of the process. Whatever the one before did not write is gone.
    void start() {
        stop();
        const auto keep = [this](const Notice& notice) { notices.push_back(notice); };
        auto opened = Journal::open(disk, options, keep, Journal::Syncing::by_hand);
        journal = std::move(opened.value());
        appender = journal->make_appender(
            0, [] {}, now);
    }
    void stop() {
        appender.reset();
        journal.reset();
    }

    Appender::Flushed flush() { return appender->flush(now); }
    void pass(Duration time) { now += time; }

    /// Segments among the files, in the order of their names.
    std::vector<std::string> segments() const {
        std::vector<std::string> names = disk.names();
        std::erase_if(names, [](const std::string& name) { return !parse_segment_name(name); });
        return names;
    }

    /// A whole exchange, flushed. False: it was refused.
    bool exchange(const std::string& name) {
        auto reservation = appender->open("open " + name, {.close_bytes_max = 64}, now);
        if (!reservation) return false;
        appender->close(std::move(*reservation), "close " + name);
        flush();
        return true;
    }

    std::vector<std::string> read(JournalReader& reader) {
        std::vector<std::string> payloads;
        for (auto record = reader.next(); record.value(); record = reader.next()) payloads.emplace_back((*record)->payload);
        return payloads;
    }
    /// Everything that is in the journal, by a reader of its own.
    std::vector<std::string> read_all() {
        JournalReader reader = journal->make_reader();
        return read(reader);
    }
    /// Moves everything on.
    std::vector<std::string> drain() {
        JournalReader reader = journal->make_reader();
        std::vector<std::string> payloads = read(reader);
        reader.acknowledge();
        return payloads;
    }

    std::size_t said(NoticeKind kind) const {
        const auto is_one = [kind](const Notice& each) { return each.kind == kind; };
        return static_cast<std::size_t>(std::count_if(notices.begin(), notices.end(), is_one));
    }
};

inline std::vector<std::string> without_repetition(std::vector<std::string> payloads) {
    std::vector<std::string> once;
    for (std::string& each : payloads) {
        if (std::find(once.begin(), once.end(), each) == once.end()) once.push_back(std::move(each));
    }
    return once;
}

}  // namespace parley::journal
