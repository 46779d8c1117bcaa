#include "unit/providers/golden_case.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace parley::tests {
namespace {

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    EXPECT_TRUE(file.is_open()) << path;
    return {std::istreambuf_iterator<char>(file), {}};
}

bool is_updating() {
    const char* const wish = std::getenv("GOLDEN_UPDATE");
    return wish && std::string_view(wish) == "1";
}

/// AWS's framing is binary, and its file is called otherwise.
std::string_view upstream_file(const GoldenCase& golden) {
    constexpr std::string_view frames = "upstream.eventstream";
    if (golden.answers_whole) return "upstream.json";
    return std::filesystem::exists(golden.folder / frames) ? frames : "upstream.sse";
}

std::string without_last_line_end(std::string text) {
    if (text.ends_with('\n')) text.pop_back();
    return text;
}

}  // namespace

std::string GoldenCase::from_note(std::string_view key) const {
    const std::string begin = std::string(key) + ": ";
    std::size_t at = note.find(begin);
    if (at == std::string::npos || (at > 0 && note[at - 1] != '\n')) return {};
    at += begin.size();
    return note.substr(at, note.find('\n', at) - at);
}

std::vector<GoldenCase> load_golden_cases(std::string_view dialect) {
    const std::filesystem::path root = std::filesystem::path(PARLEY_SOURCE_DIR) / "tests" / "golden" / dialect;
    std::vector<GoldenCase> cases;
    for (const auto& entry : std::filesystem::directory_iterator(root)) {
        GoldenCase golden;
        golden.folder = entry.path();
        golden.name = entry.path().filename().string();
        golden.request = without_last_line_end(read_file(golden.folder / "request.json"));
        golden.note = read_file(golden.folder / "note.md");
        golden.answers_whole = std::filesystem::exists(golden.folder / "upstream.json");
        golden.upstream = read_file(golden.folder / upstream_file(golden));
        cases.push_back(std::move(golden));
    }
    std::sort(cases.begin(), cases.end(), [](const auto& one, const auto& other) { return one.name < other.name; });
    return cases;
}

void expect_golden(const GoldenCase& golden, std::string_view file, const std::string& printed) {
    const std::filesystem::path path = golden.folder / file;
    if (is_updating()) {
        std::ofstream(path, std::ios::binary) << printed;
        return;
    }
    EXPECT_EQ(read_file(path), printed) << path;
}

}  // namespace parley::tests
