#include "cli/comparison.hpp"

#include "cli/answer_report.hpp"
#include "cli/text_table.hpp"
#include "client/price_list.hpp"
#include "json/write.hpp"
#include "terminal/side_by_side.hpp"
#include "terminal/visible.hpp"
#include "terminal/width.hpp"

namespace parley::cli {
namespace {

constexpr const char* unknown = "-";

/// Of a note; the whole error stands with the answers.
constexpr std::size_t note_cells_max = 60;

std::string shortened(const std::string& line) {
    if (terminal::display_width(line) <= note_cells_max) return line;
    constexpr std::string_view dots = "...";
    return std::string(terminal::fitting(line, note_cells_max - dots.size())) + std::string(dots);
}

std::string note_of(const client::Answer& answer) {
    if (answer.failure) return shortened("error: " + terminal::visible_line(answer.failure->message));
    if (answer.stopped) return "stopped";
    return answer.finish_reason == "stop" ? "" : shortened(terminal::visible_line(answer.finish_reason));
}

std::vector<std::string> row_of(const ComparedAnswer& compared) {
    const client::Answer& answer = compared.answer;
    const bool timed = answer.ok() || answer.has_begun();
    return {terminal::visible_line(compared.model),
            answer.first_token ? print_duration(*answer.first_token) : unknown,
            timed ? print_duration(answer.total) : unknown,
            answer.usage ? std::to_string(answer.usage->prompt_tokens) : unknown,
            answer.usage ? std::to_string(answer.usage->completion_tokens) : unknown,
            print_token_rate(answer).value_or(unknown),
            compared.cost ? print_dollars(*compared.cost) : unknown,
            note_of(answer)};
}

std::string text_of(const client::Answer& answer) {
    std::string text = answer.text;
    const auto add_line = [&text](const std::string& line) {
        if (!text.empty() && !text.ends_with('\n')) text += '\n';
        text += line;
    };
    for (const client::ToolCall& call : answer.tool_calls) add_line("[tool call] " + call.name + "(" + call.arguments + ")");
    if (answer.failure) add_line("error: " + print_failure(answer));
    std::string shown = terminal::visible(text);
    shown.erase(shown.find_last_not_of('\n') + 1);
    return shown;
}

}  // namespace

std::string print_comparison_table(std::span<const ComparedAnswer> answers) {
    using enum TextTable::Align;
    TextTable table({{"MODEL", left},
                     {"FIRST", right},
                     {"TOTAL", right},
                     {"IN", right},
                     {"OUT", right},
                     {"TOKENS/S", right},
                     {"COST", right},
                     {"NOTE", left}});
    for (const ComparedAnswer& compared : answers) table.add(row_of(compared));
    return table.text();
}

std::string print_compared_texts(std::span<const ComparedAnswer> answers, std::optional<std::size_t> width) {
    std::vector<terminal::Column> columns;
    for (const ComparedAnswer& compared : answers) {
        columns.push_back({terminal::visible_line(compared.model), text_of(compared.answer)});
    }
    if (width) {
        if (auto beside = terminal::side_by_side(columns, *width)) return std::move(*beside);
    }
    std::string out;
    for (const terminal::Column& column : columns) {
        out += (out.empty() ? "" : "\n") + column.heading + "\n";
        out += std::string(terminal::display_width(column.heading), '-') + "\n" + column.text + "\n";
    }
    return out;
}

std::string print_comparison_json(std::span<const ComparedAnswer> answers) {
    std::string out;
    json::ObjectWriter document(out);
    std::string& list = document.key("answers");
    list += '[';
    for (const ComparedAnswer& compared : answers) {
        if (&compared != &answers.front()) list += ',';
        append_answer(list, compared.model, compared.answer, compared.cost);
    }
    list += ']';
    document.close();
    return out;
}

}  // namespace parley::cli
