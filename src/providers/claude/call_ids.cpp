#include "providers/claude/call_ids.hpp"

#include <unordered_set>

namespace parley::providers::claude {
namespace {

bool may_stand_in_id(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') || letter == '_' ||
           letter == '-';
}

std::string cleaned(std::string id) {
    for (char& letter : id) {
        if (!may_stand_in_id(letter)) letter = '_';
    }
    if (id.empty()) id = "_";
    if (id.size() > call_id_bytes_max) id.resize(call_id_bytes_max);
    return id;
}

}  // namespace

std::vector<std::string> make_call_ids(const std::vector<PastCall>& calls) {
    std::vector<std::string> ids;
    ids.reserve(calls.size());
    std::unordered_set<std::string> taken;
    for (const PastCall& call : calls) {
        const std::string wanted = cleaned(call.id.string());
        std::string id = wanted;
        for (std::size_t count = 2; !taken.insert(id).second; ++count) {
            const std::string suffix = "_" + std::to_string(count);
            id = wanted.substr(0, call_id_bytes_max - suffix.size()) + suffix;
        }
        ids.push_back(std::move(id));
    }
    return ids;
}

}  // namespace parley::providers::claude
