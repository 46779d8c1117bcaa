#include "providers/openai/provider.hpp"

#include <algorithm>
#include <utility>

#include "providers/base_url.hpp"
#include "providers/openai/decode_whole.hpp"
#include "providers/openai/encode.hpp"
#include "providers/openai/failures.hpp"
#include "providers/openai/stream_decoder.hpp"
#include "providers/safe_message.hpp"

namespace parley::providers::openai_dialect {
namespace {

constexpr std::string_view openai_host = "api.openai.com";
constexpr std::string_view azure_domain = ".openai.azure.com";

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

std::string make_head(const BaseUrl& url, const Options& options, std::string_view accept) {
    std::string head = "POST " + url.path + "/chat/completions HTTP/1.1\r\n";
    const auto add = [&head](std::string_view name, std::string_view value) {
        head.append(name).append(": ").append(value).append("\r\n");
    };
    add("host", url.authority);
    if (!options.credential.empty()) add("authorization", "Bearer " + std::string(options.credential.reveal()));
    add("content-type", "application/json");
    add("accept", accept);
    add("accept-encoding", "identity");
    add("user-agent", options.user_agent);
    return head;
}

class OpenAiProvider final : public Provider {
  public:
    OpenAiProvider(const BaseUrl& url, const Options& options)
        : head_(make_head(url, options, "application/json")),
          stream_head_(make_head(url, options, "text/event-stream")),
          credential_(options.credential) {
        const bool is_openai = url.host == openai_host;
        rules_.declines_obfuscation = is_openai;
        if (is_openai || url.host.ends_with(azure_domain)) {
            rules_.max_tokens_field = MaxTokensField::max_completion_tokens;
        }
        if (is_openai) stop_with_calls_ = openai::StopWithCalls::is_kept;
    }

    Result<UpstreamRequest> encode(const openai::ChatRequest& request, const catalog::Target& target) const override {
        return encode_request(request, target, rules_, request.stream ? stream_head_ : head_);
    }
    std::unique_ptr<StreamDecoder> stream_decoder() const override {
        DecoderOptions options;
        options.stop_with_calls = stop_with_calls_;
        options.credential = credential_.reveal();
        return std::make_unique<OpenAiStreamDecoder>(options);
    }
    std::optional<UpstreamFailure> decode(const UpstreamReply& reply, openai::EventSink& sink) const override {
        std::optional<UpstreamFailure> failure = decode_whole(reply, stop_with_calls_, sink);
        if (failure) hide_secret(failure->message, credential_.reveal());
        return failure;
    }
    openai::StopWithCalls stop_with_calls() const override { return stop_with_calls_; }
    UpstreamFailure classify(const UpstreamReply& reply) const override {
        UpstreamFailure failure = classify_reply(reply);
        hide_secret(failure.message, credential_.reveal());
        return failure;
    }

  private:
    std::string head_;
    std::string stream_head_;
    Secret credential_;
    BodyRules rules_;
    openai::StopWithCalls stop_with_calls_ = openai::StopWithCalls::means_tool_calls;
};

}  // namespace

Result<std::unique_ptr<Provider>> make_provider(const Options& options) {
    const Result<BaseUrl> url = parse_base_url(options.base_url);
    if (!url) return url.error();
    if (!is_field_text(options.credential.reveal()))
        return refusal("the credential holds bytes that no header may hold");
    if (options.user_agent.empty() || !is_field_text(options.user_agent)) return refusal("the user agent is no token");
    return std::unique_ptr<Provider>(std::make_unique<OpenAiProvider>(*url, options));
}

}  // namespace parley::providers::openai_dialect
