// host_tables.cpp: the tables of catalog/hosts.yaml.
#include "config/list_field_types.hpp"
#include "config/tables.hpp"
#include "config/text_checks.hpp"
#include "http/character_class.hpp"

namespace parley::config {
namespace {

std::optional<std::string> check_dialect(std::string_view text) {
    for (const std::string_view known : {"openai", "anthropic", "gemini", "bedrock"}) {
        if (text == known) return std::nullopt;
    }
    return "must be one of openai, anthropic, gemini, bedrock";
}

std::optional<std::string> check_base_url(std::string_view text) {
    const auto url = parse_base_url(text);
    if (url) return std::nullopt;
    return url.error().message;
}

/// Of a model's or host's name, with stars.
std::optional<std::string> check_pattern(std::string_view text) {
    if (http::visible.without("\"'\\").has_all(text)) return std::nullopt;
    return "must be printable ASCII without spaces, quotes and backslashes";
}

}  // namespace

const Table<catalog::Host>& host_table() {
    using catalog::Host;
    static const Table<Host> table{
        required(text_field("dialect", &Host::dialect, name_bytes_max, "openai, anthropic, gemini, bedrock", check_dialect,
                            "The language it speaks.")),
        text_field("base_url", &Host::base_url, base_url_bytes_max, "URL", check_base_url, "Where the API begins."),
        text_field("variable", &Host::variable, name_bytes_max, "name", check_name, "The environment variable that holds its key."),
        text_field("region", &Host::region, name_bytes_max, "us, eu", check_region, "Where it answers."),
        text_list_field("domains", &Host::domains, {0, domains_max}, name_bytes_max, check_pattern,
                        "Host names by which a base URL is recognised; `*` stands for anything."),
        {{.name = "rules", .type = "mapping", .fallback = "", .about = "How it bends its dialect."},
         [](Reader& reader, const Node& node, Host& host) { read_mapping(reader, node, rules_table(), host.rules.rules); }},
        {{.name = "families", .type = "list of mappings", .fallback = "", .about = "Models that differ."},
         [field = list_field("families", &catalog::HostRules::families, family_table(), {0, families_max}, "")](
             Reader& reader, const Node& node, Host& host) { field.read(reader, node, host.rules); }},
    };
    return table;
}

const Table<catalog::FamilyRules>& family_table() {
    using catalog::FamilyRules;
    static const Table<FamilyRules> table{
        required(text_field("match", &FamilyRules::match, model_id_bytes_max, "pattern", check_pattern,
                            "The host's names for the models; `*` stands for anything. The first that matches counts.")),
        part_field("rules", &FamilyRules::rules, rules_table(), "What differs from the host's rules."),
    };
    return table;
}

}  // namespace parley::config
