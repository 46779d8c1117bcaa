// openai_encoded.hpp: a request as rules make it, for the tests that look at one part of it at a time.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "openai/chat_request.hpp"
#include "providers/openai/encode.hpp"

namespace parley::providers::openai_dialect {

using catalog::DialectRules;
using Names = std::vector<std::string>;

struct Encoded {
    std::string body;
    std::vector<std::string> dropped;
    std::vector<std::string> problems;

    bool operator==(const Encoded&) const = default;
};

inline Encoded encode(const std::string& body, const DialectRules& rules) {
    openai::ChatRequest request;
    // Complaints are left to the tests of the reader: n, for one, never comes as far as here.
    const auto unused = openai::read_chat_request(body, request);
    const PreparedRules prepared(rules);
    const Result<UpstreamRequest> encoded = encode_request(request, {"p", "m", ""}, prepared, "");
    if (!encoded) return {.body = "", .dropped = {}, .problems = encoded.error().problems};
    Encoded result{.body = "", .dropped = encoded->dropped, .problems = {}};
    for (const std::string_view slice : encoded->body) result.body += slice;
    return result;
}

/// A request of which only `members` matter, and what is left of them.
inline Encoded encode_members(const std::string& members, const DialectRules& rules) {
    const std::string begin = R"({"model":"m","messages":[{"role":"user","content":"x"}],"max_tokens":9)";
    Encoded encoded = encode(begin + (members.empty() ? "" : "," + members) + "}", rules);
    if (!encoded.body.starts_with(begin)) return encoded;
    encoded.body = encoded.body.substr(begin.size());
    encoded.body.pop_back();
    if (encoded.body.starts_with(',')) encoded.body.erase(0, 1);
    return encoded;
}

/// The same for the one message of a conversation.
inline Encoded encode_message(const std::string& message, const DialectRules& rules) {
    const std::string begin = R"({"model":"m","max_tokens":9,"messages":[)";
    Encoded encoded = encode(begin + message + "]}", rules);
    if (!encoded.body.starts_with(begin)) return encoded;
    encoded.body = encoded.body.substr(begin.size());
    encoded.body.resize(encoded.body.size() - 2);
    return encoded;
}

inline DialectRules rules_with(void (*change)(DialectRules&)) {
    DialectRules rules;
    change(rules);
    return rules;
}

}  // namespace parley::providers::openai_dialect
