// translation.hpp: what was said, in other languages.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "openai/problems.hpp"
#include "transcripts/transcript.hpp"
#include "understanding/lines.hpp"
#include "understanding/question.hpp"

namespace parley::understanding {

inline constexpr std::size_t target_languages_max = 10;
inline constexpr std::size_t language_characters_max = 35;  // RFC 5646, 4.4.1

struct TranslationWish {
    std::vector<std::string> languages = {};  // codes, as the caller wrote them
    bool formal = false;                      // Source of the default: AssemblyAI docs, "Translation"
    bool match_utterances = false;            // each utterance tells what it is in those languages
    bool force = false;                       // also into the language that it was spoken in
    std::string effort = {};
};

TranslationWish read_translation(json::Value wish, openai::Problems& problems);

/// Asks for each language by itself, and for a long talk in parts that an answer has room for. Each line is translated once.
class Translation final : public Feature {
  public:
    /// The lines outlive it.
    ///
    /// spoken  the transcript's language; empty: nobody knows
    Translation(TranslationWish wish, const std::vector<Line>& lines, std::string_view spoken, const Room& room);

    std::string_view name() const override { return "translation"; }
    std::vector<Question> next_round() override;
    Fault take(std::size_t question, json::Value answer) override;
    void print(json::ObjectWriter& object) const override;

    bool matches_utterances() const { return wish_.match_utterances; }
    /// {"es":"...","de":"..."}: all that was said.
    void append_texts(std::string& out) const;
    /// The same of one utterance of the transcript.
    void append_texts(std::string& out, std::size_t utterance) const;

  private:
    /// Lines in one language.
    struct Text {
        std::string language;
        std::vector<std::string> lines;  // as many as there are
    };
    struct Asked {
        std::size_t text;  // of texts_
        Part part;
    };

    Question question_of(const Asked& asked) const;

    TranslationWish wish_;
    const std::vector<Line>& lines_;
    std::vector<Text> texts_;  // in the order of the wish
    std::vector<Asked> asked_;
    bool has_asked_ = false;
    std::vector<std::vector<std::size_t>> lines_of_utterance_;  // which lines of an utterance there are, in order
};

}  // namespace parley::understanding
