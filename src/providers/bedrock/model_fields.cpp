#include "providers/bedrock/model_fields.hpp"

#include <string>

#include "providers/bedrock/write_tools.hpp"
#include "providers/claude/prompt.hpp"
#include "providers/reasoning_wish.hpp"

namespace parley::providers::bedrock {
namespace {

using catalog::BedrockFields;
using catalog::Effort;
using catalog::ReasoningIn;
using Choice = claude::Settings::Choice;
using Thinking = claude::Settings::Thinking;

/// Printed as members, one after another; an object only if there are any.
class Fields {
  public:
    std::string& key(std::string_view name) { return writer_.key(name); }
    json::ObjectWriter& writer() { return writer_; }
    void finish(json::ObjectWriter& into) {
        if (out_.size() == 1) return;
        writer_.close();
        into.raw("additionalModelRequestFields", out_);
    }

  private:
    std::string out_;
    json::ObjectWriter writer_{out_};
};

/// The whole choice stands in one place: see chooses_in_model_fields().
void write_choice(Fields& fields, const claude::Settings& settings) {
    json::ObjectWriter choice(fields.key("tool_choice"));
    if (settings.choice == Choice::any) {
        choice.string("type", "any");
    } else if (settings.choice == Choice::named) {
        choice.string("type", "tool");
        if (settings.named) {
            choice.raw("name", settings.named.raw());
        } else {
            choice.string("name", claude::form_tool);
        }
    } else {
        choice.string("type", "auto");
    }
    choice.boolean("disable_parallel_tool_use", true);
    choice.close();
}

void write_claude(Fields& fields, const catalog::DialectRules& rules, const claude::Settings& settings) {
    if (settings.thinking != Thinking::unsaid) claude::append_thinking(fields.key("thinking"), settings);
    if (settings.effort) {
        json::ObjectWriter config(fields.key("output_config"));
        config.string("effort", to_word(*settings.effort));
        config.close();
    }
    if (settings.top_k) fields.writer().raw("top_k", settings.top_k.raw());
    if (chooses_in_model_fields(settings, rules)) write_choice(fields, settings);
    if (rules.anthropic.betas.empty()) return;
    std::string list;
    for (const std::string& beta : rules.anthropic.betas) json::append_string(list += list.empty() ? "[" : ",", beta);
    fields.writer().raw("anthropic_beta", list + "]");
}

/// The next lower effort that the model knows; the lowest where there is none. `none` only where it is known.
std::optional<Effort> nearest(const std::vector<Effort>& known, Effort wanted) {
    std::optional<Effort> found;
    for (const Effort effort : known) {
        if ((effort == Effort::none) != (wanted == Effort::none)) continue;
        if (effort <= wanted || !found) found = effort;
    }
    return found;
}

/// False when the model cannot be told.
bool write_effort(Fields& fields, const catalog::DialectRules& rules, Effort wanted) {
    const std::optional<Effort> effort = nearest(rules.efforts, wanted);
    if (!effort) return false;
    if (rules.bedrock.fields != BedrockFields::nova) {
        fields.writer().string("reasoning_effort", to_word(*effort));
        return true;
    }
    json::ObjectWriter config(fields.key("reasoningConfig"));
    config.string("type", *effort == Effort::none ? "disabled" : "enabled");
    if (*effort != Effort::none) config.string("maxReasoningEffort", to_word(*effort));
    config.close();
    return true;
}

void write_others(Fields& fields, const openai::ChatRequest& request, const catalog::DialectRules& rules, claude::Settings& settings) {
    const ReasoningWish wish = read_reasoning_wish(request.members.reasoning, request.members.reasoning_effort, rules);
    if (rules.reasoning_in == ReasoningIn::reasoning_effort && wish.effort) {
        const std::string field(reasoning_field(request.members));
        std::erase(settings.dropped, field);
        if (!write_effort(fields, rules, *wish.effort) && !wish.is_operators) settings.dropped.push_back(field);
    }
    if (!settings.top_k) return;
    if (rules.bedrock.fields == BedrockFields::nova) {
        json::ObjectWriter config(fields.key("inferenceConfig"));
        config.raw("topK", settings.top_k.raw());
        config.close();
    } else {
        settings.dropped.emplace_back("top_k");
    }
}

}  // namespace

void write_model_fields(json::ObjectWriter& writer, const openai::ChatRequest& request, const catalog::DialectRules& rules,
                        claude::Settings& settings) {
    Fields fields;
    if (rules.bedrock.fields == BedrockFields::claude) {
        write_claude(fields, rules, settings);
    } else {
        write_others(fields, request, rules, settings);
    }
    const bool is_said = chooses_in_model_fields(settings, rules);
    if (settings.one_call_only && !is_said && settings.choice != Choice::none) settings.dropped.emplace_back("parallel_tool_calls");
    fields.finish(writer);
}

}  // namespace parley::providers::bedrock
