// exposition_test.cpp: everything that /metrics prints, read back by a parser of its format.
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "observe/exposition.hpp"
#include "observe/metrics.hpp"

namespace parley::observe {
namespace {

using namespace std::chrono_literals;

struct Exposition {
    std::map<std::string, std::string> types;  // by family
    std::map<std::string, double> samples;     // by name and labels, as they stand there
};

/// The family of a sample: a histogram's samples have endings of their own.
std::string family_of(const std::string& name, const Exposition& read) {
    for (const char* ending : {"_bucket", "_sum", "_count"}) {
        const std::string base = name.substr(0, name.rfind(ending));
        const auto found = read.types.find(base);
        if (name.ends_with(ending) && found != read.types.end() && found->second == "histogram") return base;
    }
    return name;
}

/// Source: Prometheus docs, "Exposition formats", "Text format details".
Exposition read(const std::string& text) {
    static const std::regex help(R"(# HELP ([a-z_]+) [^\\]+)");
    static const std::regex type(R"(# TYPE ([a-z_]+) (counter|gauge|histogram))");
    static const std::regex sample(
        R"(([a-z_]+)(\{[a-z_]+="(?:[^"\\\n]|\\["\\n])*"(?:,[a-z_]+="(?:[^"\\\n]|\\["\\n])*")*\})? ([0-9.e+-]+))");
    Exposition exposition;
    std::set<std::string> helped;
    std::string family;
    EXPECT_TRUE(text.ends_with('\n'));
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::smatch found;
        if (std::regex_match(line, found, help)) {
            family = found[1];
            EXPECT_TRUE(helped.insert(family).second) << "a second time: " << line;
        } else if (std::regex_match(line, found, type)) {
            EXPECT_EQ(found[1], family) << line;
            EXPECT_TRUE(exposition.types.emplace(found[1], found[2]).second) << line;
        } else if (std::regex_match(line, found, sample)) {
            EXPECT_EQ(family_of(found[1], exposition), family) << "away from its family: " << line;
            EXPECT_TRUE(exposition.samples.emplace(found[1].str() + found[2].str(), std::stod(found[3])).second) << "twice: " << line;
        } else {
            ADD_FAILURE() << "no line of the format: " << line;
        }
    }
    return exposition;
}

TEST(Exposition, is_read_by_a_parser_and_names_follow_the_conventions) {
    Metrics metrics;
    ThreadMetrics& thread = metrics.add_thread();
    ModelCounts& model = thread.model(metrics.model_names().label_of("gpt"));
    model.add_request(Outcome::ok, 200);
    model.add_tokens(TokenKind::input, 3);
    model.record_first_chunk(3ms);
    const Exposition exposition = read(metrics.render());
    for (const auto& [name, type] : exposition.types) {
        EXPECT_TRUE(name.starts_with("parley_")) << name;
        EXPECT_EQ(name.ends_with("_total"), type == "counter") << name;
        EXPECT_EQ(name.ends_with("_seconds") && !name.ends_with("_timestamp_seconds"), type == "histogram") << name;
    }
    EXPECT_EQ(exposition.samples.at(R"(parley_model_requests_total{model="gpt",outcome="ok",status="2xx"})"), 1);
    EXPECT_EQ(exposition.samples.at(R"(parley_model_tokens_total{model="gpt",kind="input"})"), 3);
}

TEST(Exposition, adds_up_the_threads) {
    Metrics metrics;
    const ModelLabel label = metrics.model_names().label_of("gpt");
    for (const std::int64_t tokens : {5, 7}) {
        ThreadMetrics& thread = metrics.add_thread();
        thread.add(Counter::requests, 2);
        thread.model(label).add_tokens(TokenKind::output, tokens);
        thread.model(label).record_first_chunk(3ms);
    }
    const Exposition exposition = read(metrics.render());
    EXPECT_EQ(exposition.samples.at("parley_requests_total"), 4);
    EXPECT_EQ(exposition.samples.at(R"(parley_model_tokens_total{model="gpt",kind="output"})"), 12);
    EXPECT_EQ(exposition.samples.at(R"(parley_model_first_chunk_seconds_bucket{model="gpt",le="0.002"})"), 0);
    EXPECT_EQ(exposition.samples.at(R"(parley_model_first_chunk_seconds_bucket{model="gpt",le="0.005"})"), 2);
    EXPECT_EQ(exposition.samples.at(R"(parley_model_first_chunk_seconds_bucket{model="gpt",le="+Inf"})"), 2);
    EXPECT_EQ(exposition.samples.at(R"(parley_model_first_chunk_seconds_count{model="gpt"})"), 2);
    EXPECT_DOUBLE_EQ(exposition.samples.at(R"(parley_model_first_chunk_seconds_sum{model="gpt"})"), 0.006);
}

TEST(Exposition, escapes_what_would_end_a_label) { EXPECT_EQ(print_label("model", "a\"b\\c\nd"), R"(model="a\"b\\c\nd")"); }

TEST(ModelNames, give_a_model_the_same_label_every_time) {
    ModelNames names;
    const ModelLabel gpt = names.label_of("gpt");
    EXPECT_NE(gpt, ModelNames::other);
    EXPECT_NE(names.label_of("qwen"), gpt);
    EXPECT_EQ(names.label_of("gpt"), gpt);
}

TEST(ModelNames, call_one_more_than_the_most_other) {
    Metrics metrics;
    ThreadMetrics& thread = metrics.add_thread();
    for (std::size_t i = 0; i < ModelNames::names_max; ++i) {
        const ModelLabel label = metrics.model_names().label_of("model-" + std::to_string(i));
        EXPECT_NE(label, ModelNames::other);
        thread.model(label).add_tokens(TokenKind::input, 1);
    }
    const ModelLabel late = metrics.model_names().label_of("one-more");
    EXPECT_EQ(late, ModelNames::other);
    thread.model(late).add_tokens(TokenKind::input, 1);
    EXPECT_EQ(metrics.model_names().all().size(), ModelNames::names_max + 1);
    EXPECT_EQ(read(metrics.render()).samples.at(R"(parley_model_tokens_total{model="other",kind="input"})"), 1);
    EXPECT_NE(metrics.model_names().label_of("model-511"), ModelNames::other) << "those that came before keep their labels";
}

}  // namespace
}  // namespace parley::observe
