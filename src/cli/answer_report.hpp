// answer_report.hpp: what an answer took, in a line for people and in JSON for scripts.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/money.hpp"
#include "client/answer.hpp"

namespace parley::cli {

/// "0.41 ms", "9.3 ms", "412 ms", "12.3 s".
std::string print_duration(Duration duration);

/// Output tokens for each second from the first token to the end, with one decimal. Nothing where that cannot be said: no
/// usage, or everything arrived at once.
std::optional<std::string> print_token_rate(const client::Answer& answer);

/// "m: first token 120 ms, total 1240 ms, tokens 12 in 80 out, 71.4 tokens/s, $0.00012": what is known of it. An end that
/// is not the usual one is told: "stopped", "finish_reason length".
std::string print_summary(std::string_view model, const client::Answer& answer, std::optional<Money> cost);

/// "message (request 0b1c...)", the request where the gateway said which it was.
std::string print_failure(const client::Answer& answer);

/// One object. Times are numbers of milliseconds; what is not known is null. `error` is there when there was one.
void append_answer(std::string& out, std::string_view model, const client::Answer& answer, std::optional<Money> cost);

}  // namespace parley::cli
