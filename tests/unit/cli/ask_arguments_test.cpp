#include "cli/ask_arguments.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <map>
#include <thread>

namespace parley::cli {
namespace {

using Values = std::map<std::string, std::string, std::less<>>;

config::Environment environment(Values values) {
    return [values = std::move(values)](std::string_view name) -> std::optional<std::string> {
        const auto value = values.find(name);
        if (value == values.end()) return std::nullopt;
        return value->second;
    };
}

std::string written_file(const std::string& text) {
    const std::string path = testing::TempDir() + "parley-key-file";
    std::ofstream(path, std::ios::binary) << text;
    return path;
}

std::string key_of(const AskArguments& arguments, Values values) {
    const auto gateway = gateway_of(arguments, environment(std::move(values)));
    return gateway ? std::string(gateway->key.reveal()) : "refused: " + gateway.error().message;
}

TEST(AskArguments, the_gateway_is_the_stated_one_then_the_variables_then_the_usual) {
    const Values nothing{{"PARLEY_API_KEY", "k"}, {"PARLEY_URL", ""}};
    const Values variable{{"PARLEY_API_KEY", "k"}, {"PARLEY_URL", "http://b:1"}};
    EXPECT_EQ(gateway_of({.url = "http://a:1"}, environment(variable))->address.authority, "a:1");
    EXPECT_EQ(gateway_of({}, environment(variable))->address.authority, "b:1");
    EXPECT_EQ(gateway_of({}, environment(nothing))->address.authority, "127.0.0.1:8080");
}

TEST(AskArguments, the_key_is_the_stated_one_then_that_of_the_file_then_the_variable) {
    const std::string file = written_file("from-file\n");
    const Values variable{{"PARLEY_API_KEY", "from-variable"}};
    EXPECT_EQ(key_of({.key = "stated"}, variable), "stated");
    EXPECT_EQ(key_of({.key_file = file}, variable), "from-file");
    EXPECT_EQ(key_of({}, variable), "from-variable");
    std::remove(file.c_str());
}

TEST(AskArguments, what_cannot_be_used_is_named) {
    const Values key{{"PARLEY_API_KEY", "k"}};
    EXPECT_EQ(key_of({}, {{"PARLEY_API_KEY", ""}}),
              "refused: no key: set PARLEY_API_KEY, or name a file with --key-file; and no Parley runs on ./parley-data");
    EXPECT_EQ(key_of({}, {{"PARLEY_URL", "http://a"}}), "refused: no key: set PARLEY_API_KEY, or name a file with --key-file");
    EXPECT_EQ(key_of({.data = "/nowhere"}, {}),
              "refused: no key: set PARLEY_API_KEY, or name a file with --key-file; and no Parley runs on /nowhere");
    EXPECT_EQ(key_of({}, {{"PARLEY_API_KEY", "a b"}}),
              "refused: PARLEY_API_KEY: the key holds something else than printable ASCII, or a space");
    EXPECT_EQ(key_of({.key_file = "/nowhere/key"}, key).find("refused: --key-file: /nowhere/key: "), 0u);
    EXPECT_EQ(key_of({.url = "nonsense"}, key).find("refused: --url: "), 0u);
    EXPECT_EQ(key_of({}, {{"PARLEY_URL", "nonsense"}, {"PARLEY_API_KEY", "k"}}).find("refused: PARLEY_URL: "), 0u);
}

TEST(AskArguments, a_key_that_travels_readable_is_warned_of) {
    const auto warning = [](const char* url) { return warning_of(client::parse_gateway_address(url).value()); };
    EXPECT_EQ(warning("http://gateway.example"), "the key and the conversation travel unencrypted to gateway.example");
    EXPECT_EQ(warning("https://gateway.example"), "");
    EXPECT_EQ(warning("http://127.0.0.1:8080"), "");
}

TEST(AskArguments, a_temperature_is_a_number_from_0_to_2) {
    EXPECT_EQ(settings_of({.temperature = "0.7"})->temperature, 700'000u);
    EXPECT_EQ(settings_of({.temperature = "2"})->temperature, 2'000'000u);
    for (const char* text : {"", "2.000001", "-1", "warm", "1e-1"}) EXPECT_FALSE(settings_of({.temperature = text})) << text;
}

TEST(Prompt, is_the_words_or_everything_that_is_read) {
    EXPECT_EQ(read_prompt({"two", "words"}, -1).value(), "two words");
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe(pipe.data()), 0);
    const std::string text(200'000, 'x');  // more than a pipe holds
    std::thread writer([&] {
        EXPECT_EQ(::write(pipe[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
        EXPECT_EQ(::write(pipe[1], "\r\n\n", 3), 3);
        ::close(pipe[1]);
    });
    EXPECT_EQ(read_prompt({}, pipe[0]).value(), text);
    writer.join();
    ::close(pipe[0]);
}

TEST(Prompt, what_cannot_be_asked_is_refused) {
    EXPECT_TRUE(read_prompt({std::string(prompt_bytes_max, 'x')}, -1));
    EXPECT_EQ(read_prompt({std::string(prompt_bytes_max + 1, 'x')}, -1).error().message, "the prompt is longer than 8388608 bytes");
    EXPECT_EQ(read_prompt({" ", "\n"}, -1).error().message, "the prompt is empty");
    EXPECT_EQ(read_prompt({"abc\xff"}, -1).error().message, "the prompt is not UTF-8, at byte 3");
    EXPECT_EQ(read_prompt({}, -1).error().message, "standard input cannot be read");
}

}  // namespace
}  // namespace parley::cli
