#include "exchange/request_line.hpp"

#include "http/character_class.hpp"
#include "json/write.hpp"

namespace parley::exchange {
namespace {

std::string_view name_of(observe::Level level) {
    switch (level) {
        case observe::Level::debug: return "debug";
        case observe::Level::info: return "info";
        case observe::Level::warning: return "warning";
        case observe::Level::error: return "error";
    }
    return "info";
}

void append_digits(std::string& out, unsigned value, int digits) {
    const std::size_t begin = out.size();
    out.append(static_cast<std::size_t>(digits), '0');
    for (std::size_t at = out.size(); at > begin; value /= 10) out[--at] = static_cast<char>('0' + value % 10);
}

/// Milliseconds with microseconds behind the point.
void append_milliseconds(std::string& out, Duration duration) {
    const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
    json::append_integer(out, microseconds / 1'000);
    out += '.';
    append_digits(out, static_cast<unsigned>(microseconds % 1'000), 3);
}

void add_text(json::ObjectWriter& object, std::string_view name, std::string_view text) {
    if (!text.empty()) object.string(name, text);
}

void add_usage(json::ObjectWriter& object, const openai::Usage& usage) {
    object.integer("prompt_tokens", usage.prompt_tokens);
    object.integer("completion_tokens", usage.completion_tokens);
    object.integer("cached_tokens", usage.cached_tokens);
}

}  // namespace

void append_timestamp(std::string& out, std::chrono::system_clock::time_point time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::milliseconds>(time - day));
    append_digits(out, static_cast<unsigned>(static_cast<int>(date.year())), 4);
    append_digits(out += '-', static_cast<unsigned>(date.month()), 2);
    append_digits(out += '-', static_cast<unsigned>(date.day()), 2);
    append_digits(out += 'T', static_cast<unsigned>(clock.hours().count()), 2);
    append_digits(out += ':', static_cast<unsigned>(clock.minutes().count()), 2);
    append_digits(out += ':', static_cast<unsigned>(clock.seconds().count()), 2);
    append_digits(out += '.', static_cast<unsigned>(clock.subseconds().count()), 3);
    out += 'Z';
}

std::string_view checked_request_id(std::string_view field) {
    static constexpr http::AsciiClass allowed = http::letters | http::digits | http::CharacterClass::of("._:-");
    return field.size() <= logged_request_id_bytes_max && allowed.has_all(field) ? field : std::string_view();
}

void append_request_line(std::string& out, const RequestLine& line) {
    json::ObjectWriter object(out);
    std::string& time = object.key("time");
    append_timestamp(time += '"', line.time);
    time += '"';
    object.string("level", name_of(line.level));
    object.string("event", "request");
    object.string("request_id", line.request_id);
    add_text(object, "client_request_id", line.client_request_id);
    add_text(object, "key", line.key);
    add_text(object, "key_id", line.key_id);
    add_text(object, "account", line.account);
    add_text(object, "route", line.route);
    add_text(object, "region", line.region);
    add_text(object, "model", line.model);
    add_text(object, "provider", line.provider);
    add_text(object, "upstream_model", line.upstream_model);
    add_text(object, "upstream_request_id", line.upstream_request_id);
    if (!line.model.empty()) object.boolean("stream", line.streamed);
    if (line.status != 0) object.integer("status", line.status);
    object.string("outcome", to_string(line.outcome));
    add_text(object, "failure", line.failure);
    if (!line.model.empty()) object.integer("attempts", line.attempts);
    if (line.usage) add_usage(object, *line.usage);
    if (line.prompt_cut) object.boolean("prompt_cut", true);
    if (line.cost) object.raw("cost_usd", print_dollar_number(*line.cost));
    if (line.first_chunk) append_milliseconds(object.key("first_chunk_ms"), *line.first_chunk);
    if (line.total) append_milliseconds(object.key("total_ms"), *line.total);
    object.close();
}

}  // namespace parley::exchange
