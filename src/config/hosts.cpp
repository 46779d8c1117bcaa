#include "config/hosts.hpp"

#include <algorithm>
#include <stdexcept>

#include "catalog/builtin_files.hpp"
#include "catalog/name_pattern.hpp"
#include "config/tables.hpp"

namespace parley::config {
namespace {

constexpr std::string_view file_name = "hosts.yaml";

std::optional<std::string> nothing(std::string_view) { return std::nullopt; }

/// `base` with what a `rules` mapping says on top. Its mistakes have been told when it was read for the first time.
catalog::DialectRules on_top_of(catalog::DialectRules base, const Node* rules, const Environment& environment) {
    Reader silent(std::string(), environment);
    if (rules) read_mapping(silent, *rules, rules_table(), base);
    return base;
}

/// A family says only what differs from its host.
void complete_families(catalog::Host& host, const Node& node, const Environment& environment) {
    const Node* families = node.find("families");
    for (std::size_t i = 0; i < host.rules.families.size(); ++i) {
        catalog::DialectRules& rules = host.rules.families[i].rules;
        rules = on_top_of(host.rules.rules, families->items[i].find("rules"), environment);
    }
}

void read_host(Reader& reader, const Entry& entry, std::vector<catalog::Host>& hosts) {
    const Reader::Step step = reader.into(entry.name);
    catalog::Host host;
    host.id = entry.name;
    read_mapping(reader, entry.value, host_table(), host);
    if (reader.problems().empty()) complete_families(host, entry.value, nothing);
    hosts.push_back(std::move(host));
}

std::vector<catalog::Host> read_builtin_hosts() {
    for (const catalog::BuiltinFile& file : catalog::builtin_files()) {
        if (file.name != file_name) continue;
        std::vector<ConfigProblem> problems;
        std::vector<catalog::Host> hosts = read_hosts(file.text, std::string(file.name), problems);
        if (problems.empty()) return hosts;
        throw std::logic_error(to_text(problems.front()));  // a test has read the file that was built in
    }
    throw std::logic_error("hosts.yaml was not built in");
}

bool is_in_domain(const catalog::Host& host, std::string_view name) {
    return std::any_of(host.domains.begin(), host.domains.end(),
                       [name](const std::string& domain) { return catalog::matches_pattern(domain, name); });
}

const catalog::Host* recognise(const std::string& name, const Provider& provider) {
    const std::vector<catalog::Host>& hosts = builtin_hosts();
    const auto where = [&](auto fits) -> const catalog::Host* {
        const auto found = std::find_if(hosts.begin(), hosts.end(),
                                        [&](const catalog::Host& host) { return host.dialect == name_of(provider.dialect) && fits(host); });
        return found == hosts.end() ? nullptr : &*found;
    };
    if (!provider.host.empty()) return where([&](const catalog::Host& host) { return host.id == provider.host; });
    const auto* by_domain = where([&](const catalog::Host& host) { return is_in_domain(host, provider.base_url.host); });
    return by_domain ? by_domain : where([&](const catalog::Host& host) { return host.id == name; });
}

void settle_host(const Entry& entry, const Environment& environment, Provider& provider) {
    const catalog::Host* host = recognise(entry.name, provider);
    provider.rules = host ? host->rules : rules_of_unknown_host(provider.dialect);
    if (host) provider.host = host->id;
    const Node* rules = entry.value.find("rules");
    if (!rules) return;
    provider.rules.rules = on_top_of(std::move(provider.rules.rules), rules, environment);
    for (catalog::FamilyRules& family : provider.rules.families) family.rules = on_top_of(std::move(family.rules), rules, environment);
}

}  // namespace

std::string_view name_of(Dialect dialect) {
    switch (dialect) {
        case Dialect::openai: return "openai";
        case Dialect::anthropic: return "anthropic";
        case Dialect::gemini: return "gemini";
        case Dialect::bedrock: return "bedrock";
    }
    return {};
}

std::optional<Dialect> dialect_named(std::string_view name) {
    for (const Dialect dialect : spoken_dialects) {
        if (name_of(dialect) == name) return dialect;
    }
    return std::nullopt;
}

const std::vector<catalog::Host>& builtin_hosts() {
    static const std::vector<catalog::Host> hosts = read_builtin_hosts();
    return hosts;
}

const catalog::Host* find_host(std::string_view id) {
    const std::vector<catalog::Host>& hosts = builtin_hosts();
    const auto found = std::find_if(hosts.begin(), hosts.end(), [id](const catalog::Host& host) { return host.id == id; });
    return found == hosts.end() ? nullptr : &*found;
}

catalog::HostRules rules_of_unknown_host(Dialect dialect) {
    const catalog::Host* inventor = dialect == Dialect::openai ? nullptr : find_host(name_of(dialect));
    return inventor ? inventor->rules : catalog::HostRules();
}

std::vector<catalog::Host> read_hosts(std::string_view text, const std::string& name, std::vector<ConfigProblem>& problems) {
    std::vector<catalog::Host> hosts;
    const YamlReading yaml = read_yaml(text);
    if (yaml.fault) {
        problems.push_back({name, yaml.fault->mark.line, yaml.fault->mark.column, "", yaml.fault->message, ""});
        return hosts;
    }
    const Environment environment = nothing;
    Reader reader(name, environment);
    for (const Entry& entry : yaml.root.entries) {
        const Reader::Step step = reader.into(entry.name);
        if (entry.name != "hosts") {
            reader.unknown_name(entry, {"hosts"});
        } else if (reader.expect(entry.value, Node::Kind::mapping)) {
            for (const Entry& host : entry.value.entries) read_host(reader, host, hosts);
        }
    }
    problems = reader.take_problems();
    return hosts;
}

void settle_hosts(Reader& reader, const Node& root, const Environment& environment, Config& config) {
    const Node* providers = root.find("providers");
    if (!providers || providers->kind != Node::Kind::mapping) return;
    const Reader::Step step = reader.into("providers");
    for (const Entry& entry : providers->entries) {
        Provider& provider = config.providers.at(entry.name);
        const Node* stated = entry.value.find("host");
        const catalog::Host* host = find_host(provider.host);
        if (stated && host && host->dialect != name_of(provider.dialect)) {
            const Reader::Step name = reader.into(entry.name);
            const Reader::Step field = reader.into("host");
            reader.problem(stated->mark, "is a host that does not speak the dialect " + std::string(name_of(provider.dialect)));
        }
        settle_host(entry, environment, provider);
    }
}

}  // namespace parley::config
