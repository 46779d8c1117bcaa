// Every folder of tests/golden/usage/ is a case: a provider's whole answer, the host whose rules its translator follows, a price
// list, and what must come of it. The figures were written down, not printed by us, and nothing here rewrites them:
// tests/ledger/usage_costs.py comes to the same by another way.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

#include "config/hosts.hpp"
#include "json/document.hpp"
#include "ledger/cost.hpp"
#include "ledger/token_counts.hpp"
#include "providers/anthropic/provider.hpp"
#include "providers/bedrock/provider.hpp"
#include "providers/gemini/provider.hpp"
#include "providers/openai/provider.hpp"

namespace parley::ledger {
namespace {

constexpr std::string_view default_base_url = "https://compatible.example/v1";

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    EXPECT_TRUE(file.is_open()) << path;
    return {std::istreambuf_iterator<char>(file), {}};
}

struct Case {
    std::filesystem::path folder;
    std::string note = read_file(folder / "note.md");

    /// The value of a line `key: value` of the note, or empty.
    std::string from_note(std::string_view key) const {
        const std::string begin = "\n" + std::string(key) + ": ";
        const std::string lines = "\n" + note;
        const std::size_t at = lines.find(begin);
        if (at == std::string::npos) return {};
        return lines.substr(at + begin.size(), lines.find('\n', at + 1) - at - begin.size());
    }
};

std::vector<Case> all_cases() {
    std::vector<Case> cases;
    const auto root = std::filesystem::path(PARLEY_SOURCE_DIR) / "tests/golden/usage";
    for (const auto& folder : std::filesystem::directory_iterator(root)) cases.push_back({folder.path()});
    std::sort(cases.begin(), cases.end(), [](const Case& one, const Case& other) { return one.folder < other.folder; });
    return cases;
}

std::unique_ptr<providers::Provider> bedrock_provider(const catalog::Host& host) {
    providers::bedrock::Options options;
    options.base_url = host.base_url;
    options.key = Secret("k");
    options.user_agent = "parley/test";
    options.rules = host.rules;
    return std::move(*providers::bedrock::make_provider(options));
}

template <class Options, class Make>
std::unique_ptr<providers::Provider> made_by(Make make, const catalog::Host* host) {
    Options options;
    options.base_url = host && !host->base_url.empty() ? host->base_url : default_base_url;
    options.credential = Secret("k");
    options.user_agent = "parley/test";
    if (host) options.rules = host->rules;
    return std::move(*make(options));
}

std::unique_ptr<providers::Provider> provider_of(const Case& golden) {
    const std::string id = golden.from_note("host");
    const catalog::Host* host = config::find_host(id);
    EXPECT_EQ(host == nullptr, id.empty()) << "no such host: " << id;
    const std::string dialect = host ? host->dialect : "openai";
    if (dialect == "anthropic") return made_by<providers::anthropic::Options>(providers::anthropic::make_provider, host);
    if (dialect == "bedrock") return bedrock_provider(*host);
    if (dialect == "gemini") return made_by<providers::gemini::Options>(providers::gemini::make_provider, host);
    return made_by<providers::openai_dialect::Options>(providers::openai_dialect::make_provider, host);
}

/// Hears the usage of an answer, and nothing else.
class UsageSink final : public openai::EventSink {
  public:
    void start(std::string_view) override {}
    void text(std::string_view, openai::TextChannel, std::string_view) override {}
    void reasoning(std::string_view) override {}
    void signature(std::string_view) override {}
    void tool_start(std::uint32_t, std::string_view, std::string_view) override {}
    void tool_args(std::uint32_t, std::string_view) override {}
    void tool_end(std::uint32_t) override {}
    void usage(const openai::Usage& usage) override { said = usage; }
    void finish(openai::FinishReason, std::string_view) override {}
    void error(const Error& error) override { ADD_FAILURE() << error.message; }

    std::optional<openai::Usage> said;
};

std::optional<openai::Usage> usage_of(const Case& golden) {
    const std::string body = read_file(golden.folder / "body.json");
    const std::string reply_field = golden.from_note("reply_field");
    const std::string model = golden.from_note("model");
    providers::UpstreamReply reply;
    reply.status = 200;
    reply.content_type = "application/json";
    reply.body = body;
    reply.reply_field = reply_field;
    UsageSink sink;
    const auto failure = provider_of(golden)->decode(reply, {.provider = "p", .model = model.empty() ? "m" : model}, sink);
    EXPECT_FALSE(failure) << failure->message;
    return sink.said;
}

/// "input 2.5, output 10, cache_read 1.25", as a price list; empty when the note states none.
std::optional<catalog::Prices> prices_of(const Case& golden) {
    std::string text = golden.from_note("prices");
    if (text.empty()) return std::nullopt;
    const auto stated = [&](const std::string& name) -> std::optional<PricePerToken> {
        const std::string padded = " " + text + ",";
        const std::size_t at = padded.find(" " + name + " ");
        if (at == std::string::npos) return std::nullopt;
        const std::size_t begin = at + name.size() + 2;
        return parse_price(padded.substr(begin, padded.find(',', begin) - begin));
    };
    return catalog::Prices{.input = stated("input").value(),
                           .output = stated("output").value(),
                           .cache_read = stated("cache_read"),
                           .cache_write_5m = stated("cache_write_5m"),
                           .cache_write_1h = stated("cache_write_1h")};
}

BasisPoints regional_increase_of(const Case& golden) {
    const std::string percent = golden.from_note("regional_increase");
    return {percent.empty() ? 0 : static_cast<std::uint32_t>(std::stoul(percent) * 100)};
}

TokenCounts expected_tokens(json::Value tokens) {
    const auto count = [&](std::string_view name) { return tokens.find(name).integer().value(); };
    return {.input = count("input"),
            .cache_read = count("cache_read"),
            .cache_write_5m = count("cache_write_5m"),
            .cache_write_1h = count("cache_write_1h"),
            .output = count("output"),
            .reasoning = count("reasoning"),
            .input_audio = count("input_audio"),
            .output_audio = count("output_audio")};
}

TEST(UsageGolden, every_answer_is_counted_and_priced_to_the_nanodollar) {
    const std::vector<Case> cases = all_cases();
    EXPECT_GE(cases.size(), 50u);
    for (const Case& golden : cases) {
        SCOPED_TRACE(golden.folder.filename());
        EXPECT_TRUE(golden.note.starts_with("origin: constructed from ")) << golden.note;
        const std::string text = read_file(golden.folder / "expected.json");
        json::Document expected;
        ASSERT_FALSE(expected.parse(text));

        const std::optional<openai::Usage> usage = usage_of(golden);
        ASSERT_TRUE(usage);
        const TokenCounts tokens = tokens_of(*usage);
        EXPECT_TRUE(tokens == expected_tokens(expected.root().find("tokens")));

        const std::optional<catalog::Prices> prices = prices_of(golden);
        const std::optional<std::int64_t> nanodollars = expected.root().find("nanodollars").integer();
        ASSERT_EQ(prices.has_value(), nanodollars.has_value());
        if (!prices) continue;
        EXPECT_EQ(cost_of(tokens, rates_of(*prices), regional_increase_of(golden)).value(), Money{*nanodollars});
    }
}

}  // namespace
}  // namespace parley::ledger
