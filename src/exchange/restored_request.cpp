#include "exchange/restored_request.hpp"

#include "postprocess/steps.hpp"
#include "thinking/restore_state.hpp"

namespace parley::exchange {

thinking::StateScope state_scope_of(const ExchangeContext& context, const openai::ChatRequest& request) {
    using Memory = thinking::StateScope::Memory;
    const std::string_view account = context.caller ? std::string_view(context.caller->account) : std::string_view();
    return {context.services.thinking_states, account, request.keeps_nothing() ? Memory::seal_only : Memory::seal_and_cache,
            context.http.started()};
}

std::optional<Error> RestoredRequest::read(const ExchangeContext& context, std::string_view body) {
    if (auto error = openai::read_chat_request(body, request_.emplace())) return error;
    // A message that is a role and a text has no call to carry anything.
    if (!request_->parts.only_plain_messages) {
        restored_body_ = thinking::restore_state(request_->document, state_scope_of(context, *request_));
    }
    if (restored_body_) {
        if (auto error = openai::read_chat_request(*restored_body_, request_.emplace())) return error;
    }
    return postprocess::check_steps(*request_, context.services.schemas);
}

}  // namespace parley::exchange
