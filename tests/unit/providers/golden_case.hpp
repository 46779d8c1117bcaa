// golden_case.hpp: one folder of tests/golden/<dialect>/: what a caller asked, what the upstream was sent, what it
// answered, what the caller got.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace parley::tests {

struct GoldenCase {
    std::filesystem::path folder;
    std::string name;
    std::string request;         // request.json, without the line end at its end
    std::string note;            // note.md: `origin:` and, where it matters, `base_url:`
    bool answers_whole = false;  // upstream.json rather than upstream.sse or upstream.eventstream
    std::string upstream;        // its bytes

    /// The value of a line `key: value` of the note, or empty.
    std::string from_note(std::string_view key) const;
};

/// Every case of a dialect, in the order of their names.
std::vector<GoldenCase> load_golden_cases(std::string_view dialect);

/// Compares `printed` with a file of the case; with GOLDEN_UPDATE=1 in the environment, writes it instead.
void expect_golden(const GoldenCase& golden, std::string_view file, const std::string& printed);

}  // namespace parley::tests
