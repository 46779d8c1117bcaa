// sentence_end.hpp: where a sentence ends, as far as its marks say so.
#pragma once

#include <string_view>

namespace parley::transcripts {

/// A full stop, a question or an exclamation mark, those of Chinese and Japanese among them, perhaps within quotation marks or parentheses.
inline bool ends_sentence(std::string_view text) {
    while (text.ends_with('"') || text.ends_with('\'') || text.ends_with(')')) text.remove_suffix(1);
    for (const std::string_view end : {".", "?", "!", "\xe3\x80\x82", "\xef\xbc\x81", "\xef\xbc\x9f"}) {
        if (text.ends_with(end)) return true;
    }
    return false;
}

}  // namespace parley::transcripts
