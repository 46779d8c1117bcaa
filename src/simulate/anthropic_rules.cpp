#include "simulate/anthropic_rules.hpp"

#include <set>
#include <string_view>

#include "base/sip_hash.hpp"

namespace parley::simulate {
namespace {

using json::Kind;
using json::Value;
using Broken = std::optional<std::string>;

constexpr std::size_t cache_markers_max = 4;
constexpr std::int64_t budget_tokens_min = 1024;

struct MarkerCount {
    std::size_t markers = 0;
    bool rises = false;  // one for an hour behind one for five minutes
    bool has_short = false;

    void look(Value holder) {
        const Value marker = holder.find("cache_control");
        if (marker.is_missing()) return;
        ++markers;
        const bool is_long = marker.find("ttl").equals("1h");
        rises = rises || (is_long && has_short);
        has_short = has_short || !is_long;
    }
};

Broken check_markers(Value root) {
    MarkerCount count;
    for (const Value tool : root.find("tools").elements()) count.look(tool);
    for (const Value block : root.find("system").elements()) count.look(block);
    for (const Value message : root.find("messages").elements()) {
        for (const Value block : message.find("content").elements()) count.look(block);
    }
    if (count.markers > cache_markers_max) return "A maximum of 4 blocks with cache_control may be provided.";
    if (count.rises) return "cache_control.ttl: a ttl='1h' block must not come after a ttl='5m' block";
    return std::nullopt;
}

Broken check_tools(Value root) {
    std::set<std::string> names;
    for (const Value tool : root.find("tools").elements()) {
        if (!tool.find("name").is(Kind::string)) return "tools: name: Field required";
        if (!names.insert(tool.find("name").string()).second) return "tools: Tool names must be unique.";
        if (!tool.find("input_schema").find("type").equals("object")) return "tools: input_schema.type: Field required";
    }
    const Value choice = root.find("tool_choice");
    if (choice.is_missing()) return std::nullopt;
    if (names.empty()) return "tool_choice may only be specified while providing tools.";
    const Value type = choice.find("type");
    if (type.equals("tool") && !names.contains(choice.find("name").string()))
        return "Tool '" + choice.find("name").string() + "' not found in provided tools";
    const bool is_known = type.equals("auto") || type.equals("any") || type.equals("none") || type.equals("tool");
    return is_known ? Broken() : "tool_choice: Input tag does not match any of the expected tags";
}

Broken check_thinking(Value root) {
    const Value thinking = root.find("thinking");
    const bool thinks = thinking.find("type").equals("enabled") || thinking.find("type").equals("adaptive");
    if (!thinks) return std::nullopt;
    const std::optional<double> temperature = root.find("temperature").number();
    if (temperature && *temperature != 1) return "`temperature` may only be set to 1 when thinking is enabled.";
    if (!root.find("top_k").is_missing()) return "`top_k` must be unset when thinking is enabled.";
    if (!thinking.find("type").equals("enabled")) return std::nullopt;
    const std::int64_t budget = thinking.find("budget_tokens").integer().value_or(0);
    if (budget < budget_tokens_min) return "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024";
    if (budget >= root.find("max_tokens").integer().value_or(0)) return "`max_tokens` must be greater than `thinking.budget_tokens`.";
    const Value choice = root.find("tool_choice").find("type");
    if (choice.equals("any") || choice.equals("tool")) return "Thinking may not be enabled when tool_choice forces tool use.";
    return std::nullopt;
}

Broken check_scalars(Value root, bool in_vertex) {
    if (!root.is(Kind::object)) return "the body must be a JSON object";
    if (in_vertex && !root.find("anthropic_version").equals("vertex-2023-10-16")) return "anthropic_version: Field required";
    if (in_vertex && root.find("model")) return "model: Extra inputs are not permitted";
    if (!in_vertex && !root.find("model").is(Kind::string)) return "model: Field required";
    if (root.find("max_tokens").integer().value_or(0) < 1) return "max_tokens: Field required";
    const std::optional<double> temperature = root.find("temperature").number();
    if (temperature && (*temperature < 0 || *temperature > 1)) return "temperature: range: 0..1";
    for (const Value sequence : root.find("stop_sequences").elements()) {
        if (sequence.string().find_first_not_of(" \t\r\n") == std::string::npos)
            return "stop_sequences: each stop sequence must contain non-whitespace";
    }
    return std::nullopt;
}

bool uses_tools(Value messages) {
    for (const Value message : messages.elements()) {
        for (const Value block : message.find("content").elements()) {
            if (block.find("type").equals("tool_use")) return true;
        }
    }
    return false;
}

}  // namespace

std::string sign_thought(std::string_view thought) {
    constexpr SipSeed key{0x7369676e, 0x74686f74};  // of a simulator: nobody is kept from forging
    return "sim" + std::to_string(sip_hash(key, thought)) + "==";
}

std::optional<std::string> broken_anthropic_rule(Value root, bool in_vertex) {
    if (Broken broken = check_scalars(root, in_vertex)) return broken;
    if (Broken broken = check_tools(root)) return broken;
    if (Broken broken = check_thinking(root)) return broken;
    if (Broken broken = check_markers(root)) return broken;
    const Value messages = root.find("messages");
    if (uses_tools(messages) && root.find("tools").size() == 0)
        return "Requests which include `tool_use` or `tool_result` blocks must define tools";
    return broken_message_rule(messages, root.find("thinking").find("type").equals("enabled"));
}

}  // namespace parley::simulate
