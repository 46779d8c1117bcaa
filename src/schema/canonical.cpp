#include "schema/canonical.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "json/write.hpp"
#include "schema/exact_number.hpp"

namespace parley::schema {
namespace {

void append_members(std::string& out, json::Value object) {
    std::vector<std::pair<std::string, json::Value>> members;
    for (const json::Member member : object.members()) members.emplace_back(member.key.string(), member.value);
    std::sort(members.begin(), members.end(), [](const auto& one, const auto& other) { return one.first < other.first; });
    out += '{';
    for (const auto& [name, value] : members) {
        json::append_string(out, name);
        append_canonical(out, value);
        out += ',';
    }
    out += '}';
}

}  // namespace

void append_canonical(std::string& out, json::Value value) {
    switch (value.kind()) {
        case json::Kind::null:
        case json::Kind::boolean: out += value.raw(); return;
        case json::Kind::number: out += ExactNumber(value.raw()).canonical(); return;
        case json::Kind::string: json::append_string(out, value.string()); return;
        case json::Kind::object: append_members(out, value); return;
        case json::Kind::array: break;
    }
    out += '[';
    for (const json::Value element : value.elements()) {
        append_canonical(out, element);
        out += ',';
    }
    out += ']';
}

}  // namespace parley::schema
