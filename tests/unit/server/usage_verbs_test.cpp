#include "server/usage_verbs.hpp"

#include <cmath>

#include "unit/server/filled_store.hpp"

namespace parley::server {
namespace {

using nlohmann::json;

constexpr UnixSeconds now = 1'790'000'000;

class UsageVerbs : public testing::Test {
  protected:
    json ask(json arguments, UsageFor eyes = UsageFor::operators) {
        UsageWords words;
        const auto take = [&](const char* name, std::optional<std::string>& word) {
            if (arguments.contains(name)) word = arguments[name].get<std::string>();
        };
        take("by", words.by);
        take("account", words.account);
        return usage(filled.store->writer(), words, eyes, now).value();
    }

    FilledStore filled;
};

/// With the price taken away: nobody knows what it cost.
ledger::Entry unpriced(ledger::Entry entry) {
    entry.attempts[0].rates.reset();
    settle(entry);
    return entry;
}

/// Nano-dollars of a printed sum, read without a double.
std::int64_t nanodollars(const json& sum) {
    if (sum.is_null()) return 0;
    std::string text = sum.get<std::string>();
    const std::size_t point = text.find('.');
    const std::string fraction = point == std::string::npos ? "" : text.substr(point + 1);
    return std::stoll(text.substr(0, point)) * 1'000'000'000 + std::stoll(fraction + std::string(9 - fraction.size(), '0'));
}

TEST_F(UsageVerbs, tells_tokens_by_class_and_money_to_the_nanodollar) {
    filled.put({plain_entry("1", "acme", "k", "m"), ledger::sample_entry()});
    const json report = ask({{"by", "account,model"}});
    EXPECT_EQ(report["by"], json({"account", "model"}));
    EXPECT_EQ(report["since"], json());
    EXPECT_EQ(report["currency"], "USD");
    ASSERT_EQ(report["rows"].size(), 2u);
    EXPECT_EQ(
        report["rows"][0],
        json({{"account", "acme"},
              {"model", "m"},
              {"requests", 1},
              {"estimated_requests", 0},
              {"tokens",
               {{"input", 1'000}, {"cache_read", 0}, {"cache_write_5m", 0}, {"cache_write_1h", 0}, {"output", 500}, {"reasoning", 0}}},
              {"charged", "0.002"},
              {"charged_unknown", 0},
              {"incurred", "0.002"},
              {"incurred_unknown", 0}}));
    EXPECT_EQ(report["rows"][1]["charged"], "0.00290796");
    EXPECT_EQ(report["rows"][1]["incurred"], "0.00323796") << "the attempt that failed, too";
    EXPECT_EQ(report["total"]["charged"], "0.00490796");
}

TEST_F(UsageVerbs, never_shows_an_unknown_cost_as_zero) {
    filled.put({unpriced(plain_entry("1", "a", "k", "dear")), unpriced(plain_entry("2", "a", "k", "half")),
                plain_entry("3", "a", "k", "half"), plain_entry("4", "a", "k", "known")});
    const json rows = ask({})["rows"];
    EXPECT_EQ(rows[0]["charged"], json()) << "all that there is of it is unknown";
    EXPECT_EQ(rows[0]["charged_unknown"], 1);
    EXPECT_EQ(rows[1]["charged"], "0.002") << "what is known of it";
    EXPECT_EQ(rows[1]["charged_unknown"], 1);
    EXPECT_EQ(rows[2]["charged_unknown"], 0);
    EXPECT_EQ(ask({})["total"]["incurred_unknown"], 2);
}

TEST_F(UsageVerbs, shows_a_sum_of_nothing_as_nothing) {
    const json report = ask({});
    EXPECT_EQ(report["rows"], json::array());
    EXPECT_EQ(report["total"]["requests"], 0);
    EXPECT_EQ(report["total"]["charged"], "0");
}

TEST_F(UsageVerbs, keeps_from_callers_what_we_pay) {
    filled.put({ledger::sample_entry()});
    const json report = ask({}, UsageFor::caller);
    EXPECT_EQ(report.dump().find("incurred"), std::string::npos);
    EXPECT_EQ(report["rows"][0]["charged"], "0.00290796");
}

TEST_F(UsageVerbs, balances_whatever_it_is_asked_by) {
    Random random(41);
    std::vector<ledger::Entry> entries;
    for (int number = 0; number < 500; ++number) {
        entries.push_back(plain_entry(std::to_string(number), "a" + std::to_string(random.below(3)), "k" + std::to_string(random.below(5)),
                                      "m" + std::to_string(random.below(7))));
        entries.back().attempts[0].tokens.output = static_cast<std::int64_t>(random.below(100'000));
        settle(entries.back());
        if (random.below(9) == 0) entries.back() = unpriced(std::move(entries.back()));
    }
    std::int64_t charged = 0;
    for (const ledger::Entry& entry : entries) charged += entry.charged.value_or(Money{}).nanodollars;
    filled.put(entries);
    for (const char* by : {"model", "key", "account", "day", "outcome", "day,model", "key,outcome", "account,key,model,day,outcome"}) {
        const json report = ask({{"by", by}});
        std::int64_t requests = 0;
        std::int64_t sum = 0;
        for (const json& row : report["rows"]) {
            requests += row["requests"].get<std::int64_t>();
            sum += nanodollars(row["charged"]);
        }
        EXPECT_EQ(requests, 500) << by;
        EXPECT_EQ(report["total"]["requests"], 500) << by;
        EXPECT_EQ(sum, charged) << by;
        EXPECT_EQ(nanodollars(report["total"]["charged"]), charged) << by;
    }
}

TEST_F(UsageVerbs, is_a_verb_with_named_arguments) {
    filled.put({plain_entry("1", "acme", "k", "m"), plain_entry("2", "other", "k", "m")});
    const control::Verbs verbs = usage_verbs(filled.store->writer(), [] { return now; });
    const auto run = [&](json arguments) { return control::run_verb(verbs, {"usage", std::move(arguments)}); };
    EXPECT_EQ(run({{"by", "account"}, {"account", "acme"}}).value()["total"]["requests"], 1);
    EXPECT_EQ(run({{"since", "1h"}}).value()["since"], "2026-09-21T13:13:20Z");
    EXPECT_EQ(run({{"bye", "day"}}).error().problems, std::vector<std::string>{"bye: unknown name"});
    EXPECT_EQ(run({{"by", json::array({"day"})}}).error().problems, std::vector<std::string>{"by must be a text"});
}

}  // namespace
}  // namespace parley::server
