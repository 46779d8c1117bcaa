#include "providers/gemini/encode.hpp"

#include <utility>

#include "json/write.hpp"
#include "openai/older_forms.hpp"
#include "providers/gemini/contents.hpp"
#include "providers/gemini/generation_config.hpp"
#include "providers/gemini/tools.hpp"

namespace parley::providers::gemini {
namespace {

/// Google's own, for operators whose callers know what they do. It may be written in the house's style.
void copy_safety_settings(Draft& draft, json::ObjectWriter& body) {
    for (const std::string_view name : {"safety_settings", "safetySettings"}) {
        const json::Value settings = draft.request.root().find(name);
        if (settings.is(json::Kind::array)) return body.raw("safetySettings", settings.raw());
    }
}

Result<UpstreamRequest> encode_older(std::string_view body, const openai::ChatRequest& request, const catalog::DialectRules& rules,
                                     const Repairs& repairs) {
    openai::ChatRequest rewritten;
    if (const auto error = openai::read_chat_request(body, rewritten)) return *error;
    rewritten.default_max_tokens = request.default_max_tokens;
    rewritten.upstream_streams = request.upstream_streams;
    const Result<UpstreamRequest> encoded = encode_body(rewritten, rules, repairs);
    if (!encoded) return encoded.error();
    return own_whole(*encoded);
}

}  // namespace

Result<UpstreamRequest> encode_body(const openai::ChatRequest& request, const catalog::DialectRules& rules, const Repairs& repairs) {
    if (const auto older = openai::rewrite_older_forms(request.document)) return encode_older(*older, request, rules, repairs);
    Draft draft{.request = request, .rules = rules, .repairs = repairs};
    json::ObjectWriter body(draft.body.own());
    write_conversation(draft, body, form_instruction(draft));
    write_tools(draft, body);
    write_generation_config(draft, body);
    copy_safety_settings(draft, body);
    body.close();
    if (!draft.problems.empty()) return openai::invalid_request(std::move(draft.problems));

    UpstreamRequest upstream;
    upstream.dropped = std::move(draft.dropped);
    std::move(draft.body).finish(upstream);
    return upstream;
}

}  // namespace parley::providers::gemini
