// chat_request.hpp: what a terminal asks a model, and how that is written down for a gateway.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::client {

enum class Role : std::uint8_t { system, user, assistant };

struct Message {
    Role role = Role::user;
    std::string text;

    bool operator==(const Message&) const = default;
};

/// How an answer is to be made, whatever the question.
struct ChatSettings {
    std::optional<std::int64_t> max_tokens = std::nullopt;
    std::optional<std::uint64_t> temperature = std::nullopt;  // in millionths
};

/// The body of POST /v1/chat/completions, asking for a stream that ends with its usage.
std::string print_chat_request(std::string_view model, const std::vector<Message>& messages, const ChatSettings& settings);

}  // namespace parley::client
