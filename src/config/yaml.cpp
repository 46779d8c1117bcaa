#include "config/yaml.hpp"

#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <sstream>

#include "config/yaml_characters.hpp"
#include "config/yaml_tree_builder.hpp"

namespace parley::config {
namespace {

std::string hint_for(std::string_view message) {
    if (message.find("tab") != std::string_view::npos) return "indent with spaces: YAML allows no tabs there";
    if (message.find("end of map") != std::string_view::npos) return "look for a name without ':', or an odd indentation";
    if (message.find("map value") != std::string_view::npos) return "quote a value that holds ': '";
    if (message == YAML::ErrorMsg::UNKNOWN_TOKEN) return "quote a value that begins with @, ` or %";
    if (message == YAML::ErrorMsg::EOF_IN_SCALAR) return "a quote is not closed";
    return {};
}

YamlReading failed(YamlFault fault) { return {.root = {}, .fault = std::move(fault)}; }

/// yaml-cpp 0.7 takes the end of the file for the closing quote when a line end stands before it, so that a file cut
/// inside a quoted value would be read as whole. Without that line end it notices.
std::string_view without_last_line_ends(std::string_view text) { return text.substr(0, text.find_last_not_of(" \t\r\n") + 1); }

/// Throws YAML::Exception for bad grammar, YamlFault for what the builder refuses.
Node parse(std::string_view text, YamlTreeBuilder& builder) {
    std::istringstream stream{std::string(without_last_line_ends(text))};
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder) || builder.is_empty()) throw YamlFault{Mark{1, 1}, "the file is empty"};
    YamlTreeBuilder second;
    if (parser.HandleNextDocument(second)) {
        throw YamlFault{second.start(), "a second document begins here", "one file holds one configuration"};
    }
    return builder.take();
}

YamlFault fault_of(const YAML::Exception& error, std::string_view text, const YamlTreeBuilder& builder) {
    // Without a mark it is about the end of the text, and the first line is as good a place as any to begin to look.
    const Mark mark = error.mark.is_null() ? Mark{1, 1} : Mark{error.mark.line + 1, error.mark.column + 1};
    const bool has_references = text.find("${") != std::string_view::npos;
    const std::string flow_hint = has_references ? "inside { } and [ ], put quotes around ${...}" : "";
    if (error.msg == YAML::ErrorMsg::END_OF_MAP_FLOW || error.msg == YAML::ErrorMsg::END_OF_SEQ_FLOW) {
        // yaml-cpp marks where it gave up, often the end of the file; of more use is where it began, unless
        // that is in a second document, of which the builder knows nothing.
        const Mark opened = builder.innermost();
        return {opened == Mark{} ? mark : opened, "not valid YAML: this { or [ is not closed", flow_hint};
    }
    if (error.msg == YAML::ErrorMsg::FLOW_END) return {mark, "not valid YAML: this } or ] closes nothing", flow_hint};
    return {mark, "not valid YAML: " + error.msg, hint_for(error.msg)};
}

}  // namespace

const Node* Node::find(std::string_view name) const {
    for (const Entry& entry : entries) {
        if (entry.name == name) return &entry.value;
    }
    return nullptr;
}

YamlReading read_yaml(std::string_view text) {
    if (text.size() > file_bytes_max) return failed({Mark{}, "is larger than 1MiB"});
    if (auto fault = check_characters(text)) return failed(std::move(*fault));
    YamlTreeBuilder builder;
    try {
        return {.root = parse(text, builder), .fault = std::nullopt};
    } catch (const YamlFault& fault) {
        return failed(fault);
    } catch (const YAML::Exception& error) {
        return failed(fault_of(error, text, builder));
    }
}

}  // namespace parley::config
