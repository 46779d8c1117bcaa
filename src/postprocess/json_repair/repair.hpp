// repair.hpp: mends a text that was meant to be JSON and is almost JSON.
//
// This folder depends on the standard library alone and can be taken into another project as it is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "postprocess/json_repair/mend.hpp"

namespace parley::postprocess::json_repair {

enum class RepairFault : std::uint8_t {
    no_json,   // no value begins anywhere: prose, a page, comments, punctuation, nothing
    too_deep,  // more than depth_max levels
};
std::string_view describe(RepairFault fault);

struct Repair {
    std::optional<RepairFault> fault;
    std::string text;                 // JSON; empty with a fault
    std::vector<std::string> values;  // each by itself, where there were several
    Mends mends;                      // none: the text was JSON, and is what it was, byte for byte

    explicit operator bool() const { return !fault; }
};

/// Text that is JSON comes back byte for byte. From any other a JSON text is made that says the same; several values become an
/// array of them, in order. Nothing is invented but `null` where a value is missing; digits are never lost.
///
/// Cost    linear in the text: one check, and for what is broken one pass with looks of bounded length. No recursion.
/// Source  RFC 8259 for the grammar; what counts as meant is ours: docs/json-repair.md, docs/decisions/0015.
Repair repair(std::string_view text);

}  // namespace parley::postprocess::json_repair
