// anthropic_message_rules.cpp: the half of anthropic_rules.hpp that is about messages.
#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "simulate/anthropic_rules.hpp"

namespace parley::simulate {
namespace {

using json::Kind;
using json::Value;
using Broken = std::optional<std::string>;

bool is_blank(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

bool is_id(const std::string& id) {
    return !id.empty() && id.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == std::string::npos;
}

/// One walk over a conversation, message by message.
class MessageCheck {
  public:
    explicit MessageCheck(bool thinks) : thinks_(thinks) {}

    Broken check(Value message, bool is_first, bool is_last) {
        const Value role = message.find("role");
        const bool is_answer = role.equals("assistant");
        if (!is_answer && !role.equals("user")) return "messages: Unexpected role. The allowed roles are \"user\" or \"assistant\".";
        if (is_first && is_answer) return "messages: first message must use the \"user\" role";
        if (Broken broken = check_content(message.find("content"), is_answer)) return broken;
        if (is_last && is_answer && ends_with_space_) return "messages: final assistant content cannot end with trailing whitespace";
        if (is_answer && thinks_ && !calls_.empty()) last_calls_think_ = opens_with_thought_;
        return std::nullopt;
    }

    Broken finish() const {
        if (!calls_.empty()) return "messages: `tool_use` ids were found without `tool_result` blocks immediately after: " + calls_.front();
        if (thinks_ && !last_calls_think_) return "messages: Expected `thinking` or `redacted_thinking`, but found `tool_use`.";
        return std::nullopt;
    }

  private:
    Broken check_content(Value content, bool is_answer) {
        const std::vector<std::string> asked = std::exchange(calls_, {});
        std::set<std::string> answered;
        ends_with_space_ = opens_with_thought_ = false;
        if (content.is(Kind::string)) {
            if (is_blank(content.string())) return "messages: text content blocks must contain non-whitespace text";
            ends_with_space_ = is_blank(content.string().substr(content.string().size() - 1));
        } else if (content.size() == 0) {
            return "messages: content must not be empty";
        }
        bool results_are_over = false;
        bool is_first = true;
        for (const Value block : content.elements()) {
            const bool is_result = block.find("type").equals("tool_result");
            if (is_result && results_are_over) return "messages: `tool_result` blocks must come first";
            results_are_over = results_are_over || !is_result;
            if (Broken broken = is_result ? check_result(block, asked, answered) : check_block(block, is_answer, is_first)) return broken;
            is_first = false;
        }
        for (const std::string& id : asked) {
            if (!answered.contains(id)) return "messages: `tool_use` ids were found without `tool_result` blocks immediately after: " + id;
        }
        return std::nullopt;
    }

    Broken check_result(Value block, const std::vector<std::string>& asked, std::set<std::string>& answered) {
        const std::string id = block.find("tool_use_id").string();
        if (std::find(asked.begin(), asked.end(), id) == asked.end())
            return "messages: unexpected `tool_use_id` found in `tool_result` blocks: " + id;
        if (!answered.insert(id).second)
            return "messages: each tool_use must have a single result. Found multiple `tool_result` blocks with id: " + id;
        for (const Value part : block.find("content").elements()) {
            if (!part.find("cache_control").is_missing()) return "messages: cache_control is not allowed within tool_result.content";
        }
        return std::nullopt;
    }

    Broken check_block(Value block, bool is_answer, bool is_first) {
        const Value type = block.find("type");
        ends_with_space_ = false;
        if (type.equals("text")) {
            const std::string text = block.find("text").string();
            if (is_blank(text)) return "messages: text content blocks must contain non-whitespace text";
            ends_with_space_ = is_blank(text.substr(text.size() - 1));
        } else if (type.equals("tool_use")) {
            const std::string id = block.find("id").string();
            if (!is_id(id)) return "messages: tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'";
            if (!ids_.insert(id).second) return "messages: `tool_use` ids must be unique";
            if (!block.find("input").is(Kind::object)) return "messages: tool_use.input: Input should be a valid dictionary";
            calls_.push_back(id);
        } else if (type.equals("thinking")) {
            const bool is_signed = block.find("signature").equals(sign_thought(block.find("thinking").string()));
            if (!is_answer || !is_signed) return "messages: Invalid `signature` in `thinking` block";
            opens_with_thought_ = opens_with_thought_ || is_first;
        }
        return std::nullopt;
    }

    bool thinks_;
    std::set<std::string> ids_;       // of all calls so far
    std::vector<std::string> calls_;  // of the message before, to be answered in the next
    bool ends_with_space_ = false;
    bool opens_with_thought_ = false;
    bool last_calls_think_ = true;
};

}  // namespace

std::optional<std::string> broken_message_rule(Value messages, bool thinks) {
    if (!messages.is(Kind::array) || messages.size() == 0) return "messages: at least one message is required";
    MessageCheck check(thinks);
    std::size_t position = 0;
    for (const Value message : messages.elements()) {
        const bool is_first = position++ == 0;
        if (Broken broken = check.check(message, is_first, position == messages.size())) return broken;
    }
    return check.finish();
}

}  // namespace parley::simulate
