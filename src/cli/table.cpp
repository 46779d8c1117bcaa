#include "cli/table.hpp"

#include <algorithm>
#include <cassert>
#include <ctime>

namespace parley::cli {
namespace {

constexpr std::size_t gap = 2;

void widen(std::vector<std::size_t>& widths, const Row& row) {
    assert(row.size() == widths.size());
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
}

void append_line(std::string& out, const Row& row, const std::vector<std::size_t>& widths) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) line += row[i] + std::string(widths[i] - row[i].size() + gap, ' ');
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
}

}  // namespace

std::string print_table(const Row& headings, const std::vector<Row>& rows) {
    std::vector<std::size_t> widths(headings.size(), 0);
    widen(widths, headings);
    for (const Row& row : rows) widen(widths, row);
    std::string out;
    append_line(out, headings, widths);
    for (const Row& row : rows) append_line(out, row, widths);
    return out;
}

std::string print_moment(UnixSeconds moment) {
    const std::time_t seconds = moment;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char text[40];
    const std::size_t size = std::strftime(text, sizeof text, "%Y-%m-%d %H:%M", &parts);
    return std::string(text, size);
}

}  // namespace parley::cli
