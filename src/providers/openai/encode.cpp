#include "providers/openai/encode.hpp"

#include <functional>
#include <utility>

#include "json/write.hpp"
#include "openai/older_forms.hpp"
#include "providers/gather_body.hpp"
#include "providers/openai/edit_messages.hpp"
#include "providers/openai/edit_reasoning.hpp"
#include "providers/openai/edit_response_format.hpp"
#include "providers/openai/edit_tools.hpp"
#include "providers/openai/json_word.hpp"
#include "providers/openai/one_system.hpp"

namespace parley::providers::openai_dialect {
namespace {

std::string quoted(std::string_view text) {
    std::string json;
    json::append_string(json, text);
    return json;
}

/// False when the conversation has a form of older clients.
bool edit_conversation(RequestEdit& edit) {
    edit.cut(RequestField::prompt);
    if (edit.request.prompt) {
        const std::string text(edit.request.prompt.raw());
        edit.splice.set("messages", R"([{"role":"user","content":)" + text + "}]");
        return true;
    }
    return edit_messages(edit) == History::modern;
}

/// Choices that nobody will make would be missed.
void check_choices(RequestEdit& edit) {
    const std::int64_t choices = edit.value(RequestField::n).integer().value_or(1);
    if (choices > 1 && !edit.rules.supports.n) edit.problems.add("n must be 1 for this model's provider");
}

void edit_max_tokens(RequestEdit& edit) {
    const bool knows_newer = edit.rules.max_tokens_field == catalog::MaxTokensField::max_completion_tokens;
    const RequestField field = knows_newer ? RequestField::max_completion_tokens : RequestField::max_tokens;
    edit.cut(knows_newer ? RequestField::max_tokens : RequestField::max_completion_tokens);
    const std::int64_t limit = edit.request.effective_max_tokens();
    if (edit.value(field).integer() == limit) return;
    edit.set(field, knows_newer ? "max_completion_tokens" : "max_tokens", std::to_string(limit));
}

void edit_sampling(RequestEdit& edit, catalog::Effort effort) {
    const bool is_welcome = edit.rules.sampling == catalog::Sampling::when_effort_none && effort == catalog::Effort::none;
    if (is_welcome) return;
    for (const json::Member& member : edit.sampling) edit.drop(member);
}

/// The caller's options, with ours in the place of the same. A model that cannot stream is asked for the whole.
void edit_stream(RequestEdit& edit) {
    if (edit.request.stream && !edit.request.upstream_streams) {
        edit.cut(RequestField::stream);
        return edit.cut(RequestField::stream_options);
    }
    if (!edit.rules.supports.stream_options) return edit.cut(RequestField::stream_options);
    if (!edit.request.stream) return;
    const bool declines_obfuscation = edit.rules.declines_obfuscation;
    std::string merged;
    json::ObjectWriter options(merged);
    for (const json::Member member : edit.request.stream_options.members()) {
        if (member.key.equals("include_usage") || member.key.equals("include_cost")) continue;  // ours
        if (declines_obfuscation && member.key.equals("include_obfuscation")) continue;
        options.copy(member);
    }
    options.boolean("include_usage", true);
    if (declines_obfuscation) options.boolean("include_obfuscation", false);
    options.close();
    edit.set(RequestField::stream_options, "stream_options", std::move(merged));
}

void add_fields(RequestEdit& edit) {
    for (const auto& [name, text] : edit.rules.add_fields) {
        if (!edit.request.root().find(name)) edit.splice.append(name, quoted(text));
    }
}

/// The splice's gather list, with what it inserted moved into `inserted`, which the result owns.
void gather(const json::Splice& splice, std::string_view text, UpstreamRequest& upstream) {
    if (splice.changes_nothing()) {
        upstream.body.push_back(text);
        upstream.body_bytes = text.size();
        return;
    }
    const std::vector<std::string_view> slices = splice.slices();
    const auto is_callers = [text](std::string_view slice) {
        const std::less_equal<const char*> not_after;
        return not_after(text.data(), slice.data()) && not_after(slice.data() + slice.size(), text.data() + text.size());
    };
    std::size_t inserted_bytes = 0;
    for (const std::string_view slice : slices) inserted_bytes += is_callers(slice) ? 0 : slice.size();

    // On the heap whatever its size: the slices must stay true when the request is moved.
    if (inserted_bytes > 0) upstream.inserted.reserve(inserted_bytes + sizeof(std::string));
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

/// Reads the request once more as it was rewritten.
Result<UpstreamRequest> encode_rewritten(const std::string& body, const openai::ChatRequest& request, const catalog::Target& target,
                                         const PreparedRules& prepared, std::string_view head) {
    openai::ChatRequest rewritten;
    if (const auto error = openai::read_chat_request(body, rewritten)) return *error;
    rewritten.default_max_tokens = request.default_max_tokens;
    rewritten.upstream_streams = request.upstream_streams;
    const Result<UpstreamRequest> encoded = encode_request(rewritten, target, prepared, head);
    if (!encoded) return encoded.error();
    return own_whole(*encoded);  // its slices point into the rewritten body
}

Result<UpstreamRequest> encode_older(const openai::ChatRequest& request, const catalog::Target& target, const PreparedRules& prepared,
                                     std::string_view head) {
    const std::optional<std::string> body = openai::rewrite_older_forms(request.document);
    if (!body) return openai::invalid_request(openai::Problems::one("messages hold a form that cannot be read"));
    return encode_rewritten(*body, request, target, prepared, head);
}

}  // namespace

Result<UpstreamRequest> encode_request(const openai::ChatRequest& request, const catalog::Target& target, const PreparedRules& prepared,
                                       std::string_view head) {
    RequestEdit edit(request, prepared);
    const bool is_older = edit.has(RequestField::functions) || edit.has(RequestField::function_call);
    if (is_older || !edit_conversation(edit)) return encode_older(request, target, prepared, head);
    if (prepared.rules.one_system) {
        const std::optional<std::string> joined = with_one_system(request.document);
        if (joined) return encode_rewritten(*joined, request, target, prepared, head);
    }
    if (const std::optional<std::string> asked = with_json_word(edit)) return encode_rewritten(*asked, request, target, prepared, head);
    if (request.model != target.model) edit.set(RequestField::model, "model", quoted(target.model));
    check_choices(edit);
    edit_max_tokens(edit);
    edit_tools(edit);
    edit_response_format(edit);
    edit_sampling(edit, edit_reasoning(edit));
    edit_stream(edit);
    add_fields(edit);
    if (!edit.problems.empty()) return openai::invalid_request(std::move(edit.problems));

    UpstreamRequest upstream;
    upstream.head = head;
    upstream.dropped = std::move(edit.dropped);
    gather(edit.splice, request.document.text(), upstream);
    return upstream;
}

}  // namespace parley::providers::openai_dialect
