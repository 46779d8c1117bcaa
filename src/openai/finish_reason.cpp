#include "openai/finish_reason.hpp"

#include <array>

namespace parley::openai {
namespace {

struct Word {
    std::string_view native;
    FinishReason reason;
};

constexpr std::array words = {
    Word{"stop", FinishReason::stop},
    Word{"STOP", FinishReason::stop},
    Word{"end_turn", FinishReason::stop},
    Word{"stop_sequence", FinishReason::stop},
    Word{"eos", FinishReason::stop},
    Word{"length", FinishReason::length},
    Word{"max_tokens", FinishReason::length},
    Word{"MAX_TOKENS", FinishReason::length},
    Word{"model_length", FinishReason::length},
    Word{"model_context_window_exceeded", FinishReason::length},
    Word{"tool_calls", FinishReason::tool_calls},
    Word{"tool_use", FinishReason::tool_calls},
    Word{"function_call", FinishReason::tool_calls},
    Word{"content_filter", FinishReason::content_filter},
    Word{"content-filter", FinishReason::content_filter},
    Word{"safety", FinishReason::content_filter},
    Word{"SAFETY", FinishReason::content_filter},
    Word{"RECITATION", FinishReason::content_filter},
    Word{"PROHIBITED_CONTENT", FinishReason::content_filter},
    Word{"refusal", FinishReason::content_filter},
};

}  // namespace

std::string_view to_string(FinishReason reason) {
    switch (reason) {
        case FinishReason::stop: return "stop";
        case FinishReason::length: return "length";
        case FinishReason::tool_calls: return "tool_calls";
        case FinishReason::content_filter: return "content_filter";
    }
    return "stop";
}

std::string_view to_string(FinishReason reason, CallForm form) {
    const bool is_older = form == CallForm::function_call && reason == FinishReason::tool_calls;
    return is_older ? "function_call" : to_string(reason);
}

FinishReason read_finish_reason(std::string_view native) {
    for (const Word& word : words) {
        if (word.native == native) return word.reason;
    }
    return FinishReason::stop;
}

bool is_failure_reason(std::string_view native) { return native == "error" || native == "insufficient_system_resource"; }

FinishReason settle_finish_reason(FinishReason said, bool called_tools, StopWithCalls policy) {
    if (said == FinishReason::stop && called_tools && policy == StopWithCalls::means_tool_calls) {
        return FinishReason::tool_calls;
    }
    if (said == FinishReason::tool_calls && !called_tools) return FinishReason::stop;
    return said;
}

}  // namespace parley::openai
