// settings.hpp: what is asked of the model beside the messages, once everything that rules something else out has had its say.
//
// Anthropic refuses what OpenAI's API lets stand together: thinking with a temperature, thinking with a tool that must be called,
// a temperature with top_p, a budget that leaves no room for the answer. Which of two gives way is decided here and nowhere else;
// the writers write what they find.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/dialect_rules.hpp"
#include "openai/chat_request.hpp"
#include "providers/conversation.hpp"

namespace parley::providers::claude {

/// The tool that stands for the answer's form with models that know no schemas. Its arguments are the answer's content, so a
/// decoder must tell it from the caller's tools by its name.
inline constexpr std::string_view form_tool = "parley_json_response";

/// No budget is smaller. Source: Anthropic docs, "Extended thinking".
inline constexpr std::int64_t budget_tokens_min = 1024;

struct Settings {
    enum class Thinking : std::uint8_t { unsaid, disabled, budget, adaptive };
    enum class Form : std::uint8_t {
        free,
        schema,       // output_config.format
        tool,         // a tool of that schema that must be called
        instruction,  // a sentence in the system text: there is nothing else that asks for any JSON
    };
    enum class Choice : std::uint8_t { unsaid, automatic, any, none, named };

    std::int64_t max_tokens = 0;
    Thinking thinking = Thinking::unsaid;
    std::int64_t budget_tokens = 0;
    std::optional<catalog::Effort> effort;  // output_config.effort
    Form form = Form::free;
    json::Value schema;  // of the form
    Choice choice = Choice::unsaid;
    json::Value named;  // the function that must be called
    bool one_call_only = false;
    json::Value temperature, top_p, top_k;  // absent where they are not sent
    std::vector<std::string> dropped;       // names of the caller's fields that had to give way

    /// Whether the model follows schemas to the letter, in answers and in calls.
    bool knows_schemas = false;
    /// Whether thoughts of earlier turns are sent back: who does not think takes none.
    bool keeps_thoughts = false;
};

Settings settle(const openai::ChatRequest& request, const Conversation& conversation, const catalog::DialectRules& rules);

/// Whether the last turn in which the model called tools opens with signed thoughts, or there is no such turn. A model that thinks
/// by budget wants them back. Source: Anthropic docs, "Extended thinking", "Preserving thinking blocks".
bool opens_with_thoughts(const Conversation& conversation);

}  // namespace parley::providers::claude
