#include "base/calendar_date.hpp"
#include "json/write.hpp"
#include "transcripts/kept_document.hpp"
#include "transcripts/transcript_list.hpp"

namespace parley::transcripts {
namespace {

constexpr std::string_view list_path = "/v2/transcript";

/// "2026-11-30T18:20:10.586965": UTC, and no letter says so.
std::string printed_moment(UnixMicroseconds moment) {
    constexpr UnixMicroseconds per_second = 1'000'000;
    std::string text = print_moment(moment / per_second);
    text.back() = '.';
    const std::string fraction = std::to_string(moment % per_second);
    return text.append(6 - fraction.size(), '0') + fraction;
}

/// Nothing in it needs an escape: numbers, names of ours, ids.
std::string address(const ListWish& wish, std::string_view turn, std::string_view id) {
    std::string text(list_path);
    text += "?limit=" + std::to_string(wish.limit);
    if (wish.status) text.append("&status=").append(to_string(*wish.status));
    if (wish.created_on) text += "&created_on=" + print_date(*wish.created_on);
    if (wish.nothing) text += "&throttled_only=true";
    if (!id.empty()) text.append(turn).append(id);
    return text;
}

std::string current_address(const ListWish& wish) {
    std::string text = address(wish, {}, {});
    if (wish.before_id) text += "&before_id=" + *wish.before_id;
    if (wish.after_id) text += "&after_id=" + *wish.after_id;
    return text;
}

void append_listed(std::string& out, const ListedTranscript& listed) {
    json::ObjectWriter object(out);
    object.string("id", listed.id);
    object.string("resource_url", std::string(list_path) + "/" + listed.id);
    object.string("status", to_string(listed.facts.status));
    object.string("created", printed_moment(listed.created));
    listed.completed ? object.string("completed", printed_moment(*listed.completed)) : object.null("completed");
    // Clients take its absence for a broken answer.
    object.string("audio_url", listed.is_deleted ? deleted_audio : std::string_view(listed.facts.audio_url));
    listed.facts.error.empty() ? object.null("error") : object.string("error", listed.facts.error);
    object.close();
}

void append_details(std::string& out, const TranscriptPage& page, const ListWish& wish) {
    const auto& listed = page.transcripts;
    json::ObjectWriter object(out);
    object.integer("limit", static_cast<std::int64_t>(wish.limit));
    object.integer("result_count", static_cast<std::int64_t>(listed.size()));
    object.string("current_url", current_address(wish));
    page.has_older ? object.string("prev_url", address(wish, "&before_id=", listed.back().id)) : object.null("prev_url");
    page.has_newer ? object.string("next_url", address(wish, "&after_id=", listed.front().id)) : object.null("next_url");
    object.close();
}

}  // namespace

std::string print_page(const TranscriptPage& page, const ListWish& wish) {
    std::string out;
    json::ObjectWriter object(out);
    append_details(object.key("page_details"), page, wish);
    std::string& list = object.key("transcripts");
    list += '[';
    for (const ListedTranscript& listed : page.transcripts) {
        if (&listed != &page.transcripts.front()) list += ',';
        append_listed(list, listed);
    }
    list += ']';
    object.close();
    return out;
}

}  // namespace parley::transcripts
