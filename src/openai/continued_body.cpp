#include "openai/continued_body.hpp"

#include "json/write.hpp"

namespace parley::openai {

std::string continued_body(json::Value request, std::string_view messages) {
    std::string body;
    body.reserve(request.raw().size() + messages.size() + 64);
    json::ObjectWriter object(body);
    for (const json::Member member : request.members()) {
        if (!member.key.equals("messages") && !member.key.equals("prompt")) object.copy(member);
    }
    const json::Value conversation = request.find("messages");
    std::string& list = object.key("messages");
    if (conversation.is_missing()) {
        list += '[';
        json::ObjectWriter first(list);
        first.string("role", "user");
        first.raw("content", request.find("prompt").raw());
        first.close();
    } else {
        list += conversation.raw();
        list.pop_back();  // its bracket
    }
    list.append(1, ',').append(messages).append(1, ']');
    object.close();
    return body;
}

}  // namespace parley::openai
