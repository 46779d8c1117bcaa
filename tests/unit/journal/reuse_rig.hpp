// reuse_rig.hpp: a journal that writes over its segments, and what of it was accepted and moved on.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "journal/segment_end.hpp"
#include "unit/journal/journal_rig.hpp"

namespace parley::journal {

inline constexpr std::uint64_t reused_segment = 3 * page_bytes;

inline SegmentId id_of(std::uint64_t sequence) { return {.epoch = 1, .thread = 0, .sequence = sequence}; }
inline std::string name_of(std::uint64_t sequence) { return segment_name(id_of(sequence)); }

struct ReuseRig : JournalRig {
    std::vector<std::string> accepted;
    std::vector<std::string> moved_on;
    std::optional<JournalReader> reader;
    int next_name = 1000;

    ReuseRig() {
        options.segment_bytes = reused_segment;
        options.total_bytes = 16 * reused_segment;
        begin();
    }

    void begin() {
        reader.reset();
        start();
        reader.emplace(journal->make_reader());
    }
    void end() {
        reader.reset();
        stop();
    }

    bool write() {
        const std::string name = std::to_string(next_name++);
        if (!exchange(name)) return false;
        accepted.insert(accepted.end(), {"open " + name, "close " + name});
        return true;
    }
    bool has(const std::string& name) const {
        const std::vector<std::string> names = disk.names();
        return std::find(names.begin(), names.end(), name) != names.end();
    }
    /// Each exchange synced but for the last one, which lies in that segment. How many it took.
    int write_until_begun(const std::string& name) {
        int count = 0;
        for (; count < 1000 && !has(name); ++count) {
            journal->sync();
            write();
        }
        return count;
    }
    void read_on() {
        for (std::string& payload : read(*reader)) moved_on.push_back(std::move(payload));
    }
    /// Stored, and let go of. What is released becomes a spare with the next sync.
    void move_on() {
        read_on();
        reader->acknowledge();
    }
    std::size_t spares() const { return disk.names().size() - segments().size(); }

    /// The first segment is a spare that is ready, the second one is being written.
    void make_spare() {
        write_until_begun(name_of(2));
        move_on();
        journal->sync();
    }
    /// The third segment lies where the first one lay, and has a few records.
    void reuse() {
        make_spare();
        write_until_begun(name_of(3));
        for (int count = 0; count < 5; ++count) write();
    }
};

}  // namespace parley::journal
