// string_end.hpp: where a string that is longer than most ends, or what is wrong with it.
#pragma once

#include <cstdint>

#include "json/document.hpp"

namespace parley::json {

struct StringEnd {
    const char* at;  // the closing quote; of a faulty string the byte that is at fault
    std::uint32_t escapes = 0;
    bool non_ascii = false;
    ParseFault fault = ParseFault::none;
};

/// Reads on within a string (RFC 8259, 7), from a byte that is not the middle of an escape sequence.
StringEnd find_string_end(const char* at, const char* end, bool allow_lone_surrogates);

}  // namespace parley::json
