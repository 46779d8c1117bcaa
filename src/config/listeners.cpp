#include "config/listeners.hpp"

#include <algorithm>
#include <map>

#include "config/field_types.hpp"
#include "config/tables.hpp"
#include "config/text_checks.hpp"
#include "http/authority.hpp"

namespace parley::config {
namespace {

std::string in_small_letters(std::string_view text) {
    std::string small(text);
    for (char& letter : small) {
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    }
    return small;
}

/// A Host field's name, without its port. An IPv6 address keeps its brackets.
std::string_view without_port(std::string_view host) { return host.ends_with(']') ? host : host.substr(0, host.rfind(':')); }

/// hosts: a list of names.
Field<Listener> hosts_field() {
    return {{.name = "hosts",
             .type = "list of names, 1 to " + std::to_string(hosts_max),
             .fallback = "any",
             .about = "The names that it answers to, without ports: `[llm.example.com]`. A request for another Host gets "
                      "421, a health probe too."},
            [](Reader& reader, const Node& node, Listener& listener) {
                if (!reader.expect(node, Node::Kind::sequence)) return;
                if (node.items.empty() || node.items.size() > hosts_max) {
                    reader.problem(node.mark, "must have 1 to " + std::to_string(hosts_max) + " entries");
                }
                for (std::size_t i = 0; i < node.items.size(); ++i) {
                    const Reader::Step step = reader.at(i);
                    const auto host = reader.text(node.items[i], host_bytes_max);
                    if (!host) continue;
                    if (auto fault = check_host(*host)) {
                        reader.problem(node.items[i].mark, std::move(*fault));
                    } else {
                        listener.hosts.push_back(in_small_letters(*host));
                    }
                }
            }};
}

/// Port 0 is never taken: the system chooses another each time.
bool chooses_its_port(std::string_view address) { return address.ends_with(":0"); }

void check_short_form(Reader& reader, const Node& root, const Config& config) {
    if (config.listen != config.admin_listen || chooses_its_port(config.listen)) return;
    const Node* admin = root.find("admin_listen");
    const Node* listen = root.find("listen");
    const Reader::Step step = reader.into(admin ? "admin_listen" : "listen");
    if (admin || listen) reader.problem((admin ? admin : listen)->mark, "`listen` and `admin_listen` need two addresses");
}

}  // namespace

const Table<Listener>& listener_table() {
    static const Table<Listener> table{
        required(text_field("address", &Listener::address, path_bytes_max, "host:port", check_listen_address,
                            "Unique. Port 0 lets the system choose.")),
        described("the file's `region`",
                  text_field("region", &Listener::region, name_bytes_max, "us, eu", check_region, "What it serves.")),
        hosts_field(),
    };
    return table;
}

void fill_in_listeners(Config& config) {
    if (config.listeners.empty()) config.listeners.push_back({config.listen, config.region, {}});
    for (Listener& listener : config.listeners) {
        if (listener.region.empty()) listener.region = config.region;
    }
}

void replace_listeners(Config& config, std::string address) {
    config.listen = std::move(address);
    config.listeners.clear();
    fill_in_listeners(config);
}

void check_listeners(Reader& reader, const Node& root, const Config& config) {
    const Node* list = root.find("listeners");
    if (!list) return check_short_form(reader, root, config);
    const Reader::Step step = reader.into("listeners");
    if (root.find("listen")) reader.problem(list->mark, "must not stand beside `listen`", "leave out `listen`");
    std::map<std::string_view, std::size_t> first;
    for (std::size_t i = 0; i < config.listeners.size(); ++i) {
        const std::string& address = config.listeners[i].address;
        if (address.empty() || chooses_its_port(address)) continue;
        const Reader::Step item = reader.at(i);
        const Reader::Step field = reader.into("address");
        const Mark mark = list->items[i].find("address")->mark;
        const auto [found, added] = first.emplace(address, i);
        if (!added) reader.problem(mark, "is the same as that of entry " + std::to_string(found->second));
        if (address == config.admin_listen) reader.problem(mark, "is the same as `admin_listen`");
    }
}

bool serves_host(const Listener& listener, std::string_view host) {
    if (listener.hosts.empty()) return true;
    std::string_view name = without_port(host);
    if (name.ends_with('.')) name.remove_suffix(1);
    return std::find(listener.hosts.begin(), listener.hosts.end(), in_small_letters(name)) != listener.hosts.end();
}

}  // namespace parley::config
