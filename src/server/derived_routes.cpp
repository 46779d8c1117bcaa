#include "server/derived_routes.hpp"

#include <array>
#include <charconv>
#include <utility>

#include "http/query.hpp"
#include "server/kept_transcripts.hpp"
#include "server/plain_refusal.hpp"
#include "transcripts/passages.hpp"
#include "transcripts/placement.hpp"

namespace parley::server {
namespace {

using exchange::ExchangeContext;

constexpr std::array<std::pair<std::string_view, Derived>, 4> names = {{
    {"sentences", Derived::sentences},
    {"paragraphs", Derived::paragraphs},
    {"srt", Derived::srt},
    {"vtt", Derived::vtt},
}};

// About two lines of a screen; AssemblyAI states no default.
constexpr std::size_t caption_characters_usual = 84;
constexpr std::size_t caption_characters_least = 16;
constexpr std::size_t caption_characters_most = 4'096;

Error bad_request(std::string message) {
    return Error{.kind = ErrorKind::bad_request, .source = ErrorSource::downstream, .message = std::move(message)};
}

/// `chars_per_caption`; other fields are nobody's mistake.
Result<std::size_t> caption_characters(std::string_view query) {
    const auto fields = http::parse_query(query);
    if (!fields) return bad_request("the query is not valid");
    for (const http::QueryField& field : *fields) {
        if (field.name != "chars_per_caption") continue;
        std::size_t wanted = 0;
        const char* const end = field.value.data() + field.value.size();
        const auto [stop, fault] = std::from_chars(field.value.data(), end, wanted);
        const bool is_number = fault == std::errc() && stop == end;
        if (is_number && wanted >= caption_characters_least && wanted <= caption_characters_most) return wanted;
        return bad_request("chars_per_caption must be a number from " + std::to_string(caption_characters_least) + " to " + std::to_string(caption_characters_most));
    }
    return caption_characters_usual;
}

std::string print(const transcripts::Transcript& transcript, std::string_view id, Derived what, std::size_t characters_max) {
    using transcripts::Subtitles;
    switch (what) {
        case Derived::sentences: return transcripts::print_sentences(transcript, id);
        case Derived::paragraphs: return transcripts::print_paragraphs(transcript, id);
        case Derived::srt: return transcripts::print_subtitles(transcript, Subtitles::srt, characters_max);
        case Derived::vtt: return transcripts::print_subtitles(transcript, Subtitles::vtt, characters_max);
    }
    return {};
}

Task<> respond_text(ExchangeContext& context, std::string text, Derived what) {
    http::Response response;
    response.content_type = what == Derived::vtt ? "text/vtt; charset=utf-8" : "text/plain; charset=utf-8";
    response.body = std::move(text);
    context.record.status = response.status;
    const bool sent = co_await context.http.respond(std::move(response));
    context.outcome = sent ? Outcome::ok : exchange::unanswered(context);
}

Task<Result<std::string>> make(ExchangeContext& context, const RouteServices& services, std::string id, Derived what) {
    if (!transcripts::is_transcript_id(id)) co_return bad_request("that is not the id of a transcript");
    const Result<std::size_t> characters_max = caption_characters(context.http.head().target.query);
    if (!characters_max) co_return characters_max.error();
    std::string asked = id;
    const auto found = co_await services.transcripts.find(context, std::move(asked));
    if (!found) co_return found.error();
    if (const auto error = transcripts::check_completed(**found)) co_return bad_request(error->problems.at(0));
    co_return print(**found, id, what, *characters_max);
}

}  // namespace

std::optional<Derived> derived_named(std::string_view name) {
    for (const auto& [known, derived] : names) {
        if (known == name) return derived;
    }
    return std::nullopt;
}

Task<> show_derived(ExchangeContext& context, const RouteServices& services, std::string id, Derived what) {
    const Result<std::string> made = co_await make(context, services, std::move(id), what);
    if (!made) co_return co_await refuse_plainly(context, made.error());
    if (what == Derived::sentences || what == Derived::paragraphs) co_return co_await exchange::respond_json(context, *made);
    co_await respond_text(context, *made, what);
}

}  // namespace parley::server
