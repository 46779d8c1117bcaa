// import_cues.cpp: WebVTT and SubRip: blocks of lines, one of which says from when to when.
#include <algorithm>
#include <utility>

#include "json/utf8.hpp"
#include "transcripts/clock_text.hpp"
#include "transcripts/import.hpp"

namespace parley::transcripts {
namespace {

constexpr std::string_view arrow = "-->";

enum class Subtitles : std::uint8_t { webvtt, subrip };

Error bad_cue(std::size_t line, const char* what) {
    return Error{.kind = ErrorKind::bad_request,
                 .source = ErrorSource::downstream,
                 .message = "invalid transcript",
                 .problems = {"line " + std::to_string(line) + " " + what}};
}

/// Lines that end in LF, CRLF or CR, with their numbers from 1.
class Lines {
  public:
    explicit Lines(std::string_view text) : rest_(text) {}

    std::optional<std::string_view> next() {
        if (rest_.empty()) return std::nullopt;
        const std::size_t end = std::min(rest_.find_first_of("\r\n"), rest_.size());
        const std::string_view line = rest_.substr(0, end);
        const std::size_t break_bytes = rest_.substr(end).starts_with("\r\n") ? 2 : 1;
        rest_.remove_prefix(std::min(end + break_bytes, rest_.size()));
        ++number_;
        return line;
    }
    std::size_t number() const { return number_; }

  private:
    std::string_view rest_;
    std::size_t number_ = 0;
};

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

/// "00:01.000 --> 00:04.000 align:start": what follows the second moment is for players.
bool read_moments(std::string_view line, Utterance& utterance) {
    const std::size_t at = line.find(arrow);
    const std::string_view from = trimmed(line.substr(0, at));
    const std::string_view behind = trimmed(line.substr(at + arrow.size()));
    const auto start = parse_clock(from);
    const auto end = parse_clock(behind.substr(0, behind.find_first_of(" \t")));
    if (!start || !end || *end < *start) return false;
    utterance.start_ms = *start;
    utterance.end_ms = *end;
    return true;
}

/// What `<v.loud Ann>` says of the speaker; nothing for other markup.
std::string_view voice_of(std::string_view tag) {
    if (!tag.starts_with("v ") && !tag.starts_with("v.")) return {};
    const std::size_t space = tag.find(' ');
    return space == std::string_view::npos ? std::string_view() : trimmed(tag.substr(space));
}

struct Reference {
    std::string_view name;
    std::string_view character;
};
constexpr Reference references[] = {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&nbsp;", " "}, {"&lrm;", ""}, {"&rlm;", ""}};

/// Text without markup; of WebVTT character references become what they stand for. Where no markup can end any more none is looked for.
void append_cue_text(std::string_view line, Subtitles form, Utterance& utterance) {
    const std::size_t plain_end = line.size() - (line.rfind('>') + 1);  // bytes behind the last end of markup
    while (!line.empty()) {
        const std::size_t plain = std::min(line.find_first_of(form == Subtitles::webvtt ? "<&" : "<"), line.size());
        utterance.text += line.substr(0, plain);
        line.remove_prefix(plain);
        if (line.empty()) return;
        if (line.front() == '<' && line.size() > plain_end) {
            const std::size_t end = line.find('>');
            const std::string_view voice = form == Subtitles::webvtt ? voice_of(line.substr(1, end - 1)) : std::string_view();
            if (utterance.speaker.empty() && voice.size() <= label_bytes_max) utterance.speaker = voice;
            line.remove_prefix(end + 1);
            continue;
        }
        const auto found = std::find_if(std::begin(references), std::end(references),
                                        [&](const Reference& reference) { return line.starts_with(reference.name); });
        const bool is_reference = line.front() == '&' && found != std::end(references);
        utterance.text += is_reference ? found->character : line.substr(0, 1);
        line.remove_prefix(is_reference ? found->name.size() : 1);
    }
}

/// Skips what belongs to no cue: the header, notes, styles, and the names of cues.
Result<Transcript> read_cues(std::string_view text, Subtitles form) {
    Transcript transcript;
    Lines lines(text);
    bool in_cue = false;
    while (const auto line = lines.next()) {
        if (line->find(arrow) != std::string_view::npos) {
            if (transcript.utterances.size() == utterances_max) return bad_cue(lines.number(), "is of one cue too many");
            Utterance begun;
            if (!read_moments(*line, begun)) return bad_cue(lines.number(), "must be of the form 00:00:01.000 --> 00:00:04.000");
            transcript.utterances.push_back(std::move(begun));
            in_cue = true;
        } else if (trimmed(*line).empty()) {
            in_cue = false;
        } else if (in_cue) {
            Utterance& utterance = transcript.utterances.back();
            if (!utterance.text.empty()) utterance.text += ' ';
            append_cue_text(trimmed(*line), form, utterance);
        }
    }
    if (transcript.utterances.empty()) return bad_cue(1, "and all others hold no cue");
    std::erase_if(transcript.utterances, [](const Utterance& utterance) { return utterance.text.empty(); });
    if (speaker_count(transcript) > speakers_max) return bad_cue(1, "and others name too many speakers");
    transcript.text = joined_text(transcript.utterances);
    return transcript;
}

Result<Transcript> read_subtitles(std::string_view text, Subtitles form) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    if (json::find_bad_utf8(text)) return bad_cue(1, "or another is not UTF-8");
    return read_cues(text, form);
}

}  // namespace

Result<Transcript> import_webvtt(std::string_view text) { return read_subtitles(text, Subtitles::webvtt); }

Result<Transcript> import_subrip(std::string_view text) { return read_subtitles(text, Subtitles::subrip); }

}  // namespace parley::transcripts
