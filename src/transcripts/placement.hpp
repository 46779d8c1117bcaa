// placement.hpp: a chat request whose tags become what was said. Pure: which transcripts are needed, then, with them at hand, the
// request as it goes on.
//
// A request says whose text it wants by `transcript_id`, or brings it as `transcript`; a fallback may name its own. What comes from
// a transcript is never searched for tags: nobody can ask for more by saying so aloud.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "json/document.hpp"
#include "json/splice.hpp"
#include "openai/request_members.hpp"
#include "transcripts/renderings.hpp"
#include "transcripts/tags.hpp"
#include "transcripts/transcript.hpp"

namespace parley::transcripts {

/// What is shorter is not marked: no provider caches so little. Source: Anthropic docs, "Prompt caching": 1024 tokens at the least.
inline constexpr std::size_t marked_bytes_min = 4 * 1024;

/// One transcript that a request needs.
struct Source {
    std::string id;      // empty: the request brings it
    json::Value object;  // then: as it stands there

    bool operator==(const Source& other) const { return id == other.id && object.begin() == other.object.begin(); }
};

class Placement {
  public:
    /// Looks at a request that was read without a mistake; both outlive the placement. Fallbacks beyond `fallback_config.depth` are
    /// never asked, and not looked at.
    ///
    /// Errors  bad_request for an id that can be nobody's.
    static Result<Placement> plan(const json::Document& document, const openai::RequestMembers& members);

    /// No tag, or nothing to put in its place: the request goes on as it is, and nothing is looked up.
    bool is_needless() const { return conversations_.empty(); }

    /// Each transcript once.
    const std::vector<Source>& sources() const { return sources_; }

    /// The room that a model has for a request; nothing where nobody knows. What the request holds besides is taken off here.
    using RoomOf = std::function<std::optional<Room>(const std::string& model)>;

    /// Whether a model takes `cache_control`, and its targets are better off with it.
    using MarksOf = std::function<bool(const std::string& model)>;

    /// The request's body with the tags replaced and without the fields of transcripts at its top. The transcripts stand in the order
    /// of sources().
    ///
    /// Behind what was placed in a message stands a cache marker, where there is enough of it, everybody who may answer takes one, and
    /// the request has none of its own: the next question about the same talk finds it cached. The message's text is in parts then.
    ///
    /// Errors  bad_request for a transcript that is not completed, or that cannot fit into the model's context; too_large above
    ///         placed_bytes_max.
    Result<std::string> body(const std::vector<std::shared_ptr<const Transcript>>& transcripts, const RoomOf& room_of,
                             const MarksOf& marks_of = {}) const;

    /// Where the request wants a talk read in windows (transcript_window "map"), and it does not fit: a request for each of them, in
    /// order. Each asks what the caller asks, of its part alone: it streams nothing, and its answer goes to combined_body(). Empty:
    /// body() has the request.
    ///
    /// Errors  as body(); bad_request for a request that cannot be asked in parts, and where even windows_max parts do not fit.
    Result<std::vector<std::string>> window_bodies(const std::vector<std::shared_ptr<const Transcript>>& transcripts,
                                                   const RoomOf& room_of) const;

    /// The request that makes one answer of those about the windows: the caller's own, with the answers in the tag's place.
    std::string combined_body(const std::vector<std::string>& answers) const;

  private:
    /// One list of messages, or a prompt, with its tags.
    struct Conversation {
        json::Value value;
        std::string_view name;  // messages, or prompt
        std::vector<TagPlace> places;
        std::size_t source = 0;  // of sources_
        Form form = Form::text;  // what {{ transcript }} becomes
        Window window = Window::error;
        std::string model;  // who is asked
        json::Value heir;   // a fallback without messages of its own, and with another transcript: gets them written into it
    };

    explicit Placement(const json::Document& document) : document_(&document) {}
    std::optional<Error> check_windows() const;
    bool is_marked(const Conversation& conversation, const Renderings& renderings, const MarksOf& marks_of) const;
    std::optional<Room> least_room(const RoomOf& room_of) const;
    std::optional<Error> add(const openai::RequestMembers& own, const openai::RequestMembers& whole, json::Value entry);
    std::size_t place_of(Source source);
    /// What is left beside the rest of the request; what it brings as a transcript does not count.
    std::optional<Room> room_beside(std::optional<Room> room, Guess guess) const;
    /// The body, without the fields at its top that are about transcripts.
    static std::string without_own_fields(json::Splice& splice);

    const json::Document* document_;
    std::vector<Conversation> conversations_;
    std::vector<Source> sources_;
    std::vector<std::string> heirs_;  // models of the fallbacks that inherit what was placed
    bool has_tools_ = false;
};

/// The 400 for a transcript that says nothing yet, or never will; nothing for one that is completed.
std::optional<Error> check_completed(const Transcript& transcript);

/// Letters, digits, `-` and `_`, 1 to 64 of them: never a path, never a URL.
bool is_transcript_id(std::string_view text);

}  // namespace parley::transcripts
