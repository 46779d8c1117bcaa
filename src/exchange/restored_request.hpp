// restored_request.hpp: a request whose conversation is as its provider knows it: what the caller's ids carried is back in its place.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "exchange/exchange_context.hpp"
#include "openai/chat_request.hpp"

namespace parley::exchange {

/// Whose thinking state a request may bring and take, and whether we may remember any. Views into the context.
thinking::StateScope state_scope_of(const ExchangeContext& context, const openai::ChatRequest& request);

/// Neither copied nor moved: the request lies in it.
class RestoredRequest {
  public:
    RestoredRequest() = default;
    RestoredRequest(const RestoredRequest&) = delete;
    RestoredRequest& operator=(const RestoredRequest&) = delete;

    /// Reads the request, restores its conversation (thinking/restore_state.hpp), and asks whether its steps can do what it wants
    /// (postprocess/steps.hpp). `body` outlives this.
    std::optional<Error> read(const ExchangeContext& context, std::string_view body);

    // Once it is read.
    openai::ChatRequest& operator*() { return *request_; }
    const openai::ChatRequest& operator*() const { return *request_; }
    const openai::ChatRequest* operator->() const { return &*request_; }

  private:
    std::optional<std::string> restored_body_;  // where the caller's ids carried something; the request lies in it then
    std::optional<openai::ChatRequest> request_;
};

}  // namespace parley::exchange
