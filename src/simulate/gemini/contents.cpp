#include "simulate/gemini/contents.hpp"

#include <string>

#include "simulate/gemini/reply_print.hpp"

namespace parley::simulate::gemini {

namespace {

using json::Kind;
using json::Value;

constexpr std::size_t part_kinds = 4;
constexpr const char* kinds[part_kinds] = {"text", "inlineData", "fileData", "functionCall"};

std::size_t count_of(Value turn, const char* kind) {
    std::size_t count = 0;
    for (const Value part : turn.find("parts").elements()) count += part.find(kind) ? 1 : 0;
    return count;
}

bool has_data(Value part) {
    for (const char* kind : kinds) {
        if (const Value data = part.find(kind)) return !data.is(Kind::string) || !data.escaped().empty();
    }
    return static_cast<bool>(part.find("functionResponse"));
}

std::optional<Error> check_parts(Value turn, const std::string& place) {
    const Value parts = turn.find("parts");
    if (!parts.is(Kind::array) || parts.size() == 0) return refuse(place + ".parts must not be empty");
    for (const Value part : parts.elements()) {
        if (!has_data(part)) return refuse(place + ".parts: part must have one initialized field");
    }
    const std::size_t responses = count_of(turn, "functionResponse");
    if (responses != 0 && responses != parts.size()) return refuse(place + ".parts mixes function responses with other parts");
    return std::nullopt;
}

/// The first call of a step must be signed, by us or by the stand-in.
std::optional<Error> check_signature(Value turn, const std::string& place) {
    for (const Value part : turn.find("parts").elements()) {
        if (!part.find("functionCall")) continue;
        const Value signature = part.find("thoughtSignature");
        if (signature.equals(call_signature) || signature.equals("skip_thought_signature_validator")) return std::nullopt;
        if (signature) return refuse("Thought signature is not valid: " + place);
        return refuse("Function call is missing a thought_signature in functionCall parts: " + place);
    }
    return std::nullopt;
}

/// What a tool answered: the text that was wrapped in an object, or the object itself.
std::string result_of(Value turn) {
    std::string result;
    for (const Value part : turn.find("parts").elements()) {
        const Value response = part.find("functionResponse").find("response");
        const Value output = response.find("output");
        result += output.is(Kind::string) ? output.string() : std::string(response.raw());
    }
    return result;
}

void read_turn(Value turn, Question& question) {
    std::string text = text_of(turn);
    question.prompt_bytes += text.size();
    question.tool_result.reset();
    if (turn.find("role").equals("model")) return;
    if (count_of(turn, "functionResponse") > 0) {
        question.tool_result = result_of(turn);
        ++question.tool_rounds;
    } else {
        question.user_text = std::move(text);
        question.tool_rounds = 0;
    }
}

}  // namespace

Error refuse(std::string message) {
    return Error{.kind = ErrorKind::bad_request, .source = ErrorSource::downstream, .message = std::move(message)};
}

std::string text_of(Value turn) {
    std::string text;
    for (const Value part : turn.find("parts").elements()) text += part.find("text").string();
    return text;
}

std::optional<Error> read_contents(Value contents, Question& question) {
    if (!contents.is(Kind::array) || contents.size() == 0) return refuse("contents is not specified");
    std::size_t index = 0, calls_before = 0;
    bool is_models = true;  // whoever spoke last; the user must begin
    for (const Value turn : contents.elements()) {
        const std::string place = "contents[" + std::to_string(index++) + "]";
        const bool was_models = is_models;
        is_models = turn.find("role").equals("model");
        if (is_models && was_models) return refuse(place + ": a turn of the model must follow one of the user");
        if (auto error = check_parts(turn, place)) return error;
        if (auto error = check_signature(turn, place)) return error;
        if (count_of(turn, "functionResponse") != (was_models && !is_models ? calls_before : 0)) {
            return refuse(place + ": the number of function response parts must be equal to the number of function call parts");
        }
        calls_before = count_of(turn, "functionCall");
        read_turn(turn, question);
    }
    return is_models ? std::optional(refuse("the last turn must be the user's")) : std::nullopt;
}

}  // namespace parley::simulate::gemini
