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
#include "providers/field_text.hpp"
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

/// Tokens of the OAuth flow travel in a field of their own. Source: Anthropic docs, "Workload identity federation".
bool is_oauth_token(std::string_view credential) { return credential.starts_with("sk-ant-oat"); }

/// RFC 3986, 3.3: what may stand in a segment of a path as it is; "claude-sonnet-4-5@20250929" does.
bool is_segment(std::string_view text) {
    return !text.empty() &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~@") == std::string_view::npos;
}

std::string joined(const std::vector<std::string>& names) {
    std::string list;
    for (const std::string& name : names) list += (list.empty() ? "" : ",") + name;
    return list;
}

/// What stands behind the request line.
std::string make_fields(const BaseUrl& url, const Options& options, const catalog::AnthropicRules& rules, std::string_view accept) {
    const bool is_vertex = rules.place == catalog::AnthropicPlace::vertex;
    std::string head;
    const auto add = [&head](std::string_view name, std::string_view value) {
        head.append(name).append(": ").append(value).append("\r\n");
    };
    add("host", url.authority);
    const std::string credential(options.credential.reveal());
    if (is_oauth_token(credential) || (is_vertex && !credential.empty())) {
        add("authorization", "Bearer " + credential);
    } else if (!credential.empty()) {
        add("x-api-key", credential);
    }
    if (!is_vertex) add("anthropic-version", api_version);
    if (!rules.betas.empty()) add("anthropic-beta", joined(rules.betas));
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
    std::string head;  // whole where the model does not stand in it; else what stands behind the request line
    std::string stream_head;

    bool is_vertex() const { return rules.anthropic.place == catalog::AnthropicPlace::vertex; }
    Heads heads() const { return {head, stream_head}; }
};

Family make_family(const BaseUrl& url, const Options& options, const catalog::FamilyRules& from) {
    Family family{from.match, from.rules, make_fields(url, options, from.rules.anthropic, "application/json"),
                  make_fields(url, options, from.rules.anthropic, "text/event-stream")};
    if (family.is_vertex()) return family;
    const std::string line = "POST " + url.path + (url.path.ends_with("/v1") ? "/messages" : "/v1/messages") + " HTTP/1.1\r\n";
    family.head.insert(0, line);
    family.stream_head.insert(0, line);
    return family;
}

class AnthropicProvider final : public Provider {
  public:
    AnthropicProvider(const BaseUrl& url, const Options& options)
        : path_(url.path),
          credential_(options.credential),
          tokens_(options.tokens),
          any_(make_family(url, options, {"*", options.rules.rules})) {
        for (const catalog::FamilyRules& family : options.rules.families) families_.push_back(make_family(url, options, family));
    }

    Result<UpstreamRequest> encode(const openai::ChatRequest& request, const catalog::Target& target) const override {
        const Family& family = family_of(target);
        return addressed(encode_request(request, target, family.rules, family.heads()), target, family);
    }
    std::optional<UpstreamRequest> mend(const openai::ChatRequest& request, const catalog::Target& target,
                                        const UpstreamFailure& failure) const override {
        const Family& family = family_of(target);
        const std::optional<catalog::DialectRules> mended = mended_rules(family.rules, failure);
        if (!mended) return std::nullopt;
        const Result<UpstreamRequest> before = encode(request, target);
        Result<UpstreamRequest> after = addressed(encode_request(request, target, *mended, family.heads()), target, family);
        if (!before || !after || same_bytes(*before, *after)) return std::nullopt;
        return std::move(*after);
    }
    std::unique_ptr<StreamDecoder> stream_decoder(const catalog::Target&, std::string_view) const override {
        return std::make_unique<AnthropicStreamDecoder>(credential_.reveal());
    }
    bool goes_on_from_prefill(const catalog::Target& target) const override { return family_of(target).rules.anthropic.prefill; }
    openai::StopWithCalls stop_with_calls() const override { return openai::StopWithCalls::means_tool_calls; }
    bool answers_like_openai(const catalog::Target&) const override { return false; }
    std::optional<UpstreamFailure> decode(const UpstreamReply& reply, const catalog::Target&, openai::EventSink& sink) const override {
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

    /// At Vertex AI the request line names the model, and whether the answer is a stream.
    /// Source: Vertex AI docs, "Request predictions with Claude models".
    Result<UpstreamRequest> addressed(Result<UpstreamRequest> encoded, const catalog::Target& target, const Family& family) const {
        if (!encoded) return encoded;
        encoded->tokens = tokens_;
        if (!family.is_vertex()) return encoded;
        if (!is_segment(target.model)) return refusal("the model's name cannot stand in a path");
        const bool streams = encoded->head.data() == family.stream_head.data();
        encoded->own_head = "POST " + path_ + "/models/" + target.model + (streams ? ":streamRawPredict" : ":rawPredict") + " HTTP/1.1\r\n";
        encoded->own_head += encoded->head;
        encoded->head = encoded->own_head;
        return encoded;
    }

    std::string path_;
    Secret credential_;
    std::shared_ptr<TokenCache> tokens_;
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
