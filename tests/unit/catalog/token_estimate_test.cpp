// token_estimate_test.cpp: guesses of tokens against counts of real tokenizers, over the talks of tests/golden/tokens.
#include "catalog/token_estimate.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <string>

namespace parley::catalog {
namespace {

constexpr Tokenizer all[] = {Tokenizer::unknown, Tokenizer::o200k, Tokenizer::claude, Tokenizer::claude_4_7,
                             Tokenizer::gemini,  Tokenizer::qwen,  Tokenizer::kimi};

std::string file(const std::string& name) {
    std::ifstream stream(std::string(PARLEY_SOURCE_DIR) + "/tests/golden/tokens/" + name, std::ios::binary);
    EXPECT_TRUE(stream.is_open()) << name;
    return {std::istreambuf_iterator<char>(stream), {}};
}

struct Counted {
    std::string name;
    std::string text;
    std::map<Tokenizer, std::int64_t> tokens;
};

/// counts.json has a line for each text; the room knows no JSON.
std::vector<Counted> counted() {
    const std::string counts = file("counts.json");
    const std::regex line(R"re("(\w+)": \{"o200k": (\d+), "gemini": (\d+), "qwen": (\d+), "claude": (\d+)\})re");
    std::vector<Counted> found;
    for (std::sregex_iterator at(counts.begin(), counts.end(), line), end; at != end; ++at) {
        Counted& one = found.emplace_back();
        one.name = (*at)[1];
        one.text = file(one.name + ".txt");
        one.text.pop_back();  // the file's line end
        one.tokens = {{Tokenizer::o200k, std::stoi((*at)[2])},
                      {Tokenizer::gemini, std::stoi((*at)[3])},
                      {Tokenizer::qwen, std::stoi((*at)[4])},
                      {Tokenizer::claude, std::stoi((*at)[5])}};
    }
    EXPECT_EQ(found.size(), 19u);
    return found;
}

TEST(TokenEstimate, is_never_below_what_a_tokenizer_counts_and_rarely_far_above) {
    for (const Counted& one : counted()) {
        for (const auto& [tokenizer, tokens] : one.tokens) {
            const std::int64_t guess = tokens_at_most(tokenizer, one.text);
            EXPECT_GE(guess * 100, tokens * 104) << one.name << ' ' << static_cast<int>(tokenizer);
            EXPECT_LE(guess, tokens * 2) << one.name << ' ' << static_cast<int>(tokenizer);
        }
    }
}

TEST(TokenEstimate, refuses_nothing_that_a_tokenizer_would_let_pass) {
    for (const Counted& one : counted()) {
        for (const auto& [tokenizer, tokens] : one.tokens) {
            EXPECT_LE(tokens_at_least(tokenizer, one.text), tokens) << one.name << ' ' << static_cast<int>(tokenizer);
            EXPECT_LE(tokens_at_least(Tokenizer::unknown, one.text), tokens) << one.name;
            EXPECT_LE(tokens_at_least(Tokenizer::kimi, one.text), tokens) << one.name;
        }
    }
}

TEST(TokenEstimate, of_an_unknown_tokenizer_is_that_of_the_dearest) {
    for (const Counted& one : counted()) {
        for (const auto& [tokenizer, tokens] : one.tokens)
            EXPECT_GE(tokens_at_most(Tokenizer::unknown, one.text), tokens_at_most(tokenizer, one.text)) << one.name;
    }
}

TEST(TokenEstimate, follows_what_providers_say_of_english_and_chinese) {
    const std::string english = file("english.txt");
    const std::string chinese = file("chinese.txt");
    const auto characters_a_token = [](Tokenizer tokenizer, const std::string& text, std::int64_t characters) {
        return static_cast<double>(characters) / static_cast<double>(tokens_at_most(tokenizer, text));
    };
    EXPECT_GT(characters_a_token(Tokenizer::o200k, english, 700), 3.5);   // about 4
    EXPECT_GT(characters_a_token(Tokenizer::gemini, english, 700), 3.5);  // about 4
    EXPECT_LT(characters_a_token(Tokenizer::claude, english, 700), 3.5);  // 3.5
    EXPECT_LT(characters_a_token(Tokenizer::claude_4_7, english, 700), 3.5 / 1.35);
    EXPECT_LT(characters_a_token(Tokenizer::kimi, english, 700), 4);    // 3 to 4
    EXPECT_LT(characters_a_token(Tokenizer::kimi, chinese, 216), 1.5);  // 1.5 to 2
    EXPECT_LT(characters_a_token(Tokenizer::qwen, chinese, 216), 1.5);  // 1.5 to 1.8
}

TEST(TokenEstimate, adds_up) {
    for (const Tokenizer tokenizer : all) {
        EXPECT_EQ(tokens_at_most(tokenizer, ""), 0);
        EXPECT_EQ(tokens_at_least(tokenizer, ""), 0);
        std::string text;
        std::int64_t before = 0;
        for (const char* const more : {"word ", "12:30 ", "\xc3\xb1", "\xe6\x97\xa5\xe6\x9c\xac", "\xf0\x9f\x98\x80", "\n", "\"},{\""}) {
            text += more;
            const std::int64_t now = tokens_at_most(tokenizer, text);
            EXPECT_GE(now, before) << text;
            EXPECT_LE(tokens_at_least(tokenizer, text), now);
            before = now;
        }
    }
}

TEST(TokenEstimate, cuts_between_characters_to_as_many_as_fit) {
    for (const Counted& one : counted()) {
        for (const Tokenizer tokenizer : all) {
            for (std::int64_t tokens = 0; tokens < tokens_at_most(tokenizer, one.text) + 20; tokens += 17) {
                const std::string_view begun = beginning_within(tokenizer, one.text, tokens);
                const std::string_view end = ending_within(tokenizer, one.text, tokens);
                EXPECT_TRUE(one.text.starts_with(begun) && one.text.ends_with(end));
                for (const std::string_view part : {begun, end}) {
                    EXPECT_LE(tokens_at_most(tokenizer, part), tokens);
                    const bool is_all = part.size() == one.text.size();
                    EXPECT_TRUE(is_all || tokens - tokens_at_most(tokenizer, part) <= 4) << "another character would have fitted";
                }
                const auto continues = [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0) == 0x80; };
                EXPECT_FALSE(begun.size() < one.text.size() && continues(one.text[begun.size()]));
                EXPECT_FALSE(!end.empty() && continues(end.front()));
            }
        }
    }
}

TEST(TokenEstimate, reads_bytes_that_are_no_text_and_never_beyond_them) {
    for (const char* const bytes :
         {"\x80", "\xff\xfe", "\xc3", "\xe6\x97", "\xf0\x9f\x98", "\xed\xa0\x80", "a\xf8\x88\x80\x80\x80", "\xc0\xaf"}) {
        const std::string text(bytes);
        for (const Tokenizer tokenizer : all) {
            EXPECT_GT(tokens_at_most(tokenizer, text), 0);
            EXPECT_LE(beginning_within(tokenizer, text, 1).size(), text.size());
            EXPECT_LE(ending_within(tokenizer, text, 1).size(), text.size());
        }
    }
}

}  // namespace
}  // namespace parley::catalog
