// record.hpp: what the journal keeps: a type and some bytes, whose meaning is their owner's.
#pragma once

#include <cstdint>
#include <string_view>

namespace parley::journal {

enum class RecordType : std::uint8_t {
    open = 1,   // an exchange is about to cost money
    note = 2,   // something that happened to it meanwhile
    close = 3,  // what became of it
    seal = 4,   // the journal's own: the last frame of a segment that was ended in good order
};

/// Counts the records of one appender, from 1. A record that is written twice keeps its ticket.
using Ticket = std::uint64_t;

/// The same record may be read twice, in two segments: after trouble with a disk it is written again, elsewhere. What it is
/// about stands in its payload, and whoever moves records on does so by that.
struct Record {
    RecordType type;
    std::string_view payload;

    bool operator==(const Record&) const = default;
};

}  // namespace parley::journal
