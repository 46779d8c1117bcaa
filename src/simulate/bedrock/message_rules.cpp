// message_rules.cpp: the half of rules.hpp that is about messages.
#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "simulate/anthropic_rules.hpp"
#include "simulate/bedrock/rules.hpp"

namespace parley::simulate::bedrock {
namespace {

using json::Kind;
using json::Value;
using Broken = std::optional<std::string>;

bool is_id(const std::string& id) {
    return !id.empty() && id.size() <= 64 &&
           id.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == std::string::npos;
}

bool is_one_of(Value word, std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [word](std::string_view known) { return word.equals(known); });
}

/// One walk over a conversation, message by message.
class MessageCheck {
  public:
    explicit MessageCheck(bool thinks) : thinks_(thinks) {}

    Broken check(Value message, bool is_first, bool is_last) {
        const bool is_answer = message.find("role").equals("assistant");
        if (!is_answer && !message.find("role").equals("user")) return "messages.role: must be user or assistant";
        if (is_first && is_answer) return "A conversation must start with a user message.";
        if (!is_first && is_answer == last_was_answer_) return "A conversation must alternate between user and assistant roles.";
        last_was_answer_ = is_answer;
        if (Broken broken = check_content(message.find("content"), is_answer)) return broken;
        if (is_last && is_answer && ends_with_space_) return "messages: final assistant content cannot end with trailing whitespace";
        if (is_answer && thinks_ && !calls_.empty()) last_calls_think_ = opens_with_thought_;
        return std::nullopt;
    }

    Broken finish() const {
        if (!calls_.empty()) return "Expected toolResult blocks for the following Ids: " + calls_.front();
        if (thinks_ && !last_calls_think_) return "messages: Expected `thinking` or `redacted_thinking`, but found `tool_use`.";
        return std::nullopt;
    }

  private:
    Broken check_content(Value content, bool is_answer) {
        const std::vector<std::string> asked = std::exchange(calls_, {});
        std::set<std::string> answered;
        ends_with_space_ = opens_with_thought_ = false;
        if (content.size() == 0) return "The content field in the Message object is empty.";
        bool has_text = false, has_document = false, is_first = true;
        for (const Value block : content.elements()) {
            has_text = has_text || block.find("text");
            has_document = has_document || block.find("document");
            const Value result = block.find("toolResult");
            if (Broken broken = result ? check_result(result, asked, answered) : check_block(block, is_answer, is_first)) return broken;
            is_first = false;
        }
        if (has_document && !has_text) return "A message with a document must contain a text block.";
        for (const std::string& id : asked) {
            if (!answered.contains(id)) return "Expected toolResult blocks for the following Ids: " + id;
        }
        return std::nullopt;
    }

    Broken check_result(Value result, const std::vector<std::string>& asked, std::set<std::string>& answered) {
        const std::string id = result.find("toolUseId").string();
        if (std::find(asked.begin(), asked.end(), id) == asked.end())
            return "The number of toolResult blocks exceeds the number of toolUse blocks of previous turn: " + id;
        if (!answered.insert(id).second) return "Duplicate Ids in toolResult blocks: " + id;
        if (!result.find("content").is(Kind::array)) return "toolResult.content: must be a list";
        for (const Value part : result.find("content").elements()) {
            if (part.find("text") && is_blank(part.find("text").string())) return "The text field in the toolResult block is blank.";
        }
        return std::nullopt;
    }

    Broken check_block(Value block, bool is_answer, bool is_first) {
        if (block.size() != 1) return "ContentBlock must be a union with exactly one member set";
        ends_with_space_ = false;
        if (const Value text = block.find("text")) {
            if (is_blank(text.string())) return "The text field in the ContentBlock object is blank.";
            ends_with_space_ = is_blank(text.string().substr(text.string().size() - 1));
        } else if (const Value use = block.find("toolUse")) {
            return check_use(use, is_answer);
        } else if (const Value thought = block.find("reasoningContent")) {
            const Value text = thought.find("reasoningText");
            const bool is_signed = !text || text.find("signature").equals(sign_thought(text.find("text").string()));
            if (!is_answer || !is_signed) return "messages: Invalid `signature` in `thinking` block";
            opens_with_thought_ = opens_with_thought_ || is_first;
        } else if (const Value image = block.find("image")) {
            const bool is_known = is_one_of(image.find("format"), {"png", "jpeg", "gif", "webp"});
            return is_known && image.find("source").find("bytes") ? Broken() : "image: format or source is invalid";
        } else if (const Value document = block.find("document")) {
            return check_document(document);
        }
        return std::nullopt;
    }

    Broken check_use(Value use, bool is_answer) {
        const std::string id = use.find("toolUseId").string();
        if (!is_answer) return "toolUse blocks can only be provided in assistant messages";
        if (!is_id(id)) return "toolUseId failed to satisfy constraint: [a-zA-Z0-9_-]+, at most 64";
        if (!ids_.insert(id).second) return "messages: `tool_use` ids must be unique";
        if (!use.find("input").is(Kind::object)) return "The format of the value at toolUse.input is invalid. Provide a json object.";
        calls_.push_back(id);
        return std::nullopt;
    }

    Broken check_document(Value document) {
        const std::string name = document.find("name").string();
        const bool is_name =
            !name.empty() && name.find("  ") == std::string::npos &&
            name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -()[]") == std::string::npos;
        if (!is_name)
            return "The document file name can only contain alphanumeric characters, whitespace characters, hyphens, parentheses, and "
                   "square brackets.";
        if (!documents_.insert(name).second) return "messages: Duplicate document names are not allowed: " + name;
        return document.find("source").find("bytes") ? Broken() : "document.source: is required";
    }

    bool thinks_;
    std::set<std::string> ids_;        // of all calls so far
    std::set<std::string> documents_;  // by name
    std::vector<std::string> calls_;   // of the message before, to be answered in the next
    bool last_was_answer_ = false;
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

}  // namespace parley::simulate::bedrock
