#include "simulate/model_options.hpp"

#include <algorithm>
#include <optional>

#include "simulate/option_table.hpp"
#include "simulate/option_values.hpp"

namespace parley::simulate {

namespace {

Error refuse(std::string message) {
    return Error{.kind = ErrorKind::bad_request, .source = ErrorSource::downstream, .message = std::move(message)};
}

struct AnswerRule {
    std::string_view name;  // a '-' at its end: a size follows
    AnswerKind kind;
    std::uint32_t size;  // without a size in the name: the size; with one: the most it may be
    std::string_view example;
    std::string_view meaning;
};

constexpr AnswerRule answers[] = {
    {"echo", AnswerKind::echo, 0, "sim/echo", "the text of the last user message"},
    {"fixed", AnswerKind::fixed, 0, "sim/fixed", "always the same sentence"},
    {"words-", AnswerKind::words, ModelOptions::words_max, "sim/words-50", "N words drawn by seed, a chunk each"},
    {"long-", AnswerKind::long_text, ModelOptions::long_text_kib_max, "sim/long-64", "N KiB of text, a chunk each"},
    {"tool", AnswerKind::tool, 1, "sim/tool", "calls an offered tool; answers with text after its result"},
    {"tools-", AnswerKind::tool, ModelOptions::tool_calls_max, "sim/tools-2", "N parallel calls of the offered tools"},
    {"json", AnswerKind::json, 0, "sim/json", "a JSON object in small pieces, by response_format's schema if any"},
    {"reasoning", AnswerKind::reasoning, 0, "sim/reasoning", "reasoning_content first, then a sentence"},
    {"scripted", AnswerKind::scripted, 0, "sim/scripted", "what the script has for a question like this"},
};

bool read_answer(std::string_view name, ModelOptions& options) {
    for (const AnswerRule& rule : answers) {
        const bool sized = rule.name.ends_with('-');
        if (sized ? !name.starts_with(rule.name) : name != rule.name) continue;
        options.answer = rule.kind;
        options.size = rule.size;
        if (!sized) return true;
        const auto size = parse_count(name.substr(rule.name.size()), rule.size);
        if (!size || *size == 0) return false;
        options.size = static_cast<std::uint32_t>(*size);
        return true;
    }
    return false;
}

std::optional<Error> read_option(std::string_view text, ModelOptions& options, std::vector<const OptionRule*>& seen) {
    const std::size_t equals = text.find('=');
    const std::string name(text.substr(0, equals));
    for (const OptionRule& rule : option_table()) {
        if (rule.name != name) continue;
        for (const OptionRule* other : seen) {
            if (other == &rule) return refuse("option " + name + " is given twice");
        }
        seen.push_back(&rule);
        const bool has_value = equals != std::string_view::npos;
        if (has_value == rule.value.empty() || !rule.apply(options, has_value ? text.substr(equals + 1) : "")) {
            return refuse("option " + name + " must be " + name + (rule.value.empty() ? "" : "=") + std::string(rule.value));
        }
        return std::nullopt;
    }
    return refuse("there is no option " + name);
}

/// Combinations that could only be a mistake.
std::optional<Error> find_contradiction(const Pace& pace) {
    if (pace.varies() && pace.first == Duration(0)) return refuse("sigma and tail need a first to vary");
    if (pace.tail == 0 && pace.tail_by != Pace().tail_by) return refuse("tail_by needs a tail");
    return std::nullopt;
}

std::optional<Error> find_contradiction(const Faults& faults) {
    if (faults.hang.has_value() + faults.cut.has_value() + faults.reset.has_value() > 1) {
        return refuse("only one of hang, cut and reset can end an answer");
    }
    if ((faults.wrong_length != 0) + faults.bad_chunk_size + faults.two_responses > 1) {
        return refuse("only one of wrong_length, bad_chunk_size and two_responses can break the framing");
    }
    if (faults.status == 0 && (faults.retry_after || !faults.code.empty())) {
        return refuse("retry_after and code need a status");
    }
    if (faults.quote && faults.status == 0 && !faults.error_in_stream) {
        return refuse("quote needs an error that can quote: status or error_in_stream");
    }
    Faults always = faults;
    always.fail_first = 0;
    always.fail_rate.reset();
    if (faults.any() && !always.any()) return refuse("fail_first and fail_rate need a fault to fail with");
    return std::nullopt;
}

void append_row(std::string& out, std::string name, std::string_view meaning) {
    constexpr std::size_t column = 30;
    name.resize(std::max(column, name.size() + 1), ' ');
    out += "  " + name;
    out += meaning;
    out += '\n';
}

}  // namespace

Result<ModelOptions> parse_model(std::string_view model) {
    if (model.starts_with("sim/")) model.remove_prefix(4);
    const std::size_t mark = model.find_first_of("?@");
    ModelOptions options;
    if (!read_answer(model.substr(0, mark), options)) {
        return Error{.kind = ErrorKind::not_found,
                     .source = ErrorSource::downstream,
                     .message = "there is no simulated model of that name",
                     .code = "model_not_found"};
    }
    std::vector<const OptionRule*> seen;
    bool more = mark != std::string_view::npos;
    std::string_view rest = more ? model.substr(mark + 1) : std::string_view();
    while (more) {
        const std::size_t end = rest.find_first_of("&,");
        if (auto error = read_option(rest.substr(0, end), options, seen)) return *error;
        more = end != std::string_view::npos;
        if (more) rest.remove_prefix(end + 1);
    }
    if (auto error = find_contradiction(options.pace)) return *error;
    if (auto error = find_contradiction(options.faults)) return *error;
    return options;
}

const std::vector<std::string>& example_models() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> list;
        for (const AnswerRule& rule : answers) list.emplace_back(rule.example);
        return list;
    }();
    return names;
}

std::string model_options_help() {
    std::string out =
        "A model's name says what to answer, how fast, and what to do wrong:\n\n"
        "  [sim/]ANSWER[?OPTION[&OPTION...]]      sim/words-50?first=200ms&rate=80&cut=10\n\n"
        "'@' may stand for '?' and ',' for '&'.\n\nAnswers\n";
    for (const AnswerRule& rule : answers) {
        append_row(out, std::string(rule.name) + (rule.name.ends_with('-') ? "N" : ""), rule.meaning);
    }
    out += "\nOptions\n";
    for (const OptionRule& rule : option_table()) {
        std::string name(rule.name);
        if (!rule.value.empty()) name += "=" + std::string(rule.value);
        append_row(out, std::move(name), rule.meaning);
    }
    out +=
        "\nA script (--script FILE) gives names to them, and a weather to names:\n\n"
        "  {\"models\": {\"flaky\": [\"echo?status=500\", \"echo\"],\n"
        "              \"house\": {\"fair\": \"words-20?first=200ms&sigma=0.3\",\n"
        "                        \"spells\": [{\"from\": \"60s\", \"to\": \"120s\", \"as\": \"echo?status=503\"},\n"
        "                                   {\"from\": \"5s\", \"to\": \"10s\", \"every\": \"60s\", \"as\": \"words-20?first=3s\"},\n"
        "                                   {\"from_request\": 101, \"to_request\": 200, \"as\": \"echo?reset=headers\"},\n"
        "                                   {\"share\": 0.02, \"as\": \"words-20?first=200ms&cut=5\"}]}}}\n\n"
        "A spell holds from `from` until before `to`, again at every `every`, and for a `share` of the requests. The first one\n"
        "that holds counts; where none does, it is a fair day.\n";
    return out;
}

}  // namespace parley::simulate
