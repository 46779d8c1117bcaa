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
    std::string transcript_id = {};                           // of a transcript that the gateway finds; empty: none
    std::string transcript = {};                              // one that goes along, as JSON; empty: none
    std::string transcript_format = {};                       // what {{ transcript }} becomes; empty: the gateway's default
};

/// The body of POST /v1/chat/completions, asking for a stream that ends with its usage. Where there is a transcript and no message
/// says where it goes, it stands behind the first question.
std::string print_chat_request(std::string_view model, const std::vector<Message>& messages, const ChatSettings& settings);

}  // namespace parley::client
