#include "providers/gemini/tools.hpp"

#include <algorithm>
#include <string>
#include <unordered_set>

#include "providers/gemini/function_names.hpp"
#include "providers/gemini/wire.hpp"

namespace parley::providers::gemini {
namespace {

/// What the caller chose, in OpenAI's words.
struct Choice {
    std::string_view mode;     // AUTO, NONE, ANY; empty when nothing was chosen
    json::Value only = {};     // the one function that must be called
    json::Value allowed = {};  // the functions that may be called; absent: all

    /// Whether a function is among those that were allowed by name.
    bool allows(json::Value name) const {
        if (!allowed) return true;
        const json::Value::Elements entries = allowed.elements();
        return std::any_of(entries.begin(), entries.end(),
                           [name](json::Value entry) { return string_in(entry.find("function").find("name")) == string_in(name); });
    }
};

Choice read_choice(json::Value choice) {
    if (choice.equals("none")) return {.mode = "NONE"};
    if (choice.equals("auto")) return {.mode = "AUTO"};
    if (choice.equals("required")) return {.mode = "ANY"};
    if (choice.find("type").equals("allowed_tools")) {
        const json::Value allowed = choice.find("allowed_tools");
        return {.mode = allowed.find("mode").equals("required") ? "ANY" : "AUTO", .allowed = allowed.find("tools")};
    }
    if (choice.is(json::Kind::object)) return {.mode = "ANY", .only = choice.find("function").find("name")};
    return {};
}

void append_name(std::string& out, json::Value name) { (out += '"').append(to_gemini_name(name.escaped())) += '"'; }

void write_parameters(Draft& draft, json::ObjectWriter& declaration, json::Value parameters, std::size_t position) {
    if (takes_nothing(parameters)) return;
    const bool takes_json_schema = draft.rules.gemini.schemas == catalog::GeminiSchemas::json_schema;
    std::string& out = declaration.key(takes_json_schema ? "parametersJsonSchema" : "parameters");
    if (append_schema(out, parameters, draft.schema_form())) return;
    draft.problems.add("tools[" + std::to_string(position) + "].function.parameters is too large a schema for this model's provider");
}

void write_declaration(Draft& draft, std::string& out, json::Value function, std::size_t position) {
    json::ObjectWriter declaration(out);
    append_name(declaration.key("name"), function.find("name"));
    const json::Value description = function.find("description");
    if (description.is(json::Kind::string)) draft.body.add(declaration.key("description"), description.raw());
    write_parameters(draft, declaration, function.find("parameters"), position);
    declaration.close();
}

/// A name that is not among the tools would be refused, or leave none that may be called: then all may be.
void widen_to_known(Choice& choice, json::Value tools) {
    std::unordered_set<std::string> known;
    for (const json::Value tool : tools.elements()) known.insert(tool.find("function").find("name").string());
    const json::Value::Elements allowed = choice.allowed.elements();
    const bool all_known = std::all_of(allowed.begin(), allowed.end(),
                                       [&](json::Value entry) { return known.contains(entry.find("function").find("name").string()); });
    if (!all_known || choice.allowed.size() == 0) choice.allowed = json::Value();
}

/// With `auto`, what may not be called is not declared. With `required`, names say which may be. A name that is declared twice is
/// refused, so the first counts.
void write_declarations(Draft& draft, std::string& out, const Choice& choice) {
    json::ObjectWriter tool(out);
    ListWriter declarations(tool.key("functionDeclarations"));
    std::unordered_set<std::string> declared;
    std::size_t position = 0;
    for (const json::Value entry : draft.request.tools.elements()) {
        const std::size_t here = position++;
        const json::Value function = entry.find("function");
        if (!function.is(json::Kind::object)) {
            draft.problems.add("tools[" + std::to_string(here) + "] must be a function: this model's provider takes no custom tools");
        } else if ((choice.mode == "ANY" || choice.allows(function.find("name"))) &&
                   declared.insert(function.find("name").string()).second) {
            write_declaration(draft, declarations.next(), function, here);
        }
    }
    declarations.close();
    tool.close();
}

void write_allowed_names(json::ObjectWriter& config, const Choice& choice) {
    if (choice.mode != "ANY" || (!choice.only && !choice.allowed)) return;
    ListWriter names(config.key("allowedFunctionNames"));
    if (choice.only) append_name(names.next(), choice.only);
    for (const json::Value entry : choice.allowed.elements()) append_name(names.next(), entry.find("function").find("name"));
    names.close();
}

void write_choice(json::ObjectWriter& body, const Choice& choice) {
    json::ObjectWriter tools(body.key("toolConfig"));
    json::ObjectWriter config(tools.key("functionCallingConfig"));
    config.string("mode", choice.mode);
    write_allowed_names(config, choice);
    config.close();
    tools.close();
}

}  // namespace

void write_tools(Draft& draft, json::ObjectWriter& body) {
    if (draft.request.tools.size() == 0) return;
    Choice choice = read_choice(draft.request.tool_choice);
    widen_to_known(choice, draft.request.tools);
    std::string& out = body.key("tools");
    out += '[';
    write_declarations(draft, out, choice);
    out += ']';
    if (!choice.mode.empty()) write_choice(body, choice);
}

}  // namespace parley::providers::gemini
