// request_bodies.hpp: bodies of requests, and what is wrong with them.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "openai/chat_request.hpp"

namespace parley::openai::tests {

inline constexpr std::string_view one_message = R"("messages":[{"role":"user","content":"hi"}])";

/// A good request with `members` put before the end.
inline std::string with(std::string_view members) { return R"({"model":"m",)" + std::string(one_message) + std::string(members) + "}"; }

/// A request whose conversation is `messages`.
inline std::string conversation(std::string_view messages) { return R"({"model":"m","messages":[)" + std::string(messages) + "]}"; }

inline std::vector<std::string> problems_of(const std::string& body) {
    ChatRequest request;
    const std::optional<Error> error = read_chat_request(body, request);
    if (!error) return {};
    EXPECT_EQ(error->kind, ErrorKind::bad_request);
    EXPECT_EQ(error->source, ErrorSource::downstream);
    EXPECT_EQ(error->message, "invalid request body");
    return error->problems;
}

}  // namespace parley::openai::tests
