#include "server/derived_routes.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "http/query.hpp"
#include "server/kept_transcripts.hpp"
#include "server/plain_refusal.hpp"
#include "transcripts/passages.hpp"
#include "transcripts/placement.hpp"
#include "transcripts/word_search.hpp"

namespace parley::server {
namespace {

using exchange::ExchangeContext;

constexpr std::array<std::pair<std::string_view, Derived>, 5> names = {{
    {"sentences", Derived::sentences},
    {"paragraphs", Derived::paragraphs},
    {"srt", Derived::srt},
    {"vtt", Derived::vtt},
    {"word-search", Derived::word_search},
}};

// About two lines of a screen; AssemblyAI states no default.
constexpr std::size_t caption_characters_usual = 84;
constexpr std::size_t caption_characters_least = 16;
constexpr std::size_t caption_characters_most = 4'096;

Error bad_request(std::string message) {
    return Error{.kind = ErrorKind::bad_request, .source = ErrorSource::downstream, .message = std::move(message)};
}

/// What is to be made, and how.
struct Wish {
    Derived what;
    std::size_t caption_characters = caption_characters_usual;
    std::vector<std::string> phrases = {};
};

Result<std::size_t> caption_characters(std::string_view text) {
    std::size_t wanted = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, fault] = std::from_chars(text.data(), end, wanted);
    const bool is_number = fault == std::errc() && stop == end;
    if (is_number && wanted >= caption_characters_least && wanted <= caption_characters_most) return wanted;
    return bad_request("chars_per_caption must be a number from " + std::to_string(caption_characters_least) + " to " +
                       std::to_string(caption_characters_most));
}

/// The first field of that name; empty: there is none.
std::string_view value_of(const std::vector<http::QueryField>& fields, std::string_view name) {
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const http::QueryField& field) { return field.name == name; });
    return found == fields.end() ? std::string_view() : found->value;
}

/// `chars_per_caption` and `words`, each where it means something; other fields are nobody's mistake.
Result<Wish> read_wish(std::string_view query, Derived what) {
    const auto fields = http::parse_query(query);
    if (!fields) return bad_request("the query is not valid");
    Wish wish{what};
    if (what == Derived::word_search) {
        auto phrases = transcripts::read_phrases(value_of(*fields, "words"));
        if (!phrases) return phrases.error();
        wish.phrases = std::move(*phrases);
        return wish;
    }
    const std::string_view characters = value_of(*fields, "chars_per_caption");
    if (characters.empty()) return wish;
    const Result<std::size_t> wanted = caption_characters(characters);
    if (!wanted) return wanted.error();
    wish.caption_characters = *wanted;
    return wish;
}

std::string print(const transcripts::Transcript& transcript, std::string_view id, const Wish& wish) {
    using transcripts::Subtitles;
    switch (wish.what) {
        case Derived::sentences: return transcripts::print_sentences(transcript, id);
        case Derived::paragraphs: return transcripts::print_paragraphs(transcript, id);
        case Derived::srt: return transcripts::print_subtitles(transcript, Subtitles::srt, wish.caption_characters);
        case Derived::vtt: return transcripts::print_subtitles(transcript, Subtitles::vtt, wish.caption_characters);
        case Derived::word_search: return transcripts::print_matches(transcripts::search_words(transcript, wish.phrases), id);
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
    const Result<Wish> wish = read_wish(context.http.head().target.query, what);
    if (!wish) co_return wish.error();
    std::string asked = id;
    const auto found = co_await services.transcripts.find(context, std::move(asked));
    if (!found) co_return found.error();
    if (const auto error = transcripts::check_completed(**found)) co_return bad_request(error->problems.at(0));
    co_return print(**found, id, *wish);
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
    if (what == Derived::srt || what == Derived::vtt) co_return co_await respond_text(context, *made, what);
    co_await exchange::respond_json(context, *made);
}

}  // namespace parley::server
