#include "transcripts/placement.hpp"

#include <algorithm>
#include <utility>

#include "json/write.hpp"
#include "openai/problems.hpp"
#include "transcripts/slices.hpp"

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

/// Text as a part of a message; a marked one is worth caching up to its end.
std::string text_part(std::string_view text, bool is_marked) {
    std::string json;
    json::ObjectWriter part(json);
    part.string("type", "text");
    part.string("text", text);
    if (is_marked) part.raw("cache_control", R"({"type":"ephemeral"})");
    part.close();
    return json;
}

/// The string, or the part that holds it, with a marker where what was placed ends: a part ends there, and another has the rest.
void replace_marked(json::Splice& splice, const TagPlace& place, std::string_view placed, std::size_t end) {
    std::string parts = text_part(placed.substr(0, end), true);
    if (end < placed.size()) parts += "," + text_part(placed.substr(end), false);
    const bool is_part = place.holder == TagPlace::Holder::part;
    splice.replace(is_part ? place.part : place.text, is_part ? parts : "[" + parts + "]");
}

enum class Marker : std::uint8_t { none, after_last };

/// Replaces the strings that hold tags. The places of one string stand together, by offset.
void replace_texts(json::Splice& splice, const std::vector<TagPlace>& places, const std::vector<std::string>& renderings,
                   Marker marker = Marker::none) {
    for (std::size_t at = 0; at < places.size();) {
        const TagPlace& first = places[at];
        const std::string plain = first.text.string();
        std::string placed;
        std::size_t copied = 0;
        std::size_t end = 0;  // of what was placed
        for (; at < places.size() && places[at].text.begin() == first.text.begin(); ++at) {
            placed.append(plain, copied, places[at].offset - copied);
            placed += renderings[at];
            end = placed.size();
            copied = places[at].offset + text_of(places[at].tag).size();
        }
        placed.append(plain, copied);
        if (marker == Marker::after_last && at == places.size() && first.holder != TagPlace::Holder::prompt) {
            replace_marked(splice, first, placed, end);
            continue;
        }
        std::string json;
        json::append_string(json, placed);
        splice.replace(first.text, std::move(json));
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

/// What a window's rendering begins with, so that a model knows that there is more.
std::string part_mark(std::size_t at, std::size_t count) {
    return "[Part " + std::to_string(at + 1) + " of " + std::to_string(count) + " of a longer talk]\n";
}

/// The renderings of each slice; nothing where one of them is too large.
std::optional<std::vector<std::vector<std::string>>> render_slices(const Transcript& whole, const std::vector<Transcript>& slices,
                                                                   const std::vector<TagPlace>& places, Form chosen, std::size_t bytes_max) {
    std::vector<std::vector<std::string>> windows;
    for (std::size_t at = 0; at < slices.size(); ++at) {
        std::vector<std::string>& renderings = windows.emplace_back();
        std::size_t bytes = 0;
        for (const TagPlace& place : places) {
            const Form form = form_of(place.tag, chosen);
            Result<std::string> rendering = render(form == Form::speaker_list ? whole : slices[at], form);
            if (!rendering) return std::nullopt;
            if (renderings.empty()) rendering->insert(0, part_mark(at, slices.size()));
            bytes += rendering->size();
            renderings.push_back(std::move(*rendering));
        }
        if (bytes > bytes_max) return std::nullopt;
    }
    return windows;
}

/// So many windows take it at least; the marks and what lies unevenly may take one more.
std::size_t least_windows(const Transcript& transcript, const std::vector<TagPlace>& places, Form chosen, std::size_t bytes_max) {
    std::size_t bytes = 0;
    for (const TagPlace& place : places) {
        const Result<std::string> whole = render(transcript, form_of(place.tag, chosen));
        bytes += whole ? whole->size() : rendering_bytes_max;
    }
    return std::max<std::size_t>(bytes / std::max<std::size_t>(bytes_max, 1), 2);
}

/// As few windows as fit.
Result<std::vector<std::vector<std::string>>> render_windows(const Transcript& transcript, const std::vector<TagPlace>& places, Form chosen,
                                                             const Bounds& bounds) {
    std::size_t count = least_windows(transcript, places, chosen, bounds.bytes_max());
    for (; count <= windows_max; ++count) {
        const std::vector<Transcript> slices = slices_of(transcript, count);
        auto windows = render_slices(transcript, slices, places, chosen, bounds.bytes_max());
        if (windows) return std::move(*windows);
    }
    return openai::invalid_request(openai::Problems::one("the transcript does not fit into " + std::to_string(windows_max) +
                                                             " windows of the model's context",
                                                         "transcript_window"),
                                   "context_length_exceeded");
}

void remove_own_fields(json::Splice& splice) {
    for (const char* const name : {"transcript_id", "transcript", "transcript_format", "transcript_window", "cite"}) splice.remove(name);
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
    if (entry && !speaks_itself && !brings_own && !changes_form) {  // it inherits what was placed
        heirs_.push_back(first_given(own.model, whole.model).string());
        return std::nullopt;
    }

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
    placement.has_tools_ = members.tools.size() > 0 || members.functions.size() > 0;
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

/// Nobody's markers are ours to move: who sets any decides alone.
bool Placement::is_marked(const Conversation& conversation, const std::vector<std::string>& renderings, const MarksOf& marks_of) const {
    std::size_t bytes = 0;
    for (const std::string& rendering : renderings) bytes += rendering.size();
    if (!marks_of || bytes < marked_bytes_min || conversation.heir) return false;
    if (document_->text().find("cache_control") != std::string_view::npos) return false;
    return marks_of(conversation.model) && std::all_of(heirs_.begin(), heirs_.end(), marks_of);
}

Result<std::string> Placement::body(const std::vector<std::shared_ptr<const Transcript>>& transcripts, const RoomOf& room_of,
                                    const MarksOf& marks_of) const {
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
            const bool marked = is_marked(conversation, *renderings, marks_of);
            replace_texts(splice, conversation.places, *renderings, marked ? Marker::after_last : Marker::none);
        }
    }
    remove_own_fields(splice);
    return splice.join();
}

std::optional<Error> Placement::check_windows() const {
    const bool is_plain = conversations_.size() == 1 && !conversations_[0].heir;
    const char* const problem = has_tools_    ? "transcript_window map cannot stand beside tools"
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
    const Bounds bounds{Window::map, least_room(room_of)};
    if (render_all(transcript, conversation.places, conversation.form, bounds)) return std::vector<std::string>();
    const auto windows = render_windows(transcript, conversation.places, conversation.form, bounds);
    if (!windows) return windows.error();
    std::vector<std::string> bodies;
    for (const std::vector<std::string>& renderings : *windows) {
        json::Splice splice(*document_);
        replace_texts(splice, conversation.places, renderings);
        remove_own_fields(splice);
        for (const char* const name : {"stream", "stream_options", "post_processing_steps"}) splice.remove(name);
        bodies.push_back(splice.join());
    }
    return bodies;
}

std::string Placement::combined_body(const std::vector<std::string>& answers) const {
    const std::string count = std::to_string(answers.size());
    std::string text = "[The talk is long: it was read in " + count +
                       " parts, each with this same request. The answers about the parts follow, in order. Make one answer of them, as if you had "
                       "read it all.]";
    for (std::size_t at = 0; at < answers.size(); ++at) text += "\n\n[Part " + std::to_string(at + 1) + " of " + count + "]\n" + answers[at];
    const Conversation& conversation = conversations_[0];
    std::vector<std::string> renderings(conversation.places.size());
    renderings.front() = std::move(text);  // further tags have nothing to add
    json::Splice splice(*document_);
    replace_texts(splice, conversation.places, renderings);
    remove_own_fields(splice);
    return splice.join();
}

}  // namespace parley::transcripts
