#include "config/problem.hpp"

#include <string_view>

namespace parley::config {
namespace {

void append_printable(std::string& out, std::string_view text) {
    static constexpr char digits[] = "0123456789abcdef";
    for (const char byte : text) {
        const auto value = static_cast<unsigned char>(byte);
        if (value >= 0x20 && value != 0x7f) {
            out += byte;
        } else {
            out += "\\x";
            out += digits[value >> 4];
            out += digits[value & 0xf];
        }
    }
}

}  // namespace

std::string to_text(const ConfigProblem& problem) {
    std::string out;
    append_printable(out, problem.file);
    if (problem.line > 0) out += ":" + std::to_string(problem.line) + ":" + std::to_string(problem.column);
    out += ": ";
    append_printable(out, problem.path);
    if (!problem.path.empty()) out += ": ";
    append_printable(out, problem.message);
    if (!problem.hint.empty()) {
        out += "\n    hint: ";
        append_printable(out, problem.hint);
    }
    return out;
}

}  // namespace parley::config
