#include "simulate/continuation.hpp"

#include <algorithm>
#include <array>

#include "base/random.hpp"

namespace parley::simulate {
namespace {

constexpr std::size_t repeated_words_max = 30;
constexpr std::string_view refusal = "I'm sorry, but I can't go on with that.";
constexpr std::array<std::string_view, 5> remarks = {"Sure, continuing: ", "I apologise for the interruption. ", "Of course!\n\n",
                                                     "Sorry about that, here is the rest:\n", "..."};

std::size_t words_before(std::string_view content, std::size_t point, std::size_t words) {
    std::size_t begin = point;
    for (; words > 0 && begin > 0; --words) {
        const std::size_t space = content.rfind(' ', begin - 1);
        begin = space == std::string_view::npos ? 0 : space;
    }
    return begin;
}

/// The end of the first word behind the point: it was asked for, and may be changed like what stands before it.
std::size_t first_word_end(std::string_view content, std::size_t point) {
    const std::size_t begin = content.find_first_not_of(' ', point);
    return begin == std::string_view::npos ? content.size() : std::min(content.find(' ', begin), content.size());
}

std::string in_capitals(std::string_view text) {
    std::string capitals(text);
    for (char& letter : capitals) {
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    }
    return capitals;
}

std::string with_other_space(std::string_view text, Random& random) {
    static constexpr std::array<std::string_view, 4> spaces = {"  ", "\n", " \t", "\n\n"};
    std::string spaced;
    for (const char letter : text) {
        if (letter != ' ') {
            spaced += letter;
        } else {
            spaced += spaces[random.below(spaces.size())];
        }
    }
    return spaced;
}

/// Between the first and the last quotation mark.
std::string_view quoted(std::string_view text) {
    const std::size_t begin = text.find('"');
    const std::size_t end = text.rfind('"');
    return begin == end ? std::string_view() : text.substr(begin + 1, end - begin - 1);
}

}  // namespace

std::optional<std::size_t> point_asked_for(const Question& question, std::string_view content) {
    const std::string& begun = question.begun;
    if (!begun.empty()) return content.starts_with(begun) ? std::optional(begun.size()) : std::nullopt;
    const std::string& before = question.answer_before;
    const std::string_view last_words = quoted(question.user_text);
    if (before.empty() || last_words.empty() || !content.starts_with(before) || !before.ends_with(last_words)) return std::nullopt;
    return before.size() - last_words.size();
}

std::string continued(std::string_view content, std::size_t point, Continues how, std::uint64_t seed) {
    Random random(seed);
    if (how == Continues::any) how = static_cast<Continues>(random.below(static_cast<std::uint64_t>(Continues::refuses)));
    const std::size_t again = words_before(content, point, random.below(repeated_words_max + 1));
    const std::size_t changed_end = first_word_end(content, point);
    const std::string_view changed = content.substr(again, changed_end - again);
    const std::string rest(content.substr(changed_end));
    switch (how) {
        case Continues::exact: break;
        case Continues::repeats: return std::string(content.substr(again));
        case Continues::over: return std::string(content);
        case Continues::remark: return std::string(remarks[random.below(remarks.size())]).append(content.substr(point));
        case Continues::recased: return in_capitals(changed) + rest;
        case Continues::respaced: return with_other_space(changed, random) + rest;
        case Continues::refuses: return std::string(refusal);
        case Continues::any: break;
    }
    return std::string(content.substr(point));
}

}  // namespace parley::simulate
