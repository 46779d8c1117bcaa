#include "server/usage_routes.hpp"

#include <array>
#include <utility>

#include "http/query.hpp"
#include "server/patient_answer.hpp"
#include "server/usage_verbs.hpp"

namespace parley::server {
namespace {

using exchange::ExchangeContext;

struct Word {
    std::string_view name;
    std::optional<std::string> UsageWords::*word;
};
constexpr std::array words_of_everybody{
    Word{"by", &UsageWords::by},   Word{"since", &UsageWords::since}, Word{"until", &UsageWords::until},
    Word{"key", &UsageWords::key}, Word{"model", &UsageWords::model}, Word{"account", &UsageWords::account},
};

// A name that we do not know may be anything, and is not repeated.
Error bad_query(std::string problem) {
    return Error{
        .kind = ErrorKind::bad_request, .source = ErrorSource::downstream, .message = "invalid query", .problems = {std::move(problem)}};
}

Result<UsageWords> read_words(std::string_view query, UsageFor eyes) {
    auto fields = http::parse_query(query);
    if (!fields) return fields.error();
    const std::span<const Word> known = std::span(words_of_everybody).first(eyes == UsageFor::caller ? 5 : 6);
    UsageWords words;
    for (http::QueryField& field : *fields) {
        const auto found = std::find_if(known.begin(), known.end(), [&](const Word& word) { return word.name == field.name; });
        if (found == known.end()) return bad_query("the query may hold by, since, until, key, model, and nothing else");
        if (words.*(found->word)) return bad_query(field.name + " stands twice");
        words.*(found->word) = std::move(field.value);
    }
    return words;
}

Task<> show_usage(ExchangeContext& context, const RouteServices& services, UsageFor eyes) {
    Result<UsageWords> words = read_words(context.http.head().target.query, eyes);
    if (!words) {
        co_await exchange::refuse(context, words.error());
        co_return;
    }
    if (eyes == UsageFor::caller) words->account = context.caller->account;
    auto work = [&store = services.store, words = *words, eyes] { return printed(usage(store, words, eyes, unix_now())); };
    co_await answer_patiently(context, services, std::move(work));
}

}  // namespace

Task<> show_own_usage(ExchangeContext& context, const RouteServices& services, std::string_view) {
    return show_usage(context, services, UsageFor::caller);
}

Task<> show_all_usage(ExchangeContext& context, const RouteServices& services, std::string_view) {
    return show_usage(context, services, UsageFor::operators);
}

}  // namespace parley::server
