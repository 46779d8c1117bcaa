// mutation_test.cpp: good files, spoiled at random. Whatever they become, they are read whole or refused, and every refusal
// names a line.
//
// A run prints its seed when it fails: PARLEY_SEED=<number> repeats it.
#include <algorithm>
#include <cstdlib>

#include "base/random.hpp"
#include "config/reference.hpp"
#include "support.hpp"

namespace parley::config {
namespace {

constexpr int mutations = 500;
constexpr std::size_t shown_bytes = 4096;

constexpr std::string_view many_parts = R"(listeners:
  - {address: "127.0.0.1:9090", region: us, hosts: [llm.example.com, "[::1]"]}
  - {address: "[::1]:9091", region: eu}
admin_listen: 127.0.0.1:9092
tls: {certificate: /run/c.pem, key: /run/k.pem}
keys:
  - name: one
    secret: "${UP_KEY}-one"
    account: team-1
    requests_per_minute: 60
  - {name: two, secret: 'second-secret'}
providers: &all
  up:
    dialect: openai
    base_url: http://127.0.0.1:11434/v1
models:
  - id: &name house-model
    targets: &targets
      - {provider: up, model: *name}
  - {id: other, targets: *targets}
limits: {requests_per_minute: 30}
defaults: {max_tokens: 2000}
compatibility: {strict_errors: true}
)";

constexpr std::string_view as_json = R"({
 "listen": "127.0.0.1:0", "region": "eu", "threads": 2,
 "keys": [{"name": "test", "secret": "test-key-0123"}],
 "providers": {"up": {"dialect": "openai", "base_url": "https://up.example/v1", "credential": "sk-upstream"}},
 "models": [{"id": "m", "targets": [{"provider": "up", "model": "x"}]}],
 "drain": {"grace": "0s", "timeout": "5s"}
}
)";

/// The page's example names a file that is not there.
std::string page_example() {
    std::string text(example_config());
    const std::string_view reference = "${file:/run/secrets/together}";
    return text.replace(text.find(reference), reference.size(), "${UP_KEY}");
}

const std::vector<std::string>& good_files() {
    static const std::vector<std::string> files{std::string(good_config), std::string(many_parts), std::string(as_json), page_example()};
    return files;
}

ConfigReading read_with_variables(std::string_view text) {
    return read_text(text, {{"UP_KEY", "sk-up"}, {"PARLEY_KEY", "sk-parley-1"}, {"OPENAI_API_KEY", "sk-openai"}});
}

std::vector<std::string> split_lines(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return lines;
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += line;
    return text;
}

std::string& one_of(std::vector<std::string>& all, Random& random) { return all[random.below(all.size())]; }

/// Replaces what follows the first ": " of one line.
std::string with_value(const std::string& text, const std::string& value, Random& random) {
    auto lines = split_lines(text);
    std::string& line = one_of(lines, random);
    const std::size_t colon = line.find(": ");
    if (colon != std::string::npos) line = line.substr(0, colon + 2) + value + "\n";
    return joined(lines);
}

std::string truncated(std::string text, Random& random) {
    text.resize(random.below(text.size()));
    return text;
}

std::string with_a_line_twice(std::string text, Random& random) {
    auto lines = split_lines(text);
    const std::string copied = one_of(lines, random);
    lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(random.below(lines.size() + 1)), copied);
    return joined(lines);
}

std::string without_a_line(std::string text, Random& random) {
    auto lines = split_lines(text);
    lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(random.below(lines.size())));
    return joined(lines);
}

std::string with_another_type(std::string text, Random& random) {
    static std::vector<std::string> values{
        "[]",        "{}",         "~", "-1",      "1e999", "true",       "''",          "[a, b]", "{a: b}", "*x", "&x y",   "!!int 5",
        "${UP_KEY}", "${NOT_SET}", "|", "\"\\0\"", "5s",    "{? [a]: b}", "\"\\ud800\"", "0x10",   "1_000",  ">-", "[[[]]]", "{{}: 1}"};
    return with_value(text, one_of(values, random), random);
}

std::string with_a_huge_value(std::string text, Random& random) {
    static std::vector<std::string> values{"18446744073709551616", "99999999999999999999999h", "9223372036854775807GiB",
                                           std::string(70'000, 'v'), std::string(5'000, '[')};
    return with_value(text, one_of(values, random), random);
}

std::string with_a_cycle(std::string text, Random& random) {
    static std::vector<std::string> values{"&c [*c]", "&c {a: *c}", "&c {a: {b: [*c]}}", "*all", "&a [*b, &b [*a]]", "&c [&d [*d, *c]]"};
    return with_value(text, one_of(values, random), random);
}

std::string with_deep_nesting(std::string text, Random& random) {
    const std::size_t depth = 1 + random.below(200);
    std::string open;
    std::string close;
    for (std::size_t i = 0; i < depth; ++i) {
        const bool list = random.below(2) == 0;
        open += list ? "[" : "{a: ";
        close.insert(0, list ? "]" : "}");
    }
    return with_value(text, open + "x" + close, random);
}

std::string with_a_renamed_key(std::string text, Random& random) {
    auto lines = split_lines(text);
    std::string& line = one_of(lines, random);
    const std::size_t colon = line.find(':');
    if (colon != std::string::npos && colon > 0) line.insert(random.below(colon), 1, static_cast<char>('a' + random.below(26)));
    return joined(lines);
}

