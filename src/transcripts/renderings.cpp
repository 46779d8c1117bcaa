#include "transcripts/renderings.hpp"

#include <algorithm>
#include <utility>

#include "openai/problems.hpp"
#include "transcripts/slices.hpp"

namespace parley::transcripts {
namespace {

Form form_of(Tag tag, Form chosen) {
    switch (tag) {
        case Tag::transcript: return chosen;
        case Tag::utterances: return Form::speakers_timestamps;
        case Tag::words: return Form::words;
        case Tag::json: return Form::json;
        case Tag::speakers: return Form::speaker_list;
    }
    return chosen;
}

/// The words are the public API's.
Error no_room() {
    return openai::invalid_request(openai::Problems::one("model context limit exceeded", "messages"), "context_length_exceeded");
}

Budget budget_of(const RenderingWish& wish) { return Budget(placed_bytes_max, wish.room, guess_for(wish.window)); }

/// What a window's rendering begins with, so that a model knows that there is more.
std::string part_mark(std::size_t at, std::size_t count) {
    return "[Part " + std::to_string(at + 1) + " of " + std::to_string(count) + " of a longer talk]\n";
}

/// The renderings of each slice; nothing where one of them is too large.
std::optional<std::vector<Renderings>> render_slices(const Transcript& whole, const std::vector<Transcript>& slices,
                                                     const std::vector<TagPlace>& places, const RenderingWish& wish) {
    std::vector<Renderings> windows;
    for (std::size_t at = 0; at < slices.size(); ++at) {
        Renderings& renderings = windows.emplace_back();
        Budget left = budget_of(wish);
        for (const TagPlace& place : places) {
            const Form form = form_of(place.tag, wish.form);
            Result<std::string> rendering = render(form == Form::speaker_list ? whole : slices[at], form);
            if (!rendering) return std::nullopt;
            if (renderings.empty()) rendering->insert(0, part_mark(at, slices.size()));
            if (!left.fits(*rendering)) return std::nullopt;
            left.spend(*rendering);
            renderings.push_back(std::move(*rendering));
        }
    }
    return windows;
}

/// So many windows take it at least; the marks and what lies unevenly may take one more.
std::size_t least_windows(const Transcript& transcript, const std::vector<TagPlace>& places, const RenderingWish& wish) {
    std::size_t windows = 0;
    for (const TagPlace& place : places) {
        const Result<std::string> whole = render(transcript, form_of(place.tag, wish.form));
        windows += whole ? budget_of(wish).times(*whole) : windows_max;
    }
    return std::max<std::size_t>(windows, 2);
}

}  // namespace

Result<Renderings> render_all(const Transcript& transcript, const std::vector<TagPlace>& places, const RenderingWish& wish) {
    Renderings renderings;
    Budget left = budget_of(wish);  // for all together
    for (const TagPlace& place : places) {
        Result<std::string> rendering = render_within(transcript, form_of(place.tag, wish.form), wish.window, left);
        if (!rendering) return rendering.error().kind == ErrorKind::too_large && left.is_of_model() ? no_room() : rendering.error();
        left.spend(*rendering);
        renderings.push_back(std::move(*rendering));
    }
    return renderings;
}

Result<std::vector<Renderings>> render_windows(const Transcript& transcript, const std::vector<TagPlace>& places,
                                               const RenderingWish& wish) {
    for (std::size_t count = least_windows(transcript, places, wish); count <= windows_max; ++count) {
        const std::vector<Transcript> slices = slices_of(transcript, count);
        auto windows = render_slices(transcript, slices, places, wish);
        if (windows) return std::move(*windows);
    }
    return openai::invalid_request(
        openai::Problems::one("the transcript does not fit into " + std::to_string(windows_max) + " windows of the model's context",
                              "transcript_window"),
        "context_length_exceeded");
}

}  // namespace parley::transcripts
