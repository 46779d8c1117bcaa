#include "openai/longer_body.hpp"

#include <algorithm>

#include "json/write.hpp"

namespace parley::openai {

std::string longer_body(json::Value request, std::string_view messages, std::span<const std::string_view> without) {
    std::string body;
    body.reserve(request.raw().size() + messages.size() + 64);
    json::ObjectWriter object(body);
    for (const json::Member member : request.members()) {
        const auto is_named = [&member](std::string_view name) { return member.key.equals(name); };
        if (is_named("messages") || is_named("prompt") || std::any_of(without.begin(), without.end(), is_named)) continue;
        object.copy(member);
    }
    const json::Value conversation = request.find("messages");
    std::string& list = object.key("messages");
    if (conversation.size() > 0) {
        list += conversation.raw();
        list.pop_back();  // its bracket
    } else {
        list += '[';
        json::ObjectWriter first(list);
        first.string("role", "user");
        first.raw("content", request.find("prompt").raw());
        first.close();
    }
    if (!messages.empty()) list.append(1, ',').append(messages);
    list += ']';
    object.close();
    return body;
}

}  // namespace parley::openai
