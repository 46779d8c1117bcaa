#include "cli/transcript_screen.hpp"

#include <algorithm>
#include <array>

#include "terminal/visible.hpp"
#include "terminal/width.hpp"
#include "transcripts/clock_text.hpp"
#include "transcripts/turns.hpp"

namespace parley::cli {
namespace {

using transcripts::Talk;
using transcripts::Turn;

/// Cyan, yellow, green, magenta, blue, red: told apart on light and dark grounds alike. A seventh speaker looks like the first.
constexpr std::array<std::string_view, 6> speaker_colours = {"\x1b[36m", "\x1b[33m", "\x1b[32m", "\x1b[35m", "\x1b[34m", "\x1b[31m"};
constexpr std::string_view dim = "\x1b[2m";
constexpr std::string_view normal = "\x1b[0m";

class Screen {
  public:
    Screen(const Talk& talk, bool colours) : talk_(talk), colours_(colours) {
        for (const auto& speaker : talk.speakers) name_cells_ = std::max(name_cells_, terminal::display_width(shown_name(speaker)));
    }

    void append(std::string& out, const Turn& turn) const {
        const auto& speaker = talk_.speakers[turn.speaker];
        const std::string name = shown_name(speaker);
        std::string moment;
        transcripts::append_clock(moment, turn.utterance->start_ms);
        paint(out, dim, moment);
        out += "  ";
        paint(out, speaker_colours[turn.speaker % speaker_colours.size()], name);
        out.append(name_cells_ - terminal::display_width(name) + (name_cells_ > 0 ? 2 : 0), ' ');
        out += terminal::visible_line(turn.utterance->text);
        if (!turn.overlaps.empty()) paint(out, dim, "  (into " + overlapped(turn) + ")");
        out += '\n';
    }

  private:
    static std::string shown_name(const transcripts::Speaker& speaker) { return terminal::visible_line(speaker.name); }

    std::string overlapped(const Turn& turn) const {
        std::string names;
        for (const std::size_t number : turn.overlaps) {
            const std::string name = shown_name(talk_.speakers[number]);
            names += (names.empty() ? "" : ", ") + (name.empty() ? "another" : name);
        }
        return names;
    }

    void paint(std::string& out, std::string_view colour, const std::string& text) const {
        if (colours_) out += colour;
        out += text;
        if (colours_) out += normal;
    }

    const Talk& talk_;
    const bool colours_;
    std::size_t name_cells_ = 0;
};

}  // namespace

std::string print_talk(const transcripts::Transcript& transcript, bool colours) {
    if (transcript.utterances.empty()) return terminal::visible(transcript.text) + "\n";
    const Talk talk = transcripts::talk_of(transcript);
    const Screen screen(talk, colours);
    std::string out;
    for (const Turn& turn : talk.turns) screen.append(out, turn);
    return out;
}

}  // namespace parley::cli
