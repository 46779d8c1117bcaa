// docs/json-repair.md shows what the code does, for the first cases of every group. PARLEY_UPDATE_DOCS=1 writes its second half.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "postprocess/json_repair/repair.hpp"
#include "unit/postprocess/json_repair/case.hpp"

namespace parley::postprocess::json_repair {
namespace {

constexpr std::string_view page_path = PARLEY_SOURCE_DIR "/docs/json-repair.md";
constexpr std::string_view marker = "<!-- written by build/asan/tests/unit_postprocess with PARLEY_UPDATE_DOCS=1 -->\n";
constexpr std::size_t rows_of_a_group = 6;
constexpr std::size_t shown_bytes_max = 140;  // what is longer shows little in a table

std::string read(std::string_view path) {
    std::ifstream file{std::string(path)};
    return {std::istreambuf_iterator<char>(file), {}};
}

/// As code within a table.
std::string shown(std::string_view text) {
    const std::string_view fence = text.find('`') == std::string_view::npos ? "`" : "````";
    std::string out(fence);
    if (fence.size() > 1) out += ' ';
    for (const char c : text) {
        if (c == '\n')
            out += "⏎";
        else if (c == '|')
            out += "\\|";
        else
            out += c;
    }
    if (fence.size() > 1) out += ' ';
    return out += fence;
}

bool is_showable(const Case& one) {
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' ' && c != '\n'; };
    return !one.broken.empty() && one.broken.size() <= shown_bytes_max && std::none_of(one.broken.begin(), one.broken.end(), is_control);
}

std::string examples() {
    const std::vector<Case> cases = read_cases();
    std::string page;
    std::ifstream groups(PARLEY_SOURCE_DIR "/tests/json_repair/groups.jsonl");
    for (std::string line; std::getline(groups, line);) {
        const nlohmann::json group = nlohmann::json::parse(line);
        page += "\n### " + group.at("title").get<std::string>() + "\n\n" + group.at("why").get<std::string>() +
                "\n\n| Text | JSON | |\n|---|---|---|\n";
        std::size_t rows = 0;
        for (const Case& one : cases) {
            if (one.group != group.at("group") || !is_showable(one) || rows++ >= rows_of_a_group) continue;
            const Repair mended = repair(one.broken);
            page += "| " + shown(one.broken) + " | " + (mended ? shown(mended.text) : "an error") + " | " + one.name + " |\n";
        }
    }
    return page;
}

TEST(RepairPage, shows_what_the_code_does) {
    const std::string page = read(page_path);
    const std::size_t place = page.find(marker);
    ASSERT_NE(place, std::string::npos);
    const std::string expected = page.substr(0, place + marker.size()) + examples();
    if (std::getenv("PARLEY_UPDATE_DOCS")) std::ofstream{std::string(page_path)} << expected;
    EXPECT_EQ(read(page_path), expected) << "PARLEY_UPDATE_DOCS=1 build/asan/tests/unit_postprocess writes it";
}

TEST(RepairPage, has_a_section_for_every_group) {
    const std::string groups = read(PARLEY_SOURCE_DIR "/tests/json_repair/groups.jsonl");
    for (const Case& one : read_cases()) EXPECT_NE(groups.find("\"" + one.group + "\""), std::string::npos) << one.group;
}

}  // namespace
}  // namespace parley::postprocess::json_repair
