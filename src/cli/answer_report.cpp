#include "cli/answer_report.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "client/price_list.hpp"
#include "json/write.hpp"
#include "openai/usage.hpp"

namespace parley::cli {
namespace {

using Milliseconds = std::chrono::duration<double, std::milli>;

std::string with_decimals(double value, int decimals) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
    return text.data();
}

/// A JSON number, to the microsecond.
std::string milliseconds_number(Duration duration) {
    constexpr std::int64_t millionths_per_microsecond = 1'000;  // of a millisecond
    const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
    return print_millionths(static_cast<std::uint64_t>(std::max<std::int64_t>(microseconds, 0) * millionths_per_microsecond));
}

void raw_or_null(json::ObjectWriter& into, std::string_view name, const std::optional<std::string>& json) {
    if (json) {
        into.raw(name, *json);
    } else {
        into.null(name);
    }
}

void string_or_null(json::ObjectWriter& into, std::string_view name, std::string_view text) {
    if (text.empty()) {
        into.null(name);
    } else {
        into.string(name, text);
    }
}

void append_tool_calls(json::ObjectWriter& into, const std::vector<client::ToolCall>& calls) {
    std::string& list = into.key("tool_calls");
    list += '[';
    for (const client::ToolCall& call : calls) {
        if (&call != &calls.front()) list += ',';
        json::ObjectWriter writer(list);
        writer.string("id", call.id);
        writer.string("name", call.name);
        writer.string("arguments", call.arguments);
        writer.close();
    }
    list += ']';
}

void append_failure(json::ObjectWriter& into, const client::Failure& failure) {
    json::ObjectWriter writer(into.key("error"));
    writer.string("message", failure.message);
    string_or_null(writer, "code", failure.code);
    if (failure.status == 0) {
        writer.null("status");
    } else {
        writer.integer("status", failure.status);
    }
    writer.close();
}

}  // namespace

std::string print_duration(Duration duration) {
    constexpr double seconds_from = 10'000;  // milliseconds
    const double milliseconds = std::chrono::duration_cast<Milliseconds>(duration).count();
    if (milliseconds < 1) return with_decimals(milliseconds, 2) + " ms";
    if (milliseconds < 10) return with_decimals(milliseconds, 1) + " ms";
    if (milliseconds < seconds_from) return with_decimals(milliseconds, 0) + " ms";
    return with_decimals(milliseconds / 1'000, 1) + " s";
}

std::optional<std::string> print_token_rate(const client::Answer& answer) {
    constexpr auto measurable = std::chrono::milliseconds(1);
    if (!answer.usage || !answer.first_token) return std::nullopt;
    const Duration speaking = answer.total - *answer.first_token;
    if (speaking < measurable || answer.usage->completion_tokens == 0) return std::nullopt;
    const double seconds = std::chrono::duration<double>(speaking).count();
    return with_decimals(static_cast<double>(answer.usage->completion_tokens) / seconds, 1);
}

std::string print_summary(std::string_view model, const client::Answer& answer, std::optional<Money> cost) {
    std::string line(model);
    line += ": ";
    if (answer.first_token) line += "first token " + print_duration(*answer.first_token) + ", ";
    line += "total " + print_duration(answer.total);
    if (answer.usage) {
        line += ", tokens " + std::to_string(answer.usage->prompt_tokens) + " in ";
        line += std::to_string(answer.usage->completion_tokens) + " out";
    }
    if (const auto rate = print_token_rate(answer)) line += ", " + *rate + " tokens/s";
    if (cost) line += ", " + print_dollars(*cost);
    if (answer.stopped) line += ", stopped";
    const bool usual = answer.finish_reason.empty() || answer.finish_reason == "stop" || answer.finish_reason == "tool_calls";
    if (!usual) line += ", finish_reason " + answer.finish_reason;
    return line;
}

std::string print_failure(const client::Answer& answer) {
    std::string line = answer.failure->message;
    if (!answer.request_id.empty()) line += " (request " + answer.request_id + ")";
    return line;
}

void append_answer(std::string& out, std::string_view model, const client::Answer& answer, std::optional<Money> cost) {
    json::ObjectWriter writer(out);
    writer.string("model", model);
    writer.string("text", answer.text);
    if (!answer.reasoning.empty()) writer.string("reasoning", answer.reasoning);
    if (!answer.tool_calls.empty()) append_tool_calls(writer, answer.tool_calls);
    string_or_null(writer, "finish_reason", answer.finish_reason);
    const auto first_token = answer.first_token ? std::optional(milliseconds_number(*answer.first_token)) : std::nullopt;
    raw_or_null(writer, "first_token_ms", first_token);
    writer.raw("total_ms", milliseconds_number(answer.total));
    if (answer.usage) {
        openai::append_stream_usage(writer.key("usage"), *answer.usage);
    } else {
        writer.null("usage");
    }
    raw_or_null(writer, "tokens_per_second", print_token_rate(answer));
    raw_or_null(writer, "cost_usd", cost ? std::optional(print_dollar_number(*cost)) : std::nullopt);
    writer.string("request_id", answer.request_id);
    if (answer.stopped) writer.boolean("stopped", true);
    if (answer.failure) append_failure(writer, *answer.failure);
    writer.close();
}

}  // namespace parley::cli
