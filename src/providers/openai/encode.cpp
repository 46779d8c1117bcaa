#include "providers/openai/encode.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "json/splice.hpp"
#include "json/write.hpp"
#include "openai/legacy_items.hpp"

namespace parley::providers::openai_dialect {
namespace {

/// Never sent on. The first group is ours and would be refused or misread; the second would let a request choose where
/// it goes or whose credential pays for it.
constexpr std::array<std::string_view, 14> denied_fields = {
    "transcript_id",     "transcript",
    "transcript_format", "fallbacks",
    "fallback_config",   "post_processing_steps",
    "model_region",      "zero_data_retention",
    "cache_control",     "api_key",
    "api_base",          "base_url",
    "provider",          "user_config",
};

std::string quoted(std::string_view text) {
    std::string json;
    json::append_string(json, text);
    return json;
}

void cut_denied_fields(json::Splice& splice, json::Value root) {
    for (const json::Member member : root.members()) {
        const auto is_key = [&member](std::string_view field) { return member.key.equals(field); };
        if (std::any_of(denied_fields.begin(), denied_fields.end(), is_key)) splice.remove(member);
    }
}

void splice_conversation(json::Splice& splice, const openai::ChatRequest& request) {
    splice.remove("prompt");
    if (request.prompt) {
        splice.set("messages", R"([{"role":"user","content":)" + std::string(request.prompt.raw()) + "}]");
    } else if (std::optional<std::string> rewritten = openai::rewrite_legacy_items(request.messages)) {
        splice.replace(request.messages, *std::move(rewritten));
    }
}

void splice_max_tokens(json::Splice& splice, const openai::ChatRequest& request, MaxTokensField known) {
    const bool knows_newer = known == MaxTokensField::max_completion_tokens;
    const std::string_view field = knows_newer ? "max_completion_tokens" : "max_tokens";
    splice.remove(knows_newer ? "max_tokens" : "max_completion_tokens");
    if (request.root().find(field).integer() != request.effective_max_tokens()) {
        splice.set(field, std::to_string(request.effective_max_tokens()));
    }
}

/// The caller's options, with ours in the place of the same.
void splice_stream_options(json::Splice& splice, const openai::ChatRequest& request, bool declines_obfuscation) {
    std::string merged;
    json::ObjectWriter options(merged);
    for (const json::Member member : request.stream_options.members()) {
        if (member.key.equals("include_usage")) continue;
        if (declines_obfuscation && member.key.equals("include_obfuscation")) continue;
        options.copy(member);
    }
    options.boolean("include_usage", true);
    if (declines_obfuscation) options.boolean("include_obfuscation", false);
    options.close();
    splice.set("stream_options", std::move(merged));
}

/// The splice's gather list, with what it inserted moved into `inserted`, which the result owns.
void gather(const json::Splice& splice, std::string_view text, UpstreamRequest& upstream) {
    const std::vector<std::string_view> slices = splice.slices();
    const auto is_callers = [text](std::string_view slice) {
        const std::less_equal<const char*> not_after;
        return not_after(text.data(), slice.data()) &&
               not_after(slice.data() + slice.size(), text.data() + text.size());
    };
    std::size_t inserted_bytes = 0;
    for (const std::string_view slice : slices)
        inserted_bytes += is_callers(slice) ? 0 : slice.size();

    // On the heap whatever its size: the slices must stay true when the request is moved.
    upstream.inserted.reserve(inserted_bytes + sizeof(std::string));
    upstream.body.reserve(slices.size());
    for (const std::string_view slice : slices) {
        upstream.body_bytes += slice.size();
        if (is_callers(slice)) {
            upstream.body.push_back(slice);
            continue;
        }
        const std::size_t begin = upstream.inserted.size();
        upstream.inserted += slice;
        upstream.body.push_back(std::string_view(upstream.inserted).substr(begin));
    }
}

}  // namespace

UpstreamRequest encode_request(const openai::ChatRequest& request, const catalog::Target& target,
                               const BodyRules& rules, std::string_view head) {
    json::Splice splice(request.document);
    if (request.model != target.model) splice.replace("model", quoted(target.model));
    cut_denied_fields(splice, request.root());
    splice_conversation(splice, request);
    splice_max_tokens(splice, request, rules.max_tokens_field);
    // Some hosts refuse an empty list of tools.
    if (request.tools && request.tools.size() == 0) splice.remove("tools");
    if (request.stream) splice_stream_options(splice, request, rules.declines_obfuscation);

    UpstreamRequest upstream;
    upstream.head = head;
    gather(splice, request.document.text(), upstream);
    return upstream;
}

}  // namespace parley::providers::openai_dialect
