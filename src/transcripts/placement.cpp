#include "transcripts/placement.hpp"

#include <algorithm>
#include <utility>

#include "json/write.hpp"
#include "openai/problems.hpp"

namespace parley::transcripts {
namespace {

constexpr std::size_t id_bytes_max = 64;
constexpr std::int64_t default_depth = 1;  // AssemblyAI docs, "Fallbacks"

bool is_id_byte(char byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '-' || byte == '_';
}

json::Value first_given(json::Value own, json::Value inherited) { return own.is_missing() ? inherited : own; }

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
Error no_room() { return openai::invalid_request(openai::Problems::one("model context limit exceeded", "messages"), "context_length_exceeded"); }

/// How a conversation's renderings share the room that there is.
struct Bounds {
    Window window;
    std::optional<Room> room;

    /// Of all renderings together.
    std::size_t bytes_max() const {
        if (!room) return placed_bytes_max;
        return std::min(placed_bytes_max, window == Window::error ? room->bytes_possible() : room->bytes_certain());
    }
};

/// The renderings of one transcript, in the order of the places.
Result<std::vector<std::string>> render_all(const Transcript& transcript, const std::vector<TagPlace>& places, Form chosen,
                                            const Bounds& bounds) {
    std::vector<std::string> renderings;
    std::size_t left = bounds.bytes_max();
    for (const TagPlace& place : places) {
        Result<std::string> rendering = render_within(transcript, form_of(place.tag, chosen), bounds.window, left);
        const bool is_models_fault = bounds.bytes_max() < placed_bytes_max;
        if (!rendering) return rendering.error().kind == ErrorKind::too_large && is_models_fault ? no_room() : rendering.error();
        left -= std::min(left, rendering->size());
        renderings.push_back(std::move(*rendering));
    }
    return renderings;
}

/// Replaces the strings that hold tags. The places of one string stand together, by offset.
void replace_texts(json::Splice& splice, const std::vector<TagPlace>& places, const std::vector<std::string>& renderings) {
    for (std::size_t at = 0; at < places.size();) {
        const json::Value text = places[at].text;
        const std::string plain = text.string();
        std::string placed;
        std::size_t copied = 0;
        for (; at < places.size() && places[at].text.begin() == text.begin(); ++at) {
            placed.append(plain, copied, places[at].offset - copied);
            placed += renderings[at];
            copied = places[at].offset + text_of(places[at].tag).size();
        }
        placed.append(plain, copied);
        std::string json;
        json::append_string(json, placed);
        splice.replace(text, std::move(json));
    }
}

/// The conversation by itself, with other words in it.
std::string copy_placed(json::Value conversation, const std::vector<std::string>& renderings) {
    json::Document copy;
    copy.parse(conversation.raw());  // a part of what was parsed before
    json::Splice splice(copy);
    replace_texts(splice, find_tags(copy.root()), renderings);
    return splice.join();
}

}  // namespace

bool is_transcript_id(std::string_view text) {
    return !text.empty() && text.size() <= id_bytes_max && std::all_of(text.begin(), text.end(), is_id_byte);
}

std::optional<Error> check_completed(const Transcript& transcript) {
    if (transcript.status == Status::completed) return std::nullopt;
    const std::string problem = "transcript is not completed (status: " + std::string(to_string(transcript.status)) + ")";
    return openai::invalid_request(openai::Problems::one(problem, "transcript_id"));
}

std::size_t Placement::place_of(Source source) {
    const auto found = std::find(sources_.begin(), sources_.end(), source);
    if (found != sources_.end()) return static_cast<std::size_t>(found - sources_.begin());
    sources_.push_back(std::move(source));
    return sources_.size() - 1;
}

/// entry  of `fallbacks`; absent for the request itself.
std::optional<Error> Placement::add(const openai::RequestMembers& own, const openai::RequestMembers& whole, json::Value entry) {
    const bool has_messages = own.messages.size() > 0;
    const bool speaks_itself = has_messages || own.prompt.is(json::Kind::string);
    const bool brings_own = !own.transcript_id.is_missing() || !own.transcript.is_missing();
    const bool changes_form = !own.transcript_format.is_missing() || !own.transcript_window.is_missing();
    if (entry && !speaks_itself && !brings_own && !changes_form) return std::nullopt;  // it inherits what was placed

    const openai::RequestMembers& speaker = speaks_itself ? own : whole;
    const openai::RequestMembers& bringer = brings_own ? own : whole;
    const bool has_transcript = bringer.transcript_id.is(json::Kind::string) || bringer.transcript.is(json::Kind::object);
    if (!has_transcript) return std::nullopt;
    Conversation conversation;
    conversation.name = speaker.messages.size() > 0 ? "messages" : "prompt";
    conversation.value = speaker.messages.size() > 0 ? speaker.messages : speaker.prompt;
    conversation.places = find_tags(conversation.value);
    conversation.form = form_named(first_given(own.transcript_format, whole.transcript_format).string()).value_or(Form::text);
    conversation.window = window_named(first_given(own.transcript_window, whole.transcript_window).string()).value_or(Window::error);
    conversation.model = first_given(own.model, whole.model).string();
    if (entry && !speaks_itself) conversation.heir = entry;
    if (conversation.places.empty()) return std::nullopt;

    Source source;
    source.object = bringer.transcript.is(json::Kind::object) ? bringer.transcript : json::Value();
    if (!source.object) {
        source.id = bringer.transcript_id.string();
        if (!is_transcript_id(source.id)) {
            return openai::invalid_request(openai::Problems::one("transcript_id is not the id of a transcript"));
        }
    }
    conversation.source = place_of(std::move(source));
    conversations_.push_back(std::move(conversation));
    return std::nullopt;
}

Result<Placement> Placement::plan(const json::Document& document, const openai::RequestMembers& members) {
    Placement placement(document);
    if (auto error = placement.add(members, members, json::Value())) return *error;
    std::int64_t left = members.fallback_config.find("depth").integer().value_or(default_depth);
    for (const json::Value entry : members.fallbacks.elements()) {
        if (left-- <= 0) break;
        if (auto error = placement.add(openai::read_request_members(entry), members, entry)) return *error;
    }
    return placement;
}

std::size_t Placement::other_bytes() const {
    std::size_t bytes = document_->text().size();
    for (const Source& source : sources_) bytes -= source.object.raw().size();
    return bytes;
}

Result<std::string> Placement::body(const std::vector<std::shared_ptr<const Transcript>>& transcripts, const RoomOf& room_of) const {
    json::Splice splice(*document_);
    for (const Conversation& conversation : conversations_) {
        const Transcript& transcript = *transcripts[conversation.source];
        if (auto error = check_completed(transcript)) return *error;
        const Bounds bounds{conversation.window, room_of(conversation.model)};
        const auto renderings = render_all(transcript, conversation.places, conversation.form, bounds);
        if (!renderings) return renderings.error();
        if (conversation.heir) {
            splice.append_to(conversation.heir, conversation.name, copy_placed(conversation.value, *renderings));
        } else {
            replace_texts(splice, conversation.places, *renderings);
        }
    }
    for (const char* const name : {"transcript_id", "transcript", "transcript_format", "transcript_window"}) splice.remove(name);
    return splice.join();
}

}  // namespace parley::transcripts
