#include "providers/refusal_phrases.hpp"

namespace parley::providers {

void sharpen(UpstreamFailure& failure, std::span<const RefusalPhrase> phrases) {
    if (failure.failure != FailureClass::caller_fault) return;
    for (const RefusalPhrase& phrase : phrases) {
        if (failure.message.find(phrase.text) == std::string::npos) continue;
        failure.failure = phrase.failure;
        if (!phrase.code.empty()) failure.code = phrase.code;
        return;
    }
}

}  // namespace parley::providers
