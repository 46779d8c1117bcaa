#include "providers/shown_tools.hpp"

#include <algorithm>
#include <string>
#include <unordered_set>

namespace parley::providers {
namespace {

/// The names that `allowed_tools` lists; empty when the choice says no such thing.
std::unordered_set<std::string> allowed_names(json::Value choice) {
    std::unordered_set<std::string> names;
    if (!choice.find("type").equals("allowed_tools")) return names;
    for (const json::Value tool : choice.find("allowed_tools").find("tools").elements()) {
        names.insert(function_of(tool).find("name").string());
    }
    return names;
}

}  // namespace

json::Value custom_of(json::Value tool) { return tool.find("type").equals("custom") ? tool.find("custom") : json::Value(); }

json::Value function_of(json::Value tool) { return custom_of(tool).is(json::Kind::object) ? custom_of(tool) : tool.find("function"); }

std::vector<json::Value> shown_tools(const openai::ChatRequest& request) {
    std::vector<json::Value> tools;
    std::unordered_set<std::string> names;
    for (const json::Value tool : request.tools.elements()) {
        if (names.insert(function_of(tool).find("name").string()).second) tools.push_back(tool);
    }
    const std::unordered_set<std::string> allowed = allowed_names(request.tool_choice);
    const bool all_known = std::all_of(allowed.begin(), allowed.end(), [&](const std::string& name) { return names.contains(name); });
    if (allowed.empty() || !all_known) return tools;
    std::erase_if(tools, [&](json::Value tool) { return !allowed.contains(function_of(tool).find("name").string()); });
    return tools;
}

}  // namespace parley::providers
