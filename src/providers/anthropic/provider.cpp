#include "providers/anthropic/provider.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "catalog/name_pattern.hpp"
#include "providers/anthropic/decode_whole.hpp"
#include "providers/anthropic/encode.hpp"
#include "providers/anthropic/failures.hpp"
#include "providers/anthropic/mend.hpp"
#include "providers/anthropic/stream_decoder.hpp"
#include "providers/base_url.hpp"
#include "providers/safe_message.hpp"

namespace parley::providers::anthropic {
namespace {

/// The version of the API that this room is written for. Source: Anthropic docs, "Versions".
constexpr std::string_view api_version = "2023-06-01";

Error refusal(std::string message) {
    Error error;
    error.kind = ErrorKind::bad_request;
    error.message = std::move(message);
    return error;
}

/// Visible ASCII: what may stand in a field without changing its meaning (RFC 9110, 5.5).
bool is_field_text(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char byte) { return byte > 0x20 && byte < 0x7f; });
}

/// Tokens of the OAuth flow travel in a field of their own. Source: Anthropic docs, "Workload identity federation".
bool is_oauth_token(std::string_view credential) { return credential.starts_with("sk-ant-oat"); }

std::string joined(const std::vector<std::string>& names) {
    std::string list;
    for (const std::string& name : names) list += (list.empty() ? "" : ",") + name;
    return list;
}

std::string make_head(const BaseUrl& url, const Options& options, const std::vector<std::string>& betas, std::string_view accept) {
    std::string head = "POST " + url.path + (url.path.ends_with("/v1") ? "/messages" : "/v1/messages") + " HTTP/1.1\r\n";
    const auto add = [&head](std::string_view name, std::string_view value) {
        head.append(name).append(": ").append(value).append("\r\n");
    };
    add("host", url.authority);
    const std::string credential(options.credential.reveal());
    if (is_oauth_token(credential)) {
        add("authorization", "Bearer " + credential);
    } else if (!credential.empty()) {
        add("x-api-key", credential);
    }
    add("anthropic-version", api_version);
    if (!betas.empty()) add("anthropic-beta", joined(betas));
    add("content-type", "application/json");
    add("accept", accept);
    add("accept-encoding", "identity");
    add("user-agent", options.user_agent);
    return head;
}

bool same_bytes(const UpstreamRequest& one, const UpstreamRequest& other) {
    const auto join = [](const UpstreamRequest& request) {
        std::string body;
        for (const std::string_view slice : request.body) body += slice;
        return body;
    };
    return one.body_bytes == other.body_bytes && join(one) == join(other);
}

/// The rules of a family of models, or of the host, with the heads that go with them.
struct Family {
    std::string match;
    catalog::DialectRules rules;
    std::string head;
    std::string stream_head;

    Heads heads() const { return {head, stream_head}; }
};

Family make_family(const BaseUrl& url, const Options& options, const catalog::FamilyRules& from) {
    return {from.match, from.rules, make_head(url, options, from.rules.anthropic.betas, "application/json"),
            make_head(url, options, from.rules.anthropic.betas, "text/event-stream")};
}

class AnthropicProvider final : public Provider {
  public:
    AnthropicProvider(const BaseUrl& url, const Options& options)
        : credential_(options.credential), any_(make_family(url, options, {"*", options.rules.rules})) {
        for (const catalog::FamilyRules& family : options.rules.families) families_.push_back(make_family(url, options, family));
    }

    Result<UpstreamRequest> encode(const openai::ChatRequest& request, const catalog::Target& target) const override {
        const Family& family = family_of(target);
        return encode_request(request, target, family.rules, family.heads());
    }
    std::optional<UpstreamRequest> mend(const openai::ChatRequest& request, const catalog::Target& target,
                                        const UpstreamFailure& failure) const override {
        const Family& family = family_of(target);
        const std::optional<catalog::DialectRules> mended = mended_rules(family.rules, failure);
        if (!mended) return std::nullopt;
        const Result<UpstreamRequest> before = encode(request, target);
        Result<UpstreamRequest> after = encode_request(request, target, *mended, family.heads());
        if (!before || !after || same_bytes(*before, *after)) return std::nullopt;
        return std::move(*after);
    }
    std::unique_ptr<StreamDecoder> stream_decoder(const catalog::Target&, std::string_view) const override {
        return std::make_unique<AnthropicStreamDecoder>(credential_.reveal());
    }
    openai::StopWithCalls stop_with_calls() const override { return openai::StopWithCalls::means_tool_calls; }
    bool answers_like_openai(const catalog::Target&) const override { return false; }
    std::optional<UpstreamFailure> decode(const UpstreamReply& reply, const catalog::Target&,
                                          openai::EventSink& sink) const override {
        return decode_whole(reply, credential_.reveal(), sink);
    }
    UpstreamFailure classify(const UpstreamReply& reply) const override {
        UpstreamFailure failure = classify_reply(reply);
        hide_secret(failure.message, credential_.reveal());
        return failure;
    }

  private:
    const Family& family_of(const catalog::Target& target) const {
        for (const Family& family : families_) {
            if (catalog::matches_pattern(family.match, target.model)) return family;
        }
        return any_;
    }

    Secret credential_;
    Family any_;
    std::vector<Family> families_;
};

bool has_bad_beta(const catalog::DialectRules& rules) {
    return std::any_of(rules.anthropic.betas.begin(), rules.anthropic.betas.end(),
                       [](const std::string& beta) { return beta.empty() || !is_field_text(beta); });
}

}  // namespace

Result<std::unique_ptr<Provider>> make_provider(const Options& options) {
    const Result<BaseUrl> url = parse_base_url(options.base_url);
    if (!url) return url.error();
    if (!is_field_text(options.credential.reveal())) return refusal("the credential holds bytes that no header may hold");
    if (options.user_agent.empty() || !is_field_text(options.user_agent)) return refusal("the user agent is no token");
    bool is_bad = has_bad_beta(options.rules.rules);
    for (const catalog::FamilyRules& family : options.rules.families) is_bad = is_bad || has_bad_beta(family.rules);
    if (is_bad) return refusal("a beta's name holds bytes that no header may hold");
    return std::unique_ptr<Provider>(std::make_unique<AnthropicProvider>(*url, options));
}

}  // namespace parley::providers::anthropic
