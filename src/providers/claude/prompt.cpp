#include "providers/claude/prompt.hpp"

#include <unordered_set>

#include "json/write.hpp"

namespace parley::providers::claude {

std::vector<const Piece*> pieces_of(const Conversation& conversation) {
    std::vector<const Piece*> pieces;
    for (const Turn& turn : conversation.turns) {
        for (const Piece& piece : turn.pieces) pieces.push_back(&piece);
    }
    return pieces;
}

std::vector<json::Value> past_tool_names(const Conversation& conversation) {
    std::vector<json::Value> names;
    std::unordered_set<std::string> known;
    for (const PastCall& call : conversation.calls) {
        if (known.insert(call.name.string()).second) names.push_back(call.name);
    }
    return names;
}

void check_end(const Prompt& prompt, const catalog::DialectRules& rules, openai::Problems& problems) {
    using Thinking = Settings::Thinking;
    const bool thinks = prompt.settings.thinking == Thinking::budget || prompt.settings.thinking == Thinking::adaptive;
    if (prompt.goes_on() && (!rules.anthropic.prefill || thinks)) {
        problems.add("messages must not end with an assistant's message: the model does not go on from it");
    }
}

void append_thinking(std::string& out, const Settings& settings) {
    json::ObjectWriter thinking(out);
    if (settings.thinking == Settings::Thinking::disabled) thinking.string("type", "disabled");
    if (settings.thinking == Settings::Thinking::budget) {
        thinking.string("type", "enabled");
        thinking.integer("budget_tokens", settings.budget_tokens);
    }
    if (settings.thinking == Settings::Thinking::adaptive) {
        thinking.string("type", "adaptive");
        thinking.string("display", "summarized");  // the newest models keep their thoughts to themselves unless asked
    }
    thinking.close();
}

std::string printed_stop(json::Value stop) {
    std::string list;
    const auto add = [&list](json::Value sequence) {
        if (!sequence.is(json::Kind::string) || is_blank(sequence.escaped())) return;
        list += list.empty() ? "[" : ",";
        list += sequence.raw();
    };
    add(stop);
    for (const json::Value sequence : stop.elements()) add(sequence);
    return list.empty() ? list : list + "]";
}

}  // namespace parley::providers::claude
