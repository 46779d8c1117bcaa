#include "cli/usage_table.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "cli/text_table.hpp"
#include "terminal/visible.hpp"

namespace parley::cli {
namespace {

using nlohmann::json;
using Align = TextTable::Align;

/// A column of numbers and where it stands in a row.
struct Column {
    const char* csv;      // its name there
    const char* heading;  // in a table; null: not shown there
    const char* pointer;  // RFC 6901
    bool is_money = false;
};
constexpr std::array columns{
    Column{"requests", "REQUESTS", "/requests"},
    Column{"estimated_requests", nullptr, "/estimated_requests"},
    Column{"input", "INPUT", "/tokens/input"},
    Column{"cache_read", "CACHE READ", "/tokens/cache_read"},
    Column{"cache_write_5m", "WRITE 5M", "/tokens/cache_write_5m"},
    Column{"cache_write_1h", "WRITE 1H", "/tokens/cache_write_1h"},
    Column{"output", "OUTPUT", "/tokens/output"},
    Column{"reasoning", nullptr, "/tokens/reasoning"},
    Column{"charged", "CHARGED $", "/charged", true},
    Column{"charged_unknown", nullptr, "/charged_unknown"},
    Column{"incurred", "INCURRED $", "/incurred", true},
    Column{"incurred_unknown", nullptr, "/incurred_unknown"},
};

std::string cell_of(const json& row, const Column& column, const char* nothing) {
    const json& value = row.at(json::json_pointer(column.pointer));
    if (value.is_null()) return nothing;
    return value.is_string() ? value.get<std::string>() : value.dump();
}

std::size_t decimals_of(const std::string& number) {
    const std::size_t point = number.find('.');
    return point == std::string::npos ? 0 : number.size() - point - 1;
}

/// Zeros at the ends, so that points stand below points.
void align_decimals(std::vector<std::vector<std::string>>& rows, std::size_t place) {
    std::size_t decimals = 0;
    for (const auto& row : rows) decimals = std::max(decimals, decimals_of(row[place]));
    for (auto& row : rows) {
        std::string& number = row[place];
        if (decimals == 0 || number.empty() || number.front() < '0' || number.front() > '9') continue;  // a word
        if (decimals_of(number) == 0) number += '.';
        number.append(decimals - decimals_of(number), '0');
    }
}

std::string notes_of(const json& row) {
    std::string notes;
    const auto note = [&](const char* name, const char* words) {
        const auto count = row.at(name).get<std::int64_t>();
        if (count > 0) notes += (notes.empty() ? "" : ", ") + std::to_string(count) + words;
    };
    note("charged_unknown", " of unknown price");
    note("estimated_requests", " estimated");
    return notes;
}

std::string upper(std::string text) {
    for (char& letter : text) {
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    }
    return text;
}

std::vector<std::string> table_row(std::vector<std::string> groups, const json& row) {
    for (const Column& column : columns) {
        if (column.heading) groups.push_back(cell_of(row, column, "unknown"));
    }
    groups.push_back(notes_of(row));
    return groups;
}

/// RFC 4180, 2.6 and 2.7.
std::string csv_cell(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char letter : text) quoted += letter == '"' ? std::string("\"\"") : std::string(1, letter);
    return quoted + "\"";
}

std::string csv_line(const std::vector<std::string>& cells) {
    std::string line;
    for (const std::string& cell : cells) line += (&cell == &cells.front() ? "" : ",") + csv_cell(cell);
    return line + "\n";
}

}  // namespace

std::string usage_table(const json& report) {
    const json& by = report.at("by");
    std::vector<TextTable::Column> headings;
    for (const json& name : by) headings.push_back({upper(name.get<std::string>())});
    std::vector<std::vector<std::string>> rows;
    for (const json& row : report.at("rows")) {
        std::vector<std::string> groups;
        for (const json& name : by) groups.push_back(terminal::visible_line(row.at(name.get<std::string>()).get<std::string>()));
        rows.push_back(table_row(std::move(groups), row));
    }
    std::vector<std::string> last(by.size());
    last.front() = "total";
    rows.push_back(table_row(std::move(last), report.at("total")));
    std::size_t place = by.size();
    for (const Column& column : columns) {
        if (!column.heading) continue;
        headings.push_back({column.heading, Align::right});
        if (column.is_money) align_decimals(rows, place);
        ++place;
    }
    headings.push_back({"NOTES"});
    TextTable table(std::move(headings));
    for (auto& row : rows) table.add(std::move(row));
    return table.text();
}

std::string usage_csv(const json& report) {
    const json& by = report.at("by");
    std::vector<std::string> names = by.get<std::vector<std::string>>();
    for (const Column& column : columns) names.push_back(column.csv);
    std::string text = csv_line(names);
    for (const json& row : report.at("rows")) {
        std::vector<std::string> cells;
        for (const json& name : by) cells.push_back(row.at(name.get<std::string>()).get<std::string>());
        for (const Column& column : columns) cells.push_back(cell_of(row, column, ""));
        text += csv_line(cells);
    }
    return text;
}

std::string usage_alarm(const json& report) {
    const auto unknown = report.at("total").at("incurred_unknown").get<std::int64_t>();
    if (unknown == 0) return "";
    return std::to_string(unknown) + (unknown == 1 ? " request has a cost" : " requests have costs") +
           " that nobody knows, and which the sums lack: `parley models` shows the models without a price";
}

}  // namespace parley::cli
