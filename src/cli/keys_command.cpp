#include "cli/keys_command.hpp"

#include <cstdio>

#include "base/calendar_date.hpp"
#include "cli/store_access.hpp"
#include "cli/text_table.hpp"
#include "config/lifetime.hpp"

namespace parley::cli {
namespace {

using control::Answer;
using nlohmann::json;
using Missing = StoreAccess::Missing;

void print_line(const std::string& line) { std::printf("%s\n", line.c_str()); }

std::string text_of(const json& key, const char* name) {
    const json& value = key.at(name);
    return value.is_string() ? value.get<std::string>() : value.is_null() ? "-" : value.dump();
}

std::string moment_of(const json& key, const char* name) {
    return key.at(name).is_null() ? "-" : print_minute(key.at(name).get<UnixSeconds>());
}

std::string models_of(const json& key) {
    if (key.at("models").is_null()) return "all";
    std::string text;
    for (const json& model : key.at("models")) text += (text.empty() ? "" : ",") + model.get<std::string>();
    return text;
}

std::vector<std::string> row_of(const json& key) {
    return {text_of(key, "id"),
            text_of(key, "name"),
            text_of(key, "account"),
            text_of(key, "state"),
            moment_of(key, "created"),
            moment_of(key, "expires"),
            models_of(key),
            text_of(key, "requests_per_minute"),
            "..." + text_of(key, "last_characters")};
}

// Every page of keys.list.
Answer list_all(const std::string& data) {
    StoreAccess store(data);
    json keys = json::array();
    std::string after;
    for (;;) {
        const control::Request request{"keys.list", {{"after", after}}};
        const Answer page = store.ask(request);
        if (!page) return page;
        for (const json& key : page->at("keys")) keys.push_back(key);
        if (!page->at("more").get<bool>()) return control::answer_with(std::move(keys));
        after = keys.back().at("id").get<std::string>();
    }
}

control::Request create_request(const KeysCreateArguments& arguments) {
    control::Request request{"keys.create", {{"name", arguments.name}}};
    json& wanted = request.arguments;
    if (arguments.account) wanted["account"] = *arguments.account;
    if (arguments.expires) wanted["expires_in_seconds"] = config::parse_lifetime(*arguments.expires).value().count();
    if (!arguments.models.empty()) wanted["models"] = arguments.models;
    if (arguments.requests_per_minute) wanted["requests_per_minute"] = *arguments.requests_per_minute;
    return request;
}

}  // namespace

int run_keys_create(const KeysCreateArguments& arguments) {
    const Answer made = StoreAccess(arguments.place.data, Missing::make).ask(create_request(arguments));
    if (!made) return complain(made.error());
    if (arguments.place.json) {
        print_line(made->dump());
        return 0;
    }
    const bool expires = !made->at("expires").is_null();
    print_line("Key " + text_of(*made, "name") + " (" + text_of(*made, "id") + ") of account " + text_of(*made, "account") +
               (expires ? ", until " + moment_of(*made, "expires") + " UTC" : "") + ". It is shown this once:\n");
    print_line("  " + text_of(*made, "key"));
    return 0;
}

int run_keys_list(const KeysPlace& place) {
    const Answer keys = list_all(place.data);
    if (!keys) return complain(keys.error());
    if (place.json) {
        print_line(json({{"keys", *keys}}).dump());
        return 0;
    }
    if (keys->empty()) {
        print_line("No keys are stored in " + place.data + ". Make one: parley keys create --name NAME");
        return 0;
    }
    using enum TextTable::Align;
    TextTable table(
        {{"ID"}, {"NAME"}, {"ACCOUNT"}, {"STATE"}, {"CREATED (UTC)"}, {"EXPIRES (UTC)"}, {"MODELS"}, {"PER MINUTE", right}, {"KEY"}});
    for (const json& key : *keys) table.add(row_of(key));
    std::fputs(table.text().c_str(), stdout);
    return 0;
}

int run_keys_revoke(const KeysRevokeArguments& arguments) {
    const control::Request request{"keys.revoke", {{"id", arguments.id}}};
    const Answer revoked = StoreAccess(arguments.place.data).ask(request);
    if (!revoked) return complain(revoked.error());
    if (arguments.place.json) {
        print_line(revoked->dump());
    } else {
        print_line("Revoked " + text_of(*revoked, "name") + " (" + text_of(*revoked, "id") + ").");
    }
    return 0;
}

}  // namespace parley::cli
