// model_options.hpp: how a model's name tells a simulated upstream what to answer, how fast, and what to do wrong.
//
//     model  = [ "sim/" ] answer [ ( "?" / "@" ) option *( ( "&" / "," ) option ) ]
//     option = name [ "=" value ]
//
// "sim/words-50?first=200ms&rate=80" and "words-50@first=200ms,rate=80" say the same. A '+' separates nothing, since
// wrong_length=+10 needs it. Unknown options, repeated options and values out of bounds are refused with their name:
// a test whose fault was misspelt must not pass.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "simulate/continuation.hpp"
#include "simulate/faults.hpp"
#include "simulate/pace.hpp"

namespace parley::simulate {

enum class AnswerKind : std::uint8_t {
    echo,       // the last user message
    fixed,      // one constant sentence
    words,      // `size` words, drawn by seed, a chunk each
    long_text,  // `size` KiB of text, a chunk each
    tool,       // `size` parallel calls of the offered tools
    json,       // an object, fitting response_format's schema if there is one
    reasoning,  // reasoning first, then an answer
    scripted,   // what the script has for a question like this
};

struct ModelOptions {
    static constexpr std::uint32_t words_max = 100'000;
    static constexpr std::uint32_t long_text_kib_max = 10 * 1024;
    static constexpr std::uint32_t tool_calls_max = 16;
    static constexpr std::uint32_t chunks_max = 1'000'000;          // in hang=N, cut=N and their like
    static constexpr std::uint32_t big_event_bytes_max = 32 << 20;  // past any limit a reader may have
    static constexpr std::uint32_t header_flood_max = 10'000;
    static constexpr std::uint32_t rate_max = 1'000'000;      // tokens per second
    static constexpr std::uint32_t retry_after_max = 86'400;  // seconds
    static constexpr std::uint32_t cached_tokens_max = 1'000'000;
    static constexpr std::uint32_t rounds_max = 1'000;
    static constexpr double sigma_max = 3;
    static constexpr double tail_by_max = 1'000;

    AnswerKind answer = AnswerKind::fixed;
    std::uint32_t size = 0;
    std::uint64_t seed = 1;
    std::uint32_t cached_tokens = 0;         // of the prompt, as far as it has so many
    std::uint32_t thought_words = 0;         // of reasoning before the answer, whatever it is
    std::uint32_t rounds = 1;                // of calls before tools have answered enough
    bool signed_calls = false;               // OpenAI's dialect: the first call is signed, as at Google's endpoint of that dialect
    Continues continues = Continues::exact;  // with an answer that it is shown the beginning of
    bool no_prefill = false;                 // a conversation that ends with the assistant is refused
    bool echo_arguments = false;             // a call's arguments are the last user message, whatever that is
    std::string text = {};                   // of a scripted answer
    Pace pace;
    Faults faults;

    bool operator==(const ModelOptions&) const = default;
};

/// Reads a model's name. Errors: not_found for an answer that does not exist, bad_request (naming the option)
/// otherwise.
Result<ModelOptions> parse_model(std::string_view model);

/// What GET /v1/models lists: one name for each kind of answer, with "sim/" in front.
const std::vector<std::string>& example_models();

/// The grammar, every answer and every option with its meaning, for `parley simulate --help`.
std::string model_options_help();

}  // namespace parley::simulate
