// refusal_phrases.hpp: refusals that go by one name whatever their reason, told apart by what their messages say.
#pragma once

#include <span>
#include <string_view>

#include "providers/failure_class.hpp"

namespace parley::providers {

struct RefusalPhrase {
    std::string_view text;
    FailureClass failure;
    std::string_view code = {};  // OpenAI's word; empty: none
};

/// Makes a failure that is the caller's so far what the first phrase says that its message holds.
void sharpen(UpstreamFailure& failure, std::span<const RefusalPhrase> phrases);

}  // namespace parley::providers
