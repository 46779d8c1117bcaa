// case.hpp: the broken texts of tests/json_repair/cases.jsonl, each with what was meant.
#pragma once

#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace parley::postprocess::json_repair {

struct Case {
    std::string group;
    std::string name;
    std::string broken;
    std::optional<nlohmann::json> expected;  // nothing: it is no JSON, and must be refused
};

inline void PrintTo(const Case& one, std::ostream* out) { *out << one.group << ", " << one.name << ": " << one.broken; }

inline std::vector<Case> read_cases() {
    std::vector<Case> cases;
    std::ifstream file(PARLEY_SOURCE_DIR "/tests/json_repair/cases.jsonl");
    for (std::string line; std::getline(file, line);) {
        const nlohmann::json object = nlohmann::json::parse(line);
        Case one{object.at("group"), object.at("name"), object.at("broken"), std::nullopt};
        if (object.contains("expected")) one.expected = object.at("expected");
        cases.push_back(std::move(one));
    }
    return cases;
}

/// The value of a JSON text; numbers that no double holds as they stand.
inline nlohmann::json value_of(const std::string& text) { return nlohmann::json::parse(text, nullptr, false); }

}  // namespace parley::postprocess::json_repair
