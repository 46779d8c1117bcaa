// caller_tables.cpp: the tables of `limits`, `defaults` and `compatibility`: what callers may do, and what they get.
#include "config/field_types.hpp"
#include "config/tables.hpp"

namespace parley::config {
namespace {

constexpr std::uint64_t requests_at_once_most = 1'000'000;
constexpr std::uint64_t bodies_bytes_least = std::uint64_t{1} << 20;
constexpr Bounds<std::chrono::milliseconds> lateness{std::chrono::milliseconds(0), std::chrono::seconds(10)};
constexpr std::uint64_t bodies_bytes_most = std::uint64_t{1} << 40;

}  // namespace

const Table<Limits>& limits_table() {
    static const Table<Limits> table{
        count_field("requests_per_minute", &Limits::requests_per_minute, {0, requests_per_minute_most},
                    "Per account and model, in windows of a minute. 0 means as many as they like."),
        count_field("wrong_keys_per_minute", &Limits::wrong_keys_per_minute, {0, requests_per_minute_most},
                    "From one address (of IPv6: from one /64 network), in windows of a minute. More are answered with 429 and lose their "
                    "connection; requests with a good key never are. 0 means as many as they like."),
        count_field(
            "requests_at_once", &Limits::requests_at_once, {0, requests_at_once_most},
            "Chat completions under way at once, of all callers together. Beyond half of them, an account, and a key among those of "
            "its account, that has more than an equal part under way is answered with 429; at all of them, everybody with 503. 0 means as "
            "many as they like."),
        size_field("bodies_bytes_at_once", &Limits::bodies_bytes_at_once, {bodies_bytes_least, bodies_bytes_most},
                   "The bodies of those requests together, by the same rule."),
        duration_field("lateness_max", &Limits::lateness_max, lateness,
                       "How long a thread may take to come to what has arrived of answers that have begun; a quarter of that for requests "
                       "and for the first words of answers. One that is later "
                       "for half a second answers new chat completions with 503 beyond what can be under way in time, first those of "
                       "whoever has most under way. 0s means as late as it likes."),
    };
    return table;
}

const Table<Defaults>& defaults_table() {
    static const Table<Defaults> table{
        count_field("max_tokens", &Defaults::max_tokens, {1, max_tokens_most},
                    "The longest answer, in tokens, where a request states neither `max_tokens` nor "
                    "`max_completion_tokens`."),
    };
    return table;
}

const Table<Compatibility>& compatibility_table() {
    static const Table<Compatibility> table{
        choice_field("strict_errors", &Compatibility::strict_errors, {{"true", true}, {"false", false}}, {},
                     "Errors have the hosted gateway's own bodies alone, without the `error` object that OpenAI's SDKs "
                     "read: a 401 then has its text in `error`."),
    };
    return table;
}

}  // namespace parley::config
