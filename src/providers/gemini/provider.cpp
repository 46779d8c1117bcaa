#include "providers/gemini/provider.hpp"

#include <utility>

#include "catalog/name_pattern.hpp"
#include "providers/base_url.hpp"
#include "providers/field_text.hpp"
#include "providers/gemini/decode_whole.hpp"
#include "providers/gemini/encode.hpp"
#include "providers/gemini/endpoint.hpp"
#include "providers/gemini/failures.hpp"
#include "providers/gemini/mend.hpp"
#include "providers/gemini/stream_decoder.hpp"
#include "providers/safe_message.hpp"

namespace parley::providers::gemini {
namespace {

Error refusal(std::string message) {
    Error error;
    error.kind = ErrorKind::bad_request;
    error.message = std::move(message);
    return error;
}

class GeminiProvider final : public Provider {
  public:
    GeminiProvider(const BaseUrl& url, const Options& options)
        : endpoint_(url, options.credential, options.rules.rules.auth, options.user_agent),
          credential_(options.credential),
          tokens_(options.tokens),
          rules_(options.rules) {}

    Result<UpstreamRequest> encode(const openai::ChatRequest& request, const catalog::Target& target) const override {
        return encode_with(request, target, Repairs());
    }
    std::optional<UpstreamRequest> mend(const openai::ChatRequest& request, const catalog::Target& target,
                                        const UpstreamFailure& failure) const override {
        const Repairs repairs = repairs_after(failure);
        if (repairs == Repairs()) return std::nullopt;
        const Result<UpstreamRequest> before = encode_with(request, target, Repairs());
        Result<UpstreamRequest> after = encode_with(request, target, repairs);
        if (!before || !after || before->inserted == after->inserted) return std::nullopt;
        return std::move(*after);
    }
    std::unique_ptr<StreamDecoder> stream_decoder(const catalog::Target&, std::string_view) const override {
        return std::make_unique<GeminiStreamDecoder>(credential_.reveal());
    }
    std::optional<UpstreamFailure> decode(const UpstreamReply& reply, const catalog::Target&, openai::EventSink& sink) const override {
        return without_secret(decode_whole(reply, credential_.reveal(), sink));
    }
    bool answers_like_openai(const catalog::Target&) const override { return false; }
    bool slips_into_silence() const override { return true; }
    openai::StopWithCalls stop_with_calls() const override { return openai::StopWithCalls::means_tool_calls; }
    UpstreamFailure classify(const UpstreamReply& reply) const override { return *without_secret(classify_reply(reply)); }

  private:
    const catalog::DialectRules& rules_for(const catalog::Target& target) const {
        for (const catalog::FamilyRules& family : rules_.families) {
            if (catalog::matches_pattern(family.match, target.model)) return family.rules;
        }
        return rules_.rules;
    }
    Result<UpstreamRequest> encode_with(const openai::ChatRequest& request, const catalog::Target& target, const Repairs& repairs) const {
        Result<UpstreamRequest> encoded = encode_body(request, rules_for(target), repairs);
        if (!encoded) return encoded;
        encoded->own_head = endpoint_.head(target.model, request.upstream_streams ? Method::stream : Method::generate);
        encoded->head = encoded->own_head;
        encoded->tokens = tokens_;
        return encoded;
    }
    std::optional<UpstreamFailure> without_secret(std::optional<UpstreamFailure> failure) const {
        if (failure) hide_secret(failure->message, credential_.reveal());
        return failure;
    }

    Endpoint endpoint_;
    Secret credential_;
    std::shared_ptr<TokenCache> tokens_;
    catalog::HostRules rules_;
};

}  // namespace

Result<std::unique_ptr<Provider>> make_provider(const Options& options) {
    const Result<BaseUrl> url = parse_base_url(options.base_url);
    if (!url) return url.error();
    if (!is_field_text(options.credential.reveal())) return refusal("the credential holds bytes that no header may hold");
    if (options.user_agent.empty() || !is_field_text(options.user_agent)) return refusal("the user agent is no token");
    return std::unique_ptr<Provider>(std::make_unique<GeminiProvider>(*url, options));
}

}  // namespace parley::providers::gemini