std::string with_swapped_values(std::string text, Random& random) {
    auto lines = split_lines(text);
    std::string& one = one_of(lines, random);
    std::string& other = one_of(lines, random);
    const std::size_t from = one.find(": ");
    const std::size_t to = other.find(": ");
    if (from == std::string::npos || to == std::string::npos || &one == &other) return text;
    const std::string value = one.substr(from);
    one = one.substr(0, from) + other.substr(to);
    other = other.substr(0, to) + value;
    return joined(lines);
}

std::string with_a_mapping_for_a_scalar(std::string text, Random& random) {
    static std::vector<std::string> values{"{value: 1}", "{? a : b}", "\n      deeper:\n        still: 1", "[{a: 1}]"};
    return with_value(text, one_of(values, random), random);
}

std::string with_another_byte(std::string text, Random& random) {
    text[random.below(text.size())] = static_cast<char>(random.below(256));
    return text;
}

std::string with_a_flipped_bit(std::string text, Random& random) {
    char& byte = text[random.below(text.size())];
    byte = static_cast<char>(byte ^ (1 << random.below(8)));
    return text;
}

std::string with_other_indentation(std::string text, Random& random) {
    auto lines = split_lines(text);
    one_of(lines, random).insert(0, 1 + random.below(5), random.below(4) == 0 ? '\t' : ' ');
    return joined(lines);
}

std::string huge(std::string text, Random& random) {
    const std::string filler(random.below(2 * 1024 * 1024), static_cast<char>(' ' + random.below(95)));
    return text.insert(random.below(text.size()), filler);
}

using Mutation = std::string (*)(std::string, Random&);
constexpr Mutation kinds[] = {
    truncated,         with_a_line_twice,  without_a_line,        with_another_type,   with_a_huge_value,
    with_a_cycle,      with_deep_nesting,  with_a_renamed_key,    with_swapped_values, with_a_mapping_for_a_scalar,
    with_another_byte, with_a_flipped_bit, with_other_indentation};

/// The complaints that have no line, for there is none to show.
bool is_about_the_whole_file(const ConfigProblem& problem) {
    return problem.message == "is larger than 1MiB" || problem.message == "more mistakes follow";
}

/// Everything that a Config promises once it was read, so that nobody downstream meets half of one.
void expect_whole(const Config& config) {
    EXPECT_GE(config.threads, 1u);
    EXPECT_FALSE(config.models.empty());
    for (const catalog::Model& model : config.models) {
        EXPECT_FALSE(model.id.empty());
        EXPECT_FALSE(model.targets.empty());
        for (const catalog::Target& target : model.targets) {
            EXPECT_FALSE(target.model.empty());
            EXPECT_TRUE(config.providers.contains(target.provider)) << target.provider;
        }
    }
    EXPECT_FALSE(config.listeners.empty());
    for (const Listener& listener : config.listeners) {
        EXPECT_FALSE(listener.address.empty());
        EXPECT_TRUE(listener.region == "us" || listener.region == "eu") << listener.region;
    }
    for (const Key& key : config.keys) EXPECT_FALSE(key.name.empty() || key.secret.empty() || key.account.empty());
}

/// Either, never both and never neither. False when it was refused.
bool is_read(std::string_view text) {
    const ConfigReading reading = read_with_variables(text);
    EXPECT_NE(reading.config.has_value(), !reading.problems.empty());
    if (reading.config) expect_whole(*reading.config);
    for (const ConfigProblem& problem : reading.problems) {
        EXPECT_EQ(problem.file, "parley.yaml") << to_text(problem);
        if (!is_about_the_whole_file(problem)) {
            EXPECT_GE(problem.line, 1) << to_text(problem);
            EXPECT_GE(problem.column, 1) << to_text(problem);
        }
        EXPECT_FALSE(problem.message.empty());
    }
    return reading.config.has_value();
}

std::uint64_t chosen_seed() {
    const char* wanted = std::getenv("PARLEY_SEED");
    return wanted ? std::strtoull(wanted, nullptr, 10) : random_seed();
}

TEST(MutatedConfig, starts_from_good_files) {
    for (const std::string& file : good_files()) EXPECT_TRUE(is_read(file)) << file;
}

TEST(MutatedConfig, is_read_whole_or_refused_with_a_line) {
    const std::uint64_t seed = chosen_seed();
    SCOPED_TRACE("PARLEY_SEED=" + std::to_string(seed));
    Random random(seed);
    int refused = 0;
    for (int i = 0; i < mutations; ++i) {
        std::string text = good_files()[random.below(good_files().size())];
        for (std::uint64_t times = 1 + random.below(3); times > 0 && !text.empty(); --times) {
            text = i % 50 == 0 ? huge(text, random) : kinds[random.below(std::size(kinds))](text, random);
        }
        SCOPED_TRACE("mutation " + std::to_string(i) + ": " + text.substr(0, shown_bytes));
        if (!is_read(text)) ++refused;
        if (::testing::Test::HasFailure()) return;
    }
    EXPECT_GT(refused, mutations / 2);
    EXPECT_LT(refused, mutations);  // some mutations leave a good file: both ways were walked
}

TEST(MutatedConfig, cut_after_any_byte_is_whole_or_refused) {
    for (const std::string& file : good_files()) {
        for (std::size_t bytes = 0; bytes < file.size(); ++bytes) {
            SCOPED_TRACE("cut after " + std::to_string(bytes));
            is_read(std::string_view(file).substr(0, bytes));
        }
    }
}

}  // namespace
}  // namespace parley::config
