#include "config/tables.hpp"

#include "support.hpp"

namespace parley::config {
namespace {

/// Reads `name: value` under `section` and expects that nothing changes: the default on the page is the default.
template <class Part>
void expect_defaults(const Table<Part>& table, std::string_view section) {
    const Config defaults = *read_text("region: us\n").config;
    for (const Field<Part>& field : table) {
        if (field.text.type.starts_with("mapping")) continue;  // its own fields have defaults, it has none
        SCOPED_TRACE(std::string(section) + "." + field.text.name);
        const ConfigReading reading = read_text(std::string(section) + ": {" + field.text.name + ": \"" + field.text.fallback + "\"}\n");
        ASSERT_TRUE(reading.config) << lines_of(reading)[0];
        EXPECT_EQ(*reading.config, defaults);
    }
}

TEST(Tables, show_defaults_that_read_back_as_themselves) {
    expect_defaults(routing_table(), "routing");
    expect_defaults(limits_table(), "limits");
    expect_defaults(defaults_table(), "defaults");
    expect_defaults(compatibility_table(), "compatibility");
    expect_defaults(http_table(), "http");
    expect_defaults(drain_table(), "drain");
    expect_defaults(log_table(), "log");
}

TEST(Tables, reach_every_limit_of_the_http_layer) {
    // Every field of Limits takes eight bytes: one that is added without a name here shows. encoded_paths is the simulator's alone.
    EXPECT_EQ(http_table().size() + 1, sizeof(http::Limits) / 8);
    const Config defaults = *read_text("region: us\n").config;
    for (const auto& field : http_table()) {
        const bool is_duration = field.text.type.starts_with("duration");
        const bool is_size = field.text.type.starts_with("size");
        const std::string value = is_duration ? "77ms" : is_size ? "7777" : "77";
        const ConfigReading reading = read_text("http: {" + field.text.name + ": " + value + "}\n");
        ASSERT_TRUE(reading.config) << field.text.name;
        EXPECT_NE(reading.config->http_limits, defaults.http_limits) << field.text.name;
    }
}

TEST(Tables, show_defaults_of_rules_that_read_back_as_themselves) {
    const auto rules_of = [](const std::string& rules) {
        const ConfigReading reading = read_text("providers: {house: {dialect: openai, base_url: \"http://127.0.0.1:1\", rules: " + rules +
                                                "}}\nmodels: [{id: m, targets: [{provider: house, model: m}]}]\n");
        EXPECT_TRUE(reading.config) << rules << lines_of(reading)[0];
        return reading.config ? reading.config->providers.at("house").rules.rules : catalog::DialectRules();
    };
    for (const auto& field : rules_table()) {
        const std::string& fallback = field.text.fallback;
        if (fallback.empty() || fallback == "any") continue;
        EXPECT_EQ(rules_of("{" + field.text.name + ": " + fallback + "}"), catalog::DialectRules()) << field.text.name;
    }
    for (const auto& field : supports_table()) {
        EXPECT_EQ(rules_of("{supports: {" + field.text.name + ": " + field.text.fallback + "}}"), catalog::DialectRules())
            << field.text.name;
    }
}

template <class Part>
void expect_sentences(const Table<Part>& table) {
    std::vector<std::string> names;
    for (const Field<Part>& field : table) {
        EXPECT_TRUE(field.text.about.ends_with('.')) << field.text.name;
        EXPECT_FALSE(field.text.type.empty()) << field.text.name;
        EXPECT_EQ(std::count(names.begin(), names.end(), field.text.name), 0) << field.text.name;
        names.push_back(field.text.name);
    }
}

TEST(Tables, explain_every_name_once_and_in_sentences) {
    expect_sentences(config_table());
    expect_sentences(listener_table());
    expect_sentences(tls_table());
    expect_sentences(key_table());
    expect_sentences(provider_table());
    expect_sentences(rules_table());
    expect_sentences(supports_table());
    expect_sentences(host_table());
    expect_sentences(family_table());
    expect_sentences(model_table());
    expect_sentences(target_table());
    expect_sentences(prices_table());
    expect_sentences(default_parameters_table());
    expect_sentences(routing_table());
    expect_sentences(limits_table());
    expect_sentences(defaults_table());
    expect_sentences(compatibility_table());
    expect_sentences(http_table());
    expect_sentences(drain_table());
    expect_sentences(log_table());
}

}  // namespace
}  // namespace parley::config
