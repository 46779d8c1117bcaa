#include "providers/openai/provider.hpp"

#include <charconv>
#include <utility>
#include <vector>

#include "catalog/name_pattern.hpp"
#include "openai/usage.hpp"
#include "providers/base_url.hpp"
#include "providers/field_text.hpp"
#include "providers/openai/decode_whole.hpp"
#include "providers/openai/encode.hpp"
#include "providers/openai/failures.hpp"
#include "providers/openai/mend.hpp"
#include "providers/openai/stream_decoder.hpp"
#include "providers/safe_message.hpp"

namespace parley::providers::openai_dialect {
namespace {

Error refusal(std::string message) {
    Error error;
    error.kind = ErrorKind::bad_request;
    error.message = std::move(message);
    return error;
}

/// A version goes into a request line as it is.
bool is_query_text(std::string_view text) {
    return text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~") == std::string_view::npos;
}

std::string make_head(const BaseUrl& url, const Options& options, std::string_view accept) {
    std::string head = "POST " + url.path + "/chat/completions";
    if (!options.api_version.empty()) head += "?api-version=" + options.api_version;
    head += " HTTP/1.1\r\n";
    const auto add = [&head](std::string_view name, std::string_view value) {
        head.append(name).append(": ").append(value).append("\r\n");
    };
    add("host", url.authority);
    const std::string credential(options.credential.reveal());
    const bool is_bearer = options.rules.rules.auth == catalog::Auth::bearer;
    if (!credential.empty() && is_bearer) add("authorization", "Bearer " + credential);
    if (!credential.empty() && !is_bearer) add("api-key", credential);
    add("content-type", "application/json");
    add("accept", accept);
    add("accept-encoding", "identity");
    add("user-agent", options.user_agent);
    return head;
}

std::int64_t read_count(std::string_view text) {
    std::int64_t count = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), count);
    const bool is_count = fault == std::errc() && end == text.data() + text.size();
    return is_count && count >= 0 && count <= openai::token_count_max ? count : 0;
}

bool same_bytes(const UpstreamRequest& one, const UpstreamRequest& other) {
    const auto join = [](const UpstreamRequest& request) {
        std::string body;
        for (const std::string_view slice : request.body) body += slice;
        return body;
    };
    return one.body_bytes == other.body_bytes && join(one) == join(other);
}

class OpenAiProvider final : public Provider {
  public:
    OpenAiProvider(const BaseUrl& url, const Options& options)
        : head_(make_head(url, options, "application/json")),
          stream_head_(make_head(url, options, "text/event-stream")),
          credential_(options.credential),
          rules_(options.rules.rules) {
        for (const catalog::FamilyRules& family : options.rules.families) families_.push_back({family.match, PreparedRules(family.rules)});
    }

    Result<UpstreamRequest> encode(const openai::ChatRequest& request, const catalog::Target& target) const override {
        return encode_with(rules_for(target), request, target);
    }
    std::optional<UpstreamRequest> mend(const openai::ChatRequest& request, const catalog::Target& target,
                                        const UpstreamFailure& failure) const override {
        const std::optional<catalog::DialectRules> mended = mended_rules(rules_for(target).rules, failure);
        if (!mended) return std::nullopt;
        Result<UpstreamRequest> before = encode(request, target);
        Result<UpstreamRequest> after = encode_with(PreparedRules(*mended), request, target);
        if (!before || !after || same_bytes(*before, *after)) return std::nullopt;
        return std::move(*after);
    }
    std::unique_ptr<StreamDecoder> stream_decoder(const catalog::Target& target, std::string_view reply_field) const override {
        DecoderOptions options;
        options.facts = facts_of(target, reply_field);
        options.credential = credential_.reveal();
        options.done_required = rules_for(target).rules.done_required;
        return std::make_unique<OpenAiStreamDecoder>(options);
    }
    std::optional<UpstreamFailure> decode(const UpstreamReply& reply, const catalog::Target& target,
                                          openai::EventSink& sink) const override {
        std::optional<UpstreamFailure> failure = decode_whole(reply, facts_of(target, reply.reply_field), sink);
        if (failure) hide_secret(failure->message, credential_.reveal());
        return failure;
    }
    bool answers_like_openai(const catalog::Target& target) const override {
        return rules_for(target).rules.think_tags == catalog::ThinkTags::kept && rules_.rules.cached_tokens_field.empty() &&
               !gives_state(target);
    }
    bool gives_state(const catalog::Target& target) const override { return rules_for(target).rules.signed_calls; }
    bool goes_on_from_prefill(const catalog::Target& target) const override {
        const catalog::DialectRules& rules = rules_for(target).rules;
        return rules.prefill || rules.prefill_prefix;
    }
    openai::StopWithCalls stop_with_calls() const override { return stop_of(rules_.rules); }
    UpstreamFailure classify(const UpstreamReply& reply) const override {
        UpstreamFailure failure = classify_reply(reply);
        hide_secret(failure.message, credential_.reveal());
        return failure;
    }

  private:
    struct Family {
        std::string match;
        PreparedRules rules;
    };

    static openai::StopWithCalls stop_of(const catalog::DialectRules& rules) {
        return rules.stop_is_kept ? openai::StopWithCalls::is_kept : openai::StopWithCalls::means_tool_calls;
    }
    const PreparedRules& rules_for(const catalog::Target& target) const {
        for (const Family& family : families_) {
            if (catalog::matches_pattern(family.match, target.model)) return family.rules;
        }
        return rules_;
    }
    Result<UpstreamRequest> encode_with(const PreparedRules& rules, const openai::ChatRequest& request,
                                        const catalog::Target& target) const {
        Result<UpstreamRequest> encoded = encode_request(request, target, rules, request.upstream_streams ? stream_head_ : head_);
        // Of the host's rules, which stay: the caller of mend() keeps a view of it.
        if (encoded) encoded->reply_field = rules_.rules.cached_tokens_field;
        return encoded;
    }
    AnswerFacts facts_of(const catalog::Target& target, std::string_view reply_field) const {
        const catalog::DialectRules& rules = rules_for(target).rules;
        return {stop_of(rules), rules.think_tags, read_count(reply_field)};
    }

    std::string head_;
    std::string stream_head_;
    Secret credential_;
    PreparedRules rules_;
    std::vector<Family> families_;
};

}  // namespace

Result<std::unique_ptr<Provider>> make_provider(const Options& options) {
    const Result<BaseUrl> url = parse_base_url(options.base_url);
    if (!url) return url.error();
    if (!is_field_text(options.credential.reveal())) return refusal("the credential holds bytes that no header may hold");
    if (!is_query_text(options.api_version)) return refusal("the api_version holds bytes that no query may hold");
    if (options.user_agent.empty() || !is_field_text(options.user_agent)) return refusal("the user agent is no token");
    return std::unique_ptr<Provider>(std::make_unique<OpenAiProvider>(*url, options));
}

}  // namespace parley::providers::openai_dialect
