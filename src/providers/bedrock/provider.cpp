#include "providers/bedrock/provider.hpp"

#include <optional>
#include <utility>

#include "catalog/name_pattern.hpp"
#include "providers/aws/request_signer.hpp"
#include "providers/base_url.hpp"
#include "providers/bedrock/decode_whole.hpp"
#include "providers/bedrock/encode.hpp"
#include "providers/bedrock/endpoint.hpp"
#include "providers/bedrock/failures.hpp"
#include "providers/bedrock/mend.hpp"
#include "providers/bedrock/stream_decoder.hpp"
#include "providers/field_text.hpp"
#include "providers/safe_message.hpp"

namespace parley::providers::bedrock {
namespace {

Error refusal(std::string message) {
    Error error;
    error.kind = ErrorKind::bad_request;
    error.message = std::move(message);
    return error;
}

Secrets secrets_of(const Options& options) {
    Secrets secrets;
    const aws::Credentials& credentials = options.credentials;
    for (const Secret* secret : {&options.key, &credentials.access_key_id, &credentials.secret_access_key, &credentials.session_token}) {
        if (!secret->empty()) secrets.emplace_back(secret->reveal());
    }
    return secrets;
}

bool is_signed(const Options& options) { return !options.credentials.access_key_id.empty() || options.tokens; }

class BedrockProvider final : public Provider {
  public:
    BedrockProvider(const BaseUrl& url, const std::string& region, const Options& options)
        : endpoint_(url, options.key, options.user_agent), secrets_(secrets_of(options)), rules_(options.rules), tokens_(options.tokens) {
        if (is_signed(options)) signer_.emplace(options.credentials, aws::Scope{region, "bedrock"});
    }

    Result<UpstreamRequest> encode(const openai::ChatRequest& request, const catalog::Target& target) const override {
        return encode_with(request, target, rules_for(target));
    }
    std::optional<UpstreamRequest> mend(const openai::ChatRequest& request, const catalog::Target& target,
                                        const UpstreamFailure& failure) const override {
        const std::optional<catalog::DialectRules> mended = mended_rules(rules_for(target), failure);
        if (!mended) return std::nullopt;
        const Result<UpstreamRequest> before = encode(request, target);
        Result<UpstreamRequest> after = encode_with(request, target, *mended);
        if (!before || !after || before->inserted == after->inserted) return std::nullopt;
        return std::move(*after);
    }
    std::unique_ptr<StreamDecoder> stream_decoder(const catalog::Target&, std::string_view) const override {
        return std::make_unique<BedrockStreamDecoder>(secrets_);
    }
    openai::StopWithCalls stop_with_calls() const override { return openai::StopWithCalls::means_tool_calls; }
    bool answers_like_openai(const catalog::Target&) const override { return false; }
    std::optional<UpstreamFailure> decode(const UpstreamReply& reply, const catalog::Target&, openai::EventSink& sink) const override {
        return decode_whole(reply, secrets_, sink);
    }
    UpstreamFailure classify(const UpstreamReply& reply) const override {
        UpstreamFailure failure = classify_reply(reply);
        for (const std::string& secret : secrets_) hide_secret(failure.message, secret);
        return failure;
    }

  private:
    const catalog::DialectRules& rules_for(const catalog::Target& target) const {
        for (const catalog::FamilyRules& family : rules_.families) {
            if (catalog::matches_pattern(family.match, target.model)) return family.rules;
        }
        return rules_.rules;
    }
    Result<UpstreamRequest> encode_with(const openai::ChatRequest& request, const catalog::Target& target,
                                        const catalog::DialectRules& rules) const {
        Result<UpstreamRequest> encoded = encode_body(request, rules);
        if (!encoded) return encoded;
        encoded->own_head = endpoint_.head(target.model, request.upstream_streams ? Method::converse_stream : Method::converse);
        encoded->head = encoded->own_head;
        encoded->reply_field = error_type_field;
        if (signer_) encoded->authorizer = &*signer_;
        encoded->tokens = tokens_;
        return encoded;
    }

    Endpoint endpoint_;
    Secrets secrets_;
    catalog::HostRules rules_;
    std::optional<aws::RequestSigner> signer_;
    std::shared_ptr<TokenCache> tokens_;
};

std::optional<Error> check_credentials(const Options& options) {
    const aws::Credentials& credentials = options.credentials;
    if (credentials.access_key_id.empty() != credentials.secret_access_key.empty())
        return refusal("access_key_id and secret_access_key belong together");
    if (credentials.access_key_id.empty() && !credentials.session_token.empty())
        return refusal("session_token needs the access_key_id that it belongs to");
    if (!credentials.access_key_id.empty() && !options.key.empty()) return refusal("either a credential or an access_key_id, not both");
    if (options.tokens && (!credentials.access_key_id.empty() || !options.key.empty()))
        return refusal("either an aws_role or credentials, not both");
    for (const std::string& secret : secrets_of(options)) {
        if (!is_field_text(secret)) return refusal("a credential holds bytes that no header may hold");
    }
    return std::nullopt;
}

}  // namespace

Result<std::unique_ptr<Provider>> make_provider(const Options& options) {
    const Result<BaseUrl> url = parse_base_url(options.base_url);
    if (!url) return url.error();
    if (auto error = check_credentials(options)) return std::move(*error);
    if (options.user_agent.empty() || !is_field_text(options.user_agent)) return refusal("the user agent is no token");
    const std::string region = options.aws_region.empty() ? std::string(region_in(url->host)) : options.aws_region;
    if (region.empty() && is_signed(options))
        return refusal("aws_region is required: the base_url does not name the region that requests are signed for");
    return std::unique_ptr<Provider>(std::make_unique<BedrockProvider>(*url, region, options));
}

}  // namespace parley::providers::bedrock
