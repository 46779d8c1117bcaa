// mutation_test.cpp: a good file, spoiled at random. Whatever it becomes, it is read whole or refused with a reason.
#include <algorithm>

#include "base/random.hpp"
#include "support.hpp"

namespace parley::config {
namespace {

constexpr int mutations = 500;

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
    for (const std::string& line : lines)
        text += line;
    return text;
}

std::string truncated(std::string text, Random& random) {
    text.resize(random.below(text.size()));
    return text;
}

std::string with_a_line_twice(std::string text, Random& random) {
    auto lines = split_lines(text);
    const std::string copied = lines[random.below(lines.size())];
    lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(random.below(lines.size() + 1)), copied);
    return joined(lines);
}

std::string without_a_line(std::string text, Random& random) {
    auto lines = split_lines(text);
    lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(random.below(lines.size())));
    return joined(lines);
}

std::string with_another_type(std::string text, Random& random) {
    static const std::vector<std::string> values{"[]",        "{}",         "~",      "-1",      "1e999", "true",
                                                 "''",        "[a, b]",     "{a: b}", "*x",      "&x y",  "!!int 5",
                                                 "${UP_KEY}", "${NOT_SET}", "|",      "\"\\0\"", "5s"};
    auto lines = split_lines(text);
    std::string& line = lines[random.below(lines.size())];
    const std::size_t colon = line.find(": ");
    if (colon != std::string::npos) line = line.substr(0, colon + 2) + values[random.below(values.size())] + "\n";
    return joined(lines);
}

std::string with_another_byte(std::string text, Random& random) {
    text[random.below(text.size())] = static_cast<char>(random.below(256));
    return text;
}

std::string huge(std::string text, Random& random) {
    const std::string filler(random.below(2 * 1024 * 1024), static_cast<char>(' ' + random.below(95)));
    return text.insert(random.below(text.size()), filler);
}

using Mutation = std::string (*)(std::string, Random&);
constexpr Mutation kinds[] = {truncated, with_a_line_twice, without_a_line, with_another_type, with_another_byte};

TEST(MutatedConfig, is_read_whole_or_refused_with_a_reason) {
    const std::uint64_t seed = random_seed();
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    int refused = 0;
    for (int i = 0; i < mutations; ++i) {
        std::string text(good_config);
        for (std::uint64_t times = 1 + random.below(3); times > 0 && !text.empty(); --times) {
            text = i % 50 == 0 ? huge(text, random) : kinds[random.below(std::size(kinds))](text, random);
        }
        const ConfigReading reading = read_text(text, {{"UP_KEY", "sk-up"}});
        ASSERT_NE(reading.config.has_value(), !reading.problems.empty()) << text.substr(0, 4096);
        if (reading.config) {
            EXPECT_FALSE(reading.config->models.empty());
            for (const auto& model : reading.config->models)
                EXPECT_FALSE(model.targets.empty());
            EXPECT_GE(reading.config->threads, 1u);
        } else {
            ++refused;
        }
    }
    EXPECT_GT(refused, mutations / 4);
}

TEST(MutatedConfig, cut_after_any_byte_is_whole_or_refused) {
    for (std::size_t bytes = 0; bytes < good_config.size(); ++bytes) {
        const ConfigReading reading = read_text(good_config.substr(0, bytes), {{"UP_KEY", "sk-up"}});
        EXPECT_NE(reading.config.has_value(), !reading.problems.empty()) << bytes;
    }
}

}  // namespace
}  // namespace parley::config
