// segment_name.hpp: which segment a file is, by its name.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parley::journal {

/// In the order in which records were written, as far as there is one: between threads there is none.
struct SegmentId {
    std::uint64_t epoch = 0;     // one more at every start of the process
    std::uint32_t thread = 0;    // of the appender
    std::uint64_t sequence = 0;  // within this thread and epoch, from 1

    auto operator<=>(const SegmentId&) const = default;
};

/// `journal-EPOCH-THREAD-SEQUENCE.segment`, numbers in decimal.
std::string segment_name(const SegmentId& id);
/// Where a segment goes that was found damaged, once everything readable in it has been moved on.
std::string quarantine_name(const SegmentId& id);

/// What the segment's file is called once it is no segment any more and waits to become another (spare_files.hpp).
std::string spare_name(const SegmentId& id);

/// Of each kind of name, as the functions above write them; nothing for any other file.
std::optional<SegmentId> parse_segment_name(std::string_view name);
std::optional<SegmentId> parse_quarantine_name(std::string_view name);
std::optional<SegmentId> parse_spare_name(std::string_view name);

}  // namespace parley::journal
