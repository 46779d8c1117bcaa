// The published test suite of JSON Schema, held against ours: tests/golden/json_schema/README.md. What compile() refuses is listed
// here, group by group; every other test of every file has the outcome that the suite expects.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <utility>

#include "schema/check.hpp"
#include "schema/compiled_schema.hpp"

namespace parley::schema {
namespace {

const std::filesystem::path folder = std::filesystem::path(PARLEY_SOURCE_DIR) / "tests/golden/json_schema";

std::string content_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// Groups whose schema cannot be checked, by file.
const std::set<std::pair<std::string, std::string>> refused = {
    {"anchor", "Location-independent identifier with absolute URI"},
    {"anchor", "Location-independent identifier with base URI change in subschema"},
    {"anchor", "same $anchor with different base uri"},
    {"defs", "validate definition against metaschema"},
    {"draft7_definitions", "validate definition against metaschema"},
    {"not", "collect annotations inside a 'not', even if collection is disabled"},
    {"optional_unknownKeyword", "$id inside an unknown keyword is not a real identifier"},
    {"ref", "$id must be resolved against nearest parent, not just immediate parent"},
    {"ref", "Recursive references between schemas"},
    {"ref", "URN ref with nested pointer ref"},
    {"ref", "order of evaluation: $id and $anchor and $ref"},
    {"ref", "order of evaluation: $id and $ref"},
    {"ref", "order of evaluation: $id and $ref on nested schema"},
    {"ref", "ref creates new scope when adjacent to keywords"},
    {"ref", "ref to else"},
    {"ref", "ref to if"},
    {"ref", "ref to then"},
    {"ref", "ref with absolute-path-reference"},
    {"ref", "refs with relative uris and defs"},
    {"ref", "relative refs with absolute uris and defs"},
    {"ref", "remote ref, containing refs itself"},
};

class Suite : public testing::TestWithParam<std::string> {};

TEST_P(Suite, has_the_expected_outcomes) {
    const std::string text = content_of(folder / (GetParam() + ".json"));
    json::Document groups;
    ASSERT_FALSE(groups.parse(text));
    for (const json::Value group : groups.root().elements()) {
        const std::string name = group.find("description").string();
        const auto schema = CompiledSchema::compile(group.find("schema").raw());
        EXPECT_EQ(schema.has_error(), refused.contains({GetParam(), name})) << name << ": " << schema.error().message;
        if (!schema) continue;
        for (const json::Value test : group.find("tests").elements()) {
            const bool is_valid = check(**schema, test.find("data")).empty();
            EXPECT_EQ(is_valid, *test.find("valid").boolean()) << name << ": " << test.find("description").string();
        }
    }
}

std::vector<std::string> files() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".json") names.push_back(entry.path().stem());
    }
    return names;
}

std::string test_name(const testing::TestParamInfo<std::string>& file) {
    std::string name = file.param;
    for (char& sign : name) {
        if (sign == '-') sign = '_';
    }
    return name;
}

INSTANTIATE_TEST_SUITE_P(File, Suite, testing::ValuesIn(files()), test_name);

}  // namespace
}  // namespace parley::schema
