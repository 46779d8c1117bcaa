#include "transcripts/placement.hpp"

#include <algorithm>
#include <utility>

#include "openai/problems.hpp"
#include "transcripts/placed_text.hpp"

namespace parley::transcripts {
namespace {

constexpr std::size_t id_bytes_max = 64;
constexpr std::int64_t default_depth = 1;  // AssemblyAI docs, "Fallbacks"

bool is_id_byte(char byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '-' || byte == '_';
}

json::Value first_given(json::Value own, json::Value inherited) { return own.is_missing() ? inherited : own; }

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

std::optional<Room> Placement::room_beside(std::optional<Room> room, Guess guess) const {
    if (!room) return room;
    room->tokens -= tokens_in(document_->text(), room->tokenizer, guess);
    for (const Source& source : sources_) room->tokens += tokens_in(source.object.raw(), room->tokenizer, guess);
    return room;
}

/// Nobody's markers are ours to move: who sets any decides alone.
bool Placement::is_marked(const Conversation& conversation, const Renderings& renderings, const MarksOf& marks_of) const {
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
        const RenderingWish wish{conversation.form, conversation.window,
                                 room_beside(room_of(conversation.model), guess_for(conversation.window))};
        const auto renderings = render_all(transcript, conversation.places, wish);
        if (!renderings) return renderings.error();
        if (conversation.heir) {
            splice.append_to(conversation.heir, conversation.name, copy_placed(conversation.value, *renderings));
        } else {
            const bool marked = is_marked(conversation, *renderings, marks_of);
            replace_tags(splice, conversation.places, *renderings, marked ? Marker::after_last : Marker::none);
        }
    }
    return without_own_fields(splice);
}

std::string Placement::without_own_fields(json::Splice& splice) {
    for (const char* const name : {"transcript_id", "transcript", "transcript_format", "transcript_window", "cite"}) splice.remove(name);
    return splice.join();
}

}  // namespace parley::transcripts
