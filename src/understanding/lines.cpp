#include "understanding/lines.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "transcripts/one_line.hpp"
#include "transcripts/sentence_end.hpp"
#include "transcripts/text_pieces.hpp"
#include "transcripts/turns.hpp"

namespace parley::understanding {
namespace {

using transcripts::Transcript;
using transcripts::Utterance;
using transcripts::Word;

constexpr std::size_t number_bytes = 10;  // of a line's number and what stands around it

/// Fills lines word by word.
class Filling {
  public:
    explicit Filling(std::vector<Line>& lines) : lines_(lines) {}

    void add(std::string_view text, const Line& facts) {
        if (!open_) lines_.push_back(facts);
        open_ = true;
        Line& line = lines_.back();
        if (!line.text.empty()) line.text += ' ';
        line.text += text;
        line.end_ms = std::max(line.end_ms, facts.end_ms);
        const bool is_long = line.text.size() >= line_bytes_usual && transcripts::ends_sentence(text);
        if (is_long || line.text.size() >= line_bytes_most) open_ = false;
    }
    void end() { open_ = false; }

  private:
    std::vector<Line>& lines_;
    bool open_ = false;
};

void add_text(std::string_view text, const Line& facts, std::vector<Line>& lines) {
    Filling filling(lines);
    for (const std::string_view piece : transcripts::pieces_of(text, line_bytes_most)) filling.add(piece, facts);
}

void add_words(const std::vector<Word>& words, Line facts, std::vector<Line>& lines) {
    Filling filling(lines);
    for (const Word& word : words) {
        facts.start_ms = word.start_ms;
        facts.end_ms = word.end_ms;
        filling.add(word.text, facts);
    }
}

void add_utterance(const Utterance& utterance, Line facts, std::vector<Line>& lines) {
    if (utterance.text.size() > line_bytes_usual && !utterance.words.empty()) return add_words(utterance.words, std::move(facts), lines);
    facts.start_ms = utterance.start_ms;
    facts.end_ms = utterance.end_ms;
    add_text(utterance.text, facts, lines);
}

/// A talk whose speakers were not told apart.
void add_loose_words(const Transcript& transcript, std::vector<Line>& lines) {
    if (transcript.words.empty()) return add_text(transcript.text, Line(), lines);
    add_words(transcript.words, Line(), lines);
}

std::size_t printed_bytes(const Line& line) { return line.text.size() + line.speaker.size() + number_bytes; }

}  // namespace

std::vector<Line> lines_of(const Transcript& transcript) {
    std::vector<Line> lines;
    if (transcript.utterances.empty()) {
        add_loose_words(transcript, lines);
        return lines;
    }
    for (const transcripts::Turn& turn : transcripts::talk_of(transcript).turns) {
        Line facts;
        facts.utterance = static_cast<std::size_t>(turn.utterance - transcript.utterances.data());
        facts.speaker = transcripts::label_of(transcript, turn.utterance->speaker, turn.utterance->channel);
        add_utterance(*turn.utterance, std::move(facts), lines);
    }
    return lines;
}

std::vector<Part> parts_of(const std::vector<Line>& lines, std::size_t bytes_max) {
    std::vector<Part> parts;
    std::size_t bytes = 0;
    for (std::size_t at = 0; at < lines.size(); ++at) {
        const std::size_t more = printed_bytes(lines[at]);
        if (parts.empty() || bytes + more > bytes_max) {
            parts.push_back({at, at});
            bytes = 0;
        }
        parts.back().end = at + 1;
        bytes += more;
    }
    return parts;
}

std::string print_lines(const std::vector<Line>& lines, Part part) {
    std::string out;
    for (std::size_t at = part.begin; at < part.end; ++at) {
        std::string line = std::to_string(at + 1) + " | ";
        if (!lines[at].speaker.empty()) line += lines[at].speaker + ": ";
        line += lines[at].text;
        transcripts::append_on_one_line(out, line);
        out += '\n';
    }
    return out;
}

}  // namespace parley::understanding
