#include "simulate/bedrock/rules.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace parley::simulate::bedrock {
namespace {

using json::Kind;
using json::Value;
using Broken = std::optional<std::string>;

constexpr std::size_t cache_points_max = 4;
constexpr std::int64_t budget_tokens_min = 1024;
constexpr std::array members = {"messages",
                                "system",
                                "inferenceConfig",
                                "toolConfig",
                                "guardrailConfig",
                                "outputConfig",
                                "promptVariables",
                                "performanceConfig",
                                "requestMetadata",
                                "serviceTier",
                                "additionalModelRequestFields",
                                "additionalModelResponseFieldPaths"};

Broken check_members(Value root) {
    if (!root.is(Kind::object)) return "The body must be a JSON object";
    for (const json::Member member : root.members()) {
        const std::string name = member.key.string();
        const bool is_known = std::find(members.begin(), members.end(), name) != members.end();
        if (!is_known) return "Malformed input request: #: extraneous key [" + name + "] is not permitted";
    }
    return std::nullopt;
}

Broken check_inference(Value config) {
    if (config.is_missing()) return std::nullopt;
    if (config.find("maxTokens") && config.find("maxTokens").integer().value_or(0) < 1)
        return "Value at 'inferenceConfig.maxTokens' failed to satisfy constraint: Member must have value greater than or equal to 1";
    for (const std::string_view name : {"temperature", "topP"}) {
        const Value value = config.find(name);
        const double number = value.number().value_or(-1);
        if (value && (number < 0 || number > 1)) return std::string(name) + ": range: 0..1";
    }
    for (const Value sequence : config.find("stopSequences").elements()) {
        if (is_blank(sequence.string())) return "stopSequences: each stop sequence must contain non-whitespace";
    }
    return std::nullopt;
}

Broken check_specification(Value specification, std::set<std::string>& names) {
    const std::string name = specification.find("name").string();
    const bool is_name = !name.empty() && name.size() <= 64 &&
                         name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == std::string::npos;
    if (!is_name) return "toolSpec.name failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+";
    if (!names.insert(name).second) return "Tool names must be unique: " + name;
    const Value description = specification.find("description");
    if (description && is_blank(description.string())) return "toolSpec.description failed to satisfy constraint: minimum length of 1";
    if (!specification.find("inputSchema").find("json").find("type").equals("object"))
        return "The value at toolConfig.tools.toolSpec.inputSchema.json.type must be one of the following: object.";
    return std::nullopt;
}

Broken check_tools(Value config) {
    if (config.is_missing()) return std::nullopt;
    std::set<std::string> names;
    for (const Value tool : config.find("tools").elements()) {
        if (tool.find("cachePoint")) continue;
        if (Broken broken = check_specification(tool.find("toolSpec"), names)) return broken;
    }
    if (names.empty()) return "toolConfig.tools failed to satisfy constraint: Member must have length greater than or equal to 1";
    const Value choice = config.find("toolChoice");
    if (choice.is_missing()) return std::nullopt;
    if (choice.size() != 1) return "toolChoice must be a union with exactly one member set";
    if (const Value named = choice.find("tool")) {
        const std::string name = named.find("name").string();
        return names.contains(name) ? Broken() : "toolChoice.tool.name: no such tool: " + name;
    }
    return choice.find("auto") || choice.find("any") ? Broken() : "toolChoice: unknown member";
}

Broken check_system(Value system) {
    for (const Value block : system.elements()) {
        if (block.find("text") && is_blank(block.find("text").string())) return "The text field in the system block is blank.";
    }
    return std::nullopt;
}

std::size_t count_points(Value blocks) {
    std::size_t count = 0;
    for (const Value block : blocks.elements()) count += block.find("cachePoint") ? 1 : 0;
    return count;
}

Broken check_cache_points(Value root) {
    std::size_t count = count_points(root.find("system")) + count_points(root.find("toolConfig").find("tools"));
    for (const Value message : root.find("messages").elements()) count += count_points(message.find("content"));
    return count > cache_points_max ? Broken("A maximum of 4 cache points may be provided.") : std::nullopt;
}

/// What Claude itself refuses, behind Converse as well.
Broken check_thinking(Value root) {
    const Value thinking = root.find("additionalModelRequestFields").find("thinking");
    const bool has_budget = thinking.find("type").equals("enabled");
    if (!has_budget && !thinking.find("type").equals("adaptive")) return std::nullopt;
    const Value config = root.find("inferenceConfig");
    const std::optional<double> temperature = config.find("temperature").number();
    if (temperature && *temperature != 1) return "`temperature` may only be set to 1 when thinking is enabled.";
    if (!has_budget) return std::nullopt;
    const std::int64_t budget = thinking.find("budget_tokens").integer().value_or(0);
    if (budget < budget_tokens_min) return "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024";
    if (budget >= config.find("maxTokens").integer().value_or(0)) return "`max_tokens` must be greater than `thinking.budget_tokens`.";
    const Value choice = root.find("toolConfig").find("toolChoice");
    if (choice.find("any") || choice.find("tool")) return "Thinking may not be enabled when tool_choice forces tool use.";
    return std::nullopt;
}

bool uses_tools(Value messages) {
    for (const Value message : messages.elements()) {
        for (const Value block : message.find("content").elements()) {
            if (block.find("toolUse") || block.find("toolResult")) return true;
        }
    }
    return false;
}

}  // namespace

bool is_blank(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

std::optional<std::string> broken_rule(Value root) {
    if (Broken broken = check_members(root)) return broken;
    if (Broken broken = check_inference(root.find("inferenceConfig"))) return broken;
    if (Broken broken = check_tools(root.find("toolConfig"))) return broken;
    if (Broken broken = check_system(root.find("system"))) return broken;
    if (Broken broken = check_cache_points(root)) return broken;
    if (Broken broken = check_thinking(root)) return broken;
    const Value messages = root.find("messages");
    if (uses_tools(messages) && root.find("toolConfig").is_missing())
        return "The toolConfig field must be defined when using toolUse and toolResult content blocks.";
    const Value thinking = root.find("additionalModelRequestFields").find("thinking");
    return broken_message_rule(messages, thinking.find("type").equals("enabled"));
}

}  // namespace parley::simulate::bedrock
