// placement_windows.cpp: a request whose talk is read in windows: one for each of them, and the one that makes one answer of theirs.
#include <algorithm>
#include <utility>

#include "openai/problems.hpp"
#include "transcripts/placed_text.hpp"
#include "transcripts/placement.hpp"

namespace parley::transcripts {

std::optional<Error> Placement::check_windows() const {
    const bool is_plain = conversations_.size() == 1 && !conversations_[0].heir;
    const char* const problem =
        has_tools_  ? "transcript_window map cannot stand beside tools"
        : !is_plain ? "transcript_window map cannot stand beside fallbacks with messages, a transcript or a form of their own"
                    : nullptr;
    if (!problem) return std::nullopt;
    return openai::invalid_request(openai::Problems::one(problem));
}

/// Whoever answers about a window has room for it.
std::optional<Room> Placement::least_room(const RoomOf& room_of) const {
    std::optional<Room> least = room_of(conversations_[0].model);
    for (const std::string& model : heirs_) {
        const std::optional<Room> room = room_of(model);
        if (room && (!least || room->tokens < least->tokens)) least = room;
    }
    return least;
}

Result<std::vector<std::string>> Placement::window_bodies(const std::vector<std::shared_ptr<const Transcript>>& transcripts,
                                                          const RoomOf& room_of) const {
    const auto wants_windows = [](const Conversation& conversation) { return conversation.window == Window::map; };
    if (std::none_of(conversations_.begin(), conversations_.end(), wants_windows)) return std::vector<std::string>();
    if (auto error = check_windows()) return *error;
    const Conversation& conversation = conversations_[0];
    const Transcript& transcript = *transcripts[conversation.source];
    if (auto error = check_completed(transcript)) return *error;
    const RenderingWish wish{conversation.form, Window::map, room_beside(least_room(room_of), guess_for(Window::map))};
    if (render_all(transcript, conversation.places, wish)) return std::vector<std::string>();
    const auto windows = render_windows(transcript, conversation.places, wish);
    if (!windows) return windows.error();
    std::vector<std::string> bodies;
    for (const Renderings& renderings : *windows) {
        json::Splice splice(*document_);
        replace_tags(splice, conversation.places, renderings);
        for (const char* const name : {"stream", "stream_options", "post_processing_steps"}) splice.remove(name);
        bodies.push_back(without_own_fields(splice));
    }
    return bodies;
}

std::string Placement::combined_body(const std::vector<std::string>& answers) const {
    const std::string count = std::to_string(answers.size());
    std::string text =
        "[The talk is long: it was read in " + count +
        " parts, each with this same request. The answers about the parts follow, in order. Make one answer of them, as if you had "
        "read it all.]";
    for (std::size_t at = 0; at < answers.size(); ++at)
        text += "\n\n[Part " + std::to_string(at + 1) + " of " + count + "]\n" + answers[at];
    const Conversation& conversation = conversations_[0];
    Renderings renderings(conversation.places.size());
    renderings.front() = std::move(text);  // further tags have nothing to add
    json::Splice splice(*document_);
    replace_tags(splice, conversation.places, renderings);
    return without_own_fields(splice);
}

}  // namespace parley::transcripts
