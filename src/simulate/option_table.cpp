#include "simulate/option_table.hpp"

#include <algorithm>

#include "simulate/option_values.hpp"

namespace parley::simulate {

namespace {

using Limits = ModelOptions;

bool set_count(std::uint32_t& target, std::string_view value, std::uint32_t min, std::uint32_t max) {
    const auto count = parse_count(value, max);
    if (!count || *count < min) return false;
    target = static_cast<std::uint32_t>(*count);
    return true;
}

template <class T, class Value>
bool set_parsed(T& target, const std::optional<Value>& value) {
    if (!value) return false;
    target = *value;
    return true;
}

bool set_point(std::optional<Point>& target, std::string_view value) {
    Point point;
    point.before_head = value == "headers";
    if (!point.before_head && !set_count(point.after, value, 0, Limits::chunks_max)) return false;
    target = point;
    return true;
}

/// A word as it may stand in JSON and in a header field without any escaping.
bool set_word(std::string& target, std::string_view value) {
    constexpr std::size_t word_bytes_max = 64;
    const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; };
    if (value.empty() || value.size() > word_bytes_max || !std::all_of(value.begin(), value.end(), plain)) return false;
    target = value;
    return true;
}

bool set_status(ModelOptions& options, std::string_view value) {
    const auto status = parse_count(value, 599);
    if (!status || *status < 200) return false;
    options.faults.status = static_cast<int>(*status);
    return true;
}

bool set_retry_after(ModelOptions& options, std::string_view value) {
    const auto seconds = parse_count(value, Limits::retry_after_max);
    if (seconds) options.faults.retry_after = std::chrono::seconds(*seconds);
    return seconds.has_value();
}

bool set_body(ModelOptions& options, std::string_view value) {
    if (value == "error")
        options.faults.body = PageBody::error;
    else if (value == "html")
        options.faults.body = PageBody::html;
    else if (value == "text")
        options.faults.body = PageBody::text;
    else if (value == "empty")
        options.faults.body = PageBody::empty;
    else
        return false;
    return true;
}

bool set_continues(ModelOptions& options, std::string_view value) {
    static constexpr std::string_view words[] = {"exact", "repeats", "over", "remark", "recased", "respaced", "refuses", "any"};
    const auto word = std::find(std::begin(words), std::end(words), value);
    if (word == std::end(words)) return false;
    options.continues = static_cast<Continues>(word - std::begin(words));
    return true;
}

bool set_error_in_stream(ModelOptions& options, std::string_view value) {
    return set_parsed(options.faults.error_in_stream, parse_count(value, Limits::chunks_max));
}

template <bool Faults::*flag>
bool set_flag(ModelOptions& options, std::string_view) {
    options.faults.*flag = true;
    return true;
}

template <std::optional<Point> Faults::*point>
bool set_point_of(ModelOptions& options, std::string_view value) {
    return set_point(options.faults.*point, value);
}

template <std::uint32_t Faults::*target, std::uint32_t max>
bool set_count_of(ModelOptions& options, std::string_view value) {
    return set_count(options.faults.*target, value, 1, max);
}

template <PageBody body>
bool set_body_to(ModelOptions& options, std::string_view) {
    options.faults.body = body;
    return true;
}

constexpr OptionRule rules[] = {
    {"first", "DURATION", "the first token comes after this long: 200ms, 2s, at most 3600s",
     [](ModelOptions& o, std::string_view v) { return set_parsed(o.pace.first, parse_duration(v)); }},
    {"sigma", "0..3", "the first token's time is drawn: lognormal, `first` its median, and this its sigma",
     [](ModelOptions& o, std::string_view v) { return set_parsed(o.pace.sigma, parse_decimal(v, Limits::sigma_max)); }},
    {"tail", "0..1", "this share of the first tokens comes tail_by times as late",
     [](ModelOptions& o, std::string_view v) { return set_parsed(o.pace.tail, parse_decimal(v, 1)); }},
    {"tail_by", "DECIMAL", "beside tail: how many times, at most 1000 (default 10)",
     [](ModelOptions& o, std::string_view v) { return set_parsed(o.pace.tail_by, parse_decimal(v, Limits::tail_by_max)); }},
    {"rate", "DECIMAL", "tokens per second after the first, at most 1000000; 0 or none: no waiting",
     [](ModelOptions& o, std::string_view v) { return set_parsed(o.pace.tokens_per_second, parse_decimal(v, Limits::rate_max)); }},
    {"jitter", "0..1", "each gap between tokens varies by this share of itself, drawn by seed",
     [](ModelOptions& o, std::string_view v) { return set_parsed(o.pace.jitter, parse_decimal(v, 1)); }},
    {"seed", "N", "what words, jitter and everything else by chance are drawn from (default 1)",
     [](ModelOptions& o, std::string_view v) { return set_parsed(o.seed, parse_count(v, ~std::uint64_t{0})); }},
    {"early_head", "", "a stream's head leaves at once instead of with its first chunk",
     [](ModelOptions& o, std::string_view) { return o.pace.early_head = true; }},

    {"cached", "N", "so many tokens of the prompt (or all it has) are reported as read from a cache",
     [](ModelOptions& o, std::string_view v) { return set_count(o.cached_tokens, v, 1, Limits::cached_tokens_max); }},

    {"thoughts", "N", "N words of reasoning come first, whatever the answer is",
     [](ModelOptions& o, std::string_view v) { return set_count(o.thought_words, v, 1, Limits::words_max); }},
    {"rounds", "N", "tool, tools-N: tools are called again until they have answered N times",
     [](ModelOptions& o, std::string_view v) { return set_count(o.rounds, v, 1, Limits::rounds_max); }},
    {"signed", "", "OpenAI's dialect: the first call carries extra_content.google.thought_signature",
     [](ModelOptions& o, std::string_view) { return o.signed_calls = true; }},
    {"echo_arguments", "", "the arguments of calls are the last user message, JSON or not (OpenAI's dialect)",
     [](ModelOptions& o, std::string_view) { return o.echo_arguments = true; }},

    {"continues", "exact|repeats|over|remark|recased|respaced|refuses|any",
     "fixed, words-N, long-N: what it does when it is shown the beginning of its answer and asked to go on", set_continues},
    {"no_prefill", "", "400 for a conversation that ends with the assistant's message",
     [](ModelOptions& o, std::string_view) { return o.no_prefill = true; }},

    {"status", "200..599", "an error body under this status instead of a completion", set_status},
    {"retry_after", "SECONDS", "beside status: the retry-after field", set_retry_after},
    {"code", "WORD", "beside status: error.code, such as insufficient_quota",
     [](ModelOptions& o, std::string_view v) { return set_word(o.faults.code, v); }},
    {"quote", "", "beside status or error_in_stream: the message quotes the caller's text and its credential", set_flag<&Faults::quote>},
    {"body", "error|html|text|empty", "what stands in the body (status 200 unless status says otherwise)", set_body},
    {"html", "", "short for body=html", set_body_to<PageBody::html>},
    {"empty", "", "short for body=empty", set_body_to<PageBody::empty>},
    {"garbage", "", "random bytes instead of HTTP, drawn by seed", set_flag<&Faults::garbage>},

    {"hang", "headers|N", "silence before the head, or after N chunks (plain answers: N bytes of the body)", set_point_of<&Faults::hang>},
    {"cut", "headers|N", "the connection closes there, without the end of the answer", set_point_of<&Faults::cut>},
    {"reset", "headers|N", "the connection is reset (RST) there", set_point_of<&Faults::reset>},

    {"malformed", "N", "chunk N, counted from 1, is half of its JSON (plain answers: the body is)",
     set_count_of<&Faults::malformed, Limits::chunks_max>},
    {"error_in_stream", "N", "after N chunks an error event, then the end (streams only)", set_error_in_stream},
    {"no_done", "", "no [DONE]", set_flag<&Faults::no_done>},
    {"double_done", "", "[DONE] twice", set_flag<&Faults::double_done>},
    {"no_finish", "", "no chunk with a finish_reason (plain answers: null)", set_flag<&Faults::no_finish>},

    {"finish", "WORD", "this finish_reason", [](ModelOptions& o, std::string_view v) { return set_word(o.faults.finish, v); }},
    {"crlf", "", "events end their lines with CRLF", set_flag<&Faults::crlf>},
    {"comments", "", "a comment line before every event", set_flag<&Faults::comments>},
    {"gzip", "", "the body is gzip-encoded, whatever the request accepts", set_flag<&Faults::gzip>},
    {"close_after", "", "connection: close", set_flag<&Faults::close_after>},
    {"big_event", "BYTES", "an unknown field of this size in the second chunk, at most 33554432",
     set_count_of<&Faults::big_event, Limits::big_event_bytes_max>},
    {"header_flood", "N", "N further header fields, at most 10000", set_count_of<&Faults::header_flood, Limits::header_flood_max>},
    {"drip", "DURATION", "byte by byte, with a pause after each of at least this (0ms: none)",
     [](ModelOptions& o, std::string_view v) { return set_parsed(o.faults.drip, parse_duration(v)); }},

    {"wrong_length", "+N|-N", "Content-Length is off by so many bytes",
     [](ModelOptions& o, std::string_view v) { return set_parsed(o.faults.wrong_length, parse_difference(v, Limits::chunks_max)); }},
    {"bad_chunk_size", "", "the second chunk size of the chunked body is not a number", set_flag<&Faults::bad_chunk_size>},
    {"two_responses", "", "the same answer twice for one request", set_flag<&Faults::two_responses>},

    {"fail_first", "N", "the faults befall only the first N requests for this very name",
     set_count_of<&Faults::fail_first, Limits::chunks_max>},
    {"fail_rate", "0..1", "the faults befall this share of the requests, drawn by seed",
     [](ModelOptions& o, std::string_view v) { return set_parsed(o.faults.fail_rate, parse_decimal(v, 1)); }},
};

}  // namespace

std::span<const OptionRule> option_table() { return rules; }

}  // namespace parley::simulate
