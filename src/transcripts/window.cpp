#include "transcripts/window.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "transcripts/long_utterances.hpp"
#include "transcripts/loose_words.hpp"

namespace parley::transcripts {
namespace {

constexpr std::array<std::pair<std::string_view, Window>, 4> named_windows = {{
    {"error", Window::error},
    {"tail", Window::tail},
    {"head_tail", Window::head_tail},
    {"map", Window::map},
}};

/// About three lines.
constexpr std::size_t piece_bytes_max = 240;

constexpr std::string_view text_mark = "[...]";
constexpr std::string_view text_mark_among_words = " [...] ";

Error too_large() {
    return Error{.kind = ErrorKind::too_large, .source = ErrorSource::downstream, .message = "the transcript is too large in this form"};
}

/// How many of `count` kept utterances stand at the beginning.
std::size_t head_of(std::size_t count, Window window) { return window == Window::head_tail ? count / 2 : 0; }

/// The utterances from `begin` to `end` of a talk whose utterances are in order.
Transcript part_of(const Transcript& ordered, std::size_t begin, std::size_t end) {
    Transcript part;
    part.names = ordered.names;
    const auto at = [&](std::size_t place) { return ordered.utterances.begin() + static_cast<std::ptrdiff_t>(place); };
    part.utterances.assign(at(begin), at(end));
    return part;
}

Result<std::string> render_lines(const Transcript& ordered, Form form, std::size_t head, std::size_t tail) {
    const std::size_t whole = ordered.utterances.size();
    std::string text;
    if (head > 0) {
        Result<std::string> begin = render(part_of(ordered, 0, head), form);
        if (!begin) return begin;
        text = std::move(*begin) + "\n";
    }
    text += "[... " + std::to_string(whole - head - tail) + " utterances left out ...]";
    if (tail > 0) {
        const Result<std::string> end = render(part_of(ordered, whole - tail, whole), form);
        if (!end) return end;
        text += "\n" + *end;
    }
    return text;
}

Result<std::string> render_data(const Transcript& ordered, Form form, std::size_t head, std::size_t tail) {
    const std::size_t whole = ordered.utterances.size();
    Transcript kept = part_of(ordered, 0, head);
    const Transcript end = part_of(ordered, whole - tail, whole);
    kept.utterances.insert(kept.utterances.end(), end.utterances.begin(), end.utterances.end());
    Result<std::string> text = render(kept, form);
    if (!text || form != Form::json) return text;
    const std::string mark = R"("left_out":)" + std::to_string(whole - head - tail) + ",";
    return text->insert(1, mark);
}

Result<std::string> render_kept(const Transcript& ordered, Form form, std::size_t count, Window window) {
    const std::size_t head = head_of(count, window);
    const bool is_lines = form == Form::speakers || form == Form::speakers_timestamps;
    return is_lines ? render_lines(ordered, form, head, count - head) : render_data(ordered, form, head, count - head);
}

/// What fits of a talk, and how many of its utterances that is.
struct Most {
    std::size_t utterances = 0;
    Result<std::string> text;
};

/// The most utterances whose rendering fits: the more, the longer.
Most most_of(const Transcript& ordered, Form form, Window window, const Budget& budget) {
    std::size_t fits = 0;
    std::size_t too_many = ordered.utterances.size();
    Result<std::string> best = render_kept(ordered, form, 0, window);
    if (!best || !budget.fits(*best)) return {0, too_large()};
    while (too_many - fits > 1) {
        const std::size_t middle = fits + (too_many - fits) / 2;
        Result<std::string> text = render_kept(ordered, form, middle, window);
        if (text && budget.fits(*text)) {
            fits = middle;
            best = std::move(text);
        } else {
            too_many = middle;
        }
    }
    return {fits, std::move(best)};
}

/// Where not one utterance fits, as of a lecture, pieces of them do.
Result<std::string> render_most(const Transcript& transcript, Form form, Window window, const Budget& budget) {
    Transcript ordered = form == Form::words ? with_words_in_utterances(transcript) : transcript;
    std::stable_sort(ordered.utterances.begin(), ordered.utterances.end(),
                     [](const Utterance& a, const Utterance& b) { return a.start_ms < b.start_ms; });
    Most most = most_of(ordered, form, window, budget);
    if (!most.text || most.utterances > 0) return std::move(most.text);
    return most_of(with_utterances_within(std::move(ordered), piece_bytes_max), form, window, budget).text;
}

/// The beginning of a text, up to a space where one is near.
std::string_view up_to_space(std::string_view begun) {
    const std::size_t space = begun.rfind(' ');
    return space == std::string_view::npos ? begun : begun.substr(0, space);
}

/// The end, likewise.
std::string_view from_space(std::string_view end) {
    const std::size_t space = end.find(' ');
    return space == std::string_view::npos ? end : end.substr(space + 1);
}

/// Where words alone are too many, the text may still fit as it is.
Result<std::string> cut_text(std::string_view text, Window window, Budget budget) {
    if (budget.fits(text)) return std::string(text);
    if (!budget.fits(text_mark_among_words)) return too_large();
    budget.spend(text_mark_among_words);
    std::string cut;
    if (window == Window::head_tail) {
        const std::string_view begun = up_to_space(budget.half().beginning_of(text));
        if (!begun.empty()) cut = std::string(begun) + " ";
        budget.spend(begun);
    }
    cut += text_mark;
    cut += ' ';
    cut += from_space(budget.ending_of(text));
    return cut;
}

}  // namespace

std::optional<Window> window_named(std::string_view name) {
    for (const auto& [known, window] : named_windows) {
        if (known == name) return window;
    }
    return std::nullopt;
}

Guess guess_for(Window window) { return window == Window::error ? Guess::at_least : Guess::at_most; }

Result<std::string> render_within(const Transcript& transcript, Form form, Window window, const Budget& budget) {
    Result<std::string> whole = render(transcript, form);
    if (form == Form::speaker_list || (whole && budget.fits(*whole))) return whole;
    if (window == Window::error || window == Window::map) return whole ? too_large() : whole;
    const bool is_text = form == Form::text || transcript.utterances.empty();
    return is_text ? cut_text(transcript.text, window, budget) : render_most(transcript, form, window, budget);
}

}  // namespace parley::transcripts
