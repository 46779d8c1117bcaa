#include "catalog/token_estimate.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace parley::catalog {
namespace {

/// Characters that cost about the same.
enum class Script : std::uint8_t {
    letters,   // a to z
    accented,  // of other Latin alphabets: a word with one is in more pieces
    digits,
    punctuation,  // of ASCII
    spaces,       // mostly a part of the word behind them
    greek,
    cyrillic,
    right_to_left,  // Armenian too
    indic,
    south_east_asian,  // and all else between Sinhala and the symbols
    ideographs,        // and kana
    hangul,
    others,  // symbols, emoji
    count,
};

constexpr std::size_t scripts = static_cast<std::size_t>(Script::count);
constexpr std::int64_t hundred = 100;

/// Hundredths of a token for a character of each script.
using Costs = std::array<std::uint16_t, scripts>;

// Counted with the tokenizers on tests/golden/tokens, where each text has 5 % more at least. Sources: OpenAI, "o200k_base"; Google, Gemma 3
// report (the tokenizer is Gemini 2.0's); Qwen 3's own; Anthropic, the vocabulary published for Claude 2, the only one there is, with
// letters by "Glossary", Tokens: 3.5 English characters.
constexpr Costs o200k_costs{29, 150, 85, 70, 5, 45, 32, 48, 38, 48, 80, 88, 170};
constexpr Costs gemini_costs{30, 100, 130, 75, 5, 48, 32, 57, 33, 42, 80, 78, 160};
constexpr Costs qwen_costs{30, 190, 130, 75, 5, 110, 44, 55, 130, 66, 72, 102, 170};
constexpr Costs claude_costs{34, 310, 75, 70, 5, 148, 68, 124, 150, 192, 125, 165, 230};

template <class Choose>
constexpr Costs of_each(const Costs& one, const Costs& other, Choose choose) {
    Costs chosen{};
    for (std::size_t script = 0; script < scripts; ++script) chosen[script] = choose(one[script], other[script]);
    return chosen;
}
constexpr auto dearer = [](std::uint16_t one, std::uint16_t other) { return std::max(one, other); };
constexpr auto cheaper = [](std::uint16_t one, std::uint16_t other) { return std::min(one, other); };

constexpr Costs dearest = of_each(of_each(o200k_costs, gemini_costs, dearer), of_each(qwen_costs, claude_costs, dearer), dearer);
constexpr Costs cheapest = of_each(of_each(o200k_costs, gemini_costs, cheaper), of_each(qwen_costs, claude_costs, cheaper), cheaper);

/// Anthropic docs, "What's new in Claude Opus 4.7": up to 1.35 times as many tokens as before.
constexpr Costs claude_4_7_costs = of_each(
    claude_costs, claude_costs, [](std::uint16_t cost, std::uint16_t) { return static_cast<std::uint16_t>((cost * 135 + 99) / 100); });

/// Moonshot docs, "Main concepts", Token: 3 to 4 English characters, 1.5 to 2 Chinese ones. Of other scripts nothing is said.
constexpr Costs kimi_costs = [] {
    Costs costs = dearest;
    costs[static_cast<std::size_t>(Script::letters)] = 34;
    costs[static_cast<std::size_t>(Script::ideographs)] = 80;
    return costs;
}();

const Costs& most_of(Tokenizer tokenizer) {
    switch (tokenizer) {
        case Tokenizer::unknown: return dearest;
        case Tokenizer::o200k: return o200k_costs;
        case Tokenizer::claude: return claude_costs;
        case Tokenizer::claude_4_7: return claude_4_7_costs;
        case Tokenizer::gemini: return gemini_costs;
        case Tokenizer::qwen: return qwen_costs;
        case Tokenizer::kimi: return kimi_costs;
    }
    return dearest;
}

const Costs& least_of(Tokenizer tokenizer) {
    const bool is_guessed = tokenizer == Tokenizer::unknown || tokenizer == Tokenizer::kimi;
    if (is_guessed) return cheapest;
    return tokenizer == Tokenizer::claude_4_7 ? claude_costs : most_of(tokenizer);
}

/// A text takes two fifths of its careful guess at least: long common words, and whatever else compresses well.
constexpr std::int64_t least_share = 40;  // percent

struct Range {
    char32_t last;
    Script script;
};
/// From U+0080 on, without gaps.
constexpr Range ranges[] = {
    {0xbf, Script::others},
    {0x36f, Script::accented},
    {0x3ff, Script::greek},
    {0x52f, Script::cyrillic},
    {0x8ff, Script::right_to_left},
    {0xdff, Script::indic},
    {0x10ff, Script::south_east_asian},
    {0x11ff, Script::hangul},
    {0x1dff, Script::south_east_asian},
    {0x1eff, Script::accented},
    {0x1fff, Script::greek},
    {0x2e7f, Script::others},
    {0x312f, Script::ideographs},
    {0x318f, Script::hangul},
    {0x9fff, Script::ideographs},
    {0xa95f, Script::south_east_asian},
    {0xa97f, Script::hangul},
    {0xabff, Script::south_east_asian},
    {0xd7ff, Script::hangul},
    {0xf8ff, Script::others},
    {0xfaff, Script::ideographs},
    {0xfeff, Script::right_to_left},
    {0xffef, Script::ideographs},
    {0x1ffff, Script::others},
    {0x3ffff, Script::ideographs},
};

constexpr Script ascii_script(unsigned char byte) {
    if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z')) return Script::letters;
    if (byte >= '0' && byte <= '9') return Script::digits;
    return byte <= ' ' ? Script::spaces : Script::punctuation;
}

constexpr auto ascii_scripts = [] {
    std::array<Script, 128> table{};
    for (unsigned char byte = 0; byte < 128; ++byte) table[byte] = ascii_script(byte);
    return table;
}();

Script script_of(char32_t character) {
    for (const Range& range : ranges) {
        if (character <= range.last) return range.script;
    }
    return Script::others;
}

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xc0) == 0x80; }

