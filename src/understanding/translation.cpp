#include "understanding/translation.hpp"

#include <algorithm>

#include "understanding/wish.hpp"

namespace parley::understanding {
namespace {

constexpr std::string_view schema =
    R"({"type":"object","properties":{"lines":{"type":"array","items":{"type":"object","properties":{"line":{"type":"integer"},)"
    R"("text":{"type":"string"}},"required":["line","text"],"additionalProperties":false}}},"required":["lines"],"additionalProperties":false})";

char small(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; }

/// "en" of "en_us" and of "EN-GB".
std::string main_language(std::string_view code) {
    std::string language(code.substr(0, code.find_first_of("-_")));
    std::transform(language.begin(), language.end(), language.begin(), small);
    return language;
}

bool is_code_byte(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') || byte == '-' || byte == '_';
}

std::string joined(const std::vector<std::string>& texts) {
    std::string whole;
    for (const std::string& text : texts) {
        if (!whole.empty()) whole += ' ';
        whole += text;
    }
    return whole;
}

}  // namespace

TranslationWish read_translation(json::Value object, openai::Problems& problems) {
    const Wish wish(object, "translation", problems);
    TranslationWish read;
    read.languages = wish.texts("target_languages", target_languages_max, language_characters_max);
    if (object.is(json::Kind::object) && wish.find("target_languages").is_missing()) wish.note("target_languages", "is required");
    for (const std::string& language : read.languages) {
        if (std::all_of(language.begin(), language.end(), is_code_byte)) continue;
        wish.note("target_languages", "must hold codes of languages, as es or pt-BR");
        break;
    }
    read.formal = wish.flag("formal", false);
    read.match_utterances = wish.flag("match_original_utterance", false);
    read.force = wish.flag("force_translation", false);
    read.effort = wish.effort();
    return read;
}

Translation::Translation(TranslationWish wish, const std::vector<Line>& lines, std::string_view spoken, const Room& room)
    : wish_(std::move(wish)), lines_(lines) {
    const std::vector<Part> parts = parts_of(lines, std::min(room.material_bytes, room.answer_bytes));
    for (const std::string& language : wish_.languages) {
        Text& text = texts_.emplace_back(Text{language, std::vector<std::string>(lines.size())});
        const bool is_spoken = !wish_.force && main_language(language) == main_language(spoken);
        for (std::size_t at = 0; is_spoken && at < lines.size(); ++at) text.lines[at] = lines[at].text;
        if (is_spoken) continue;
        for (const Part part : parts) asked_.push_back({texts_.size() - 1, part});
    }
    for (std::size_t at = 0; at < lines.size(); ++at) {
        if (lines_of_utterance_.size() <= lines[at].utterance) lines_of_utterance_.resize(lines[at].utterance + 1);
        lines_of_utterance_[lines[at].utterance].push_back(at);
    }
}

Question Translation::question_of(const Asked& asked) const {
    Question question;
    question.instructions =
        std::string(about_material) + "Translate every line into the language with the code " + texts_[asked.text].language + ", in a " +
        (wish_.formal ? "formal" : "natural, informal") +
        " register, as the speakers would say it. Translate what was said and leave out numbers, bars and speakers. Keep "
        "names, numbers and marks in square brackets as they are. Give each line of the transcript exactly once, by its "
        "number: {\"lines\":[{\"line\":1,\"text\":\"...\"}]}." +
        std::string(about_answer);
    question.material = print_lines(lines_, asked.part);
    question.name = "translation";
    question.schema = schema;
    question.effort = wish_.effort;
    return question;
}

std::vector<Question> Translation::next_round() {
    std::vector<Question> round;
    if (has_asked_) return round;
    has_asked_ = true;
    for (const Asked& asked : asked_) round.push_back(question_of(asked));
    return round;
}

Fault Translation::take(std::size_t question, json::Value answer) {
    const Asked& asked = asked_[question];
    const json::Value list = answer.find("lines");
    if (!list.is(json::Kind::array)) return "the answer must be an object with the list lines";
    std::vector<std::string> found(asked.part.end - asked.part.begin);
    for (const json::Value element : list.elements()) {
        const auto number = element.find("line").integer().value_or(0);
        const std::string name = "line " + std::to_string(number);
        if (number <= static_cast<std::int64_t>(asked.part.begin) || number > static_cast<std::int64_t>(asked.part.end)) {
            return name + " is not one of those that were asked for";
        }
        std::string& text = found[static_cast<std::size_t>(number) - 1 - asked.part.begin];
        if (!text.empty()) return name + " stands there twice";
        text = element.find("text").string();
        if (text.empty()) return name + " has no text";
    }
    for (std::size_t at = 0; at < found.size(); ++at) {
        if (found[at].empty()) return "line " + std::to_string(asked.part.begin + at + 1) + " is missing";
    }
    std::move(found.begin(), found.end(), texts_[asked.text].lines.begin() + static_cast<std::ptrdiff_t>(asked.part.begin));
    return std::nullopt;
}

void Translation::print(json::ObjectWriter&) const {}  // the texts stand at the top of the answer

void Translation::append_texts(std::string& out) const {
    json::ObjectWriter object(out);
    for (const Text& text : texts_) json::append_string(object.foreign_key(text.language), joined(text.lines));
    object.close();
}

void Translation::append_texts(std::string& out, std::size_t utterance) const {
    json::ObjectWriter object(out);
    for (const Text& text : texts_) {
        std::vector<std::string> said;
        if (utterance < lines_of_utterance_.size()) {
            for (const std::size_t line : lines_of_utterance_[utterance]) said.push_back(text.lines[line]);
        }
        json::append_string(object.foreign_key(text.language), joined(said));
    }
    object.close();
}

}  // namespace parley::understanding
