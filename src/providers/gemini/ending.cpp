#include "providers/gemini/ending.hpp"

#include <algorithm>
#include <array>

namespace parley::providers::gemini {
namespace {

struct Word {
    std::string_view native;
    Ending ending;
};

// Calls of a failed answer were never whole: a client that ran them would run something else than the model meant.
constexpr std::array words = {
    Word{"STOP", Ending::stop},
    Word{"MAX_TOKENS", Ending::length},
    Word{"SAFETY", Ending::content_filter},
    Word{"RECITATION", Ending::content_filter},
    Word{"BLOCKLIST", Ending::content_filter},
    Word{"PROHIBITED_CONTENT", Ending::content_filter},
    Word{"SPII", Ending::content_filter},
    Word{"LANGUAGE", Ending::content_filter},
    Word{"IMAGE_SAFETY", Ending::content_filter},
    Word{"IMAGE_PROHIBITED_CONTENT", Ending::content_filter},
    Word{"IMAGE_RECITATION", Ending::content_filter},
    Word{"MODEL_ARMOR", Ending::content_filter},
    Word{"MALFORMED_FUNCTION_CALL", Ending::failed},
    Word{"UNEXPECTED_TOOL_CALL", Ending::failed},
    Word{"TOO_MANY_TOOL_CALLS", Ending::failed},
    Word{"MISSING_THOUGHT_SIGNATURE", Ending::failed},
    Word{"MALFORMED_RESPONSE", Ending::failed},
};

}  // namespace

Ending read_ending(std::string_view native) {
    const auto found = std::find_if(words.begin(), words.end(), [native](const Word& word) { return word.native == native; });
    return found == words.end() ? Ending::unclear : found->ending;
}

openai::FinishReason to_finish_reason(Ending ending) {
    switch (ending) {
        case Ending::length: return openai::FinishReason::length;
        case Ending::content_filter: return openai::FinishReason::content_filter;
        case Ending::stop:
        case Ending::failed:
        case Ending::unclear: return openai::FinishReason::stop;
    }
    return openai::FinishReason::stop;
}

std::string to_error_code(std::string_view native) {
    std::string code(native);
    for (char& byte : code) {
        if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
    }
    return code;
}

}  // namespace parley::providers::gemini