struct Step {
    Script script;
    std::size_t bytes;
};

/// The character that the text begins with. A byte that begins none, or is cut off, is one of the others.
Step step_of(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    if (lead < 0x80) return {ascii_scripts[lead], 1};
    const std::size_t bytes = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || bytes > text.size()) return {Script::others, 1};
    char32_t character = lead & (0xffu >> (bytes + 1));
    for (std::size_t at = 1; at < bytes; ++at) {
        if (!continues(text[at])) return {Script::others, 1};
        character = (character << 6) | (static_cast<unsigned char>(text[at]) & 0x3fu);
    }
    return {script_of(character), bytes};
}

/// In hundredths of a token. Most text is ASCII, and looked up byte by byte.
std::int64_t cost_of(const Costs& costs, std::string_view text) {
    std::int64_t cost = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = static_cast<unsigned char>(text[at]);
        const Step step = byte < 0x80 ? Step{ascii_scripts[byte], 1} : step_of(text.substr(at));
        cost += costs[static_cast<std::size_t>(step.script)];
        at += step.bytes;
    }
    return cost;
}

}  // namespace

std::int64_t tokens_at_most(Tokenizer tokenizer, std::string_view text) {
    return (cost_of(most_of(tokenizer), text) + hundred - 1) / hundred;
}

std::int64_t tokens_at_least(Tokenizer tokenizer, std::string_view text) {
    return cost_of(least_of(tokenizer), text) * least_share / (hundred * hundred);
}

std::string_view beginning_within(Tokenizer tokenizer, std::string_view text, std::int64_t tokens) {
    const Costs& costs = most_of(tokenizer);
    std::int64_t left = tokens * hundred;
    std::size_t end = 0;
    while (end < text.size()) {
        const Step step = step_of(text.substr(end));
        left -= costs[static_cast<std::size_t>(step.script)];
        if (left < 0) break;
        end += step.bytes;
    }
    return text.substr(0, end);
}

std::string_view ending_within(Tokenizer tokenizer, std::string_view text, std::int64_t tokens) {
    const Costs& costs = most_of(tokenizer);
    std::int64_t left = tokens * hundred;
    std::size_t begin = text.size();
    while (begin > 0) {
        std::size_t next = begin - 1;
        while (next > 0 && continues(text[next]) && begin - next < 4) --next;
        left -= cost_of(costs, text.substr(next, begin - next));
        if (left < 0) break;
        begin = next;
    }
    return text.substr(begin);
}

}  // namespace parley::catalog
