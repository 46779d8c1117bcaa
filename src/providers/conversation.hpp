// conversation.hpp: the messages of a request as the dialects see them that are not OpenAI's: instructions apart, then turns of
// two speakers who alternate, each a list of pieces, and every call of a tool followed by its result.
//
// A walk, not a copy: everything points into the request. What a provider would refuse is put right here, once for all of them:
// neighbours of one speaker become one turn, white space is no text, results stand first in the turn after their calls and in the
// calls' order, and no call is without one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "json/document.hpp"
#include "openai/chat_request.hpp"
#include "providers/white_space.hpp"

namespace parley::providers {

/// A piece's own position in the caller's request, for complaints: "messages[2].content[1]".
struct PiecePlace {
    std::uint32_t message = 0;
    std::uint32_t part = 0;

    std::string text() const;
};

struct Piece {
    enum class Kind : std::uint8_t {
        text,       // value: a string that is not blank
        image,      // value: the part, image_url
        audio,      // value: the part, input_audio
        file,       // value: the part, file
        call,       // value: the entry of tool_calls
        result,     // value: the content of the tool's message: a string, a list of parts, null or absent
        no_result,  // nobody answered the call
        state,      // value: the message's provider_state, which some provider gave and wants back at this place
    };
    Kind kind = Kind::text;
    json::Value value = {};
    json::Value speaker = {};        // text: the message's `name`, to be put in front; absent on all but its first piece
    json::Value cache_control = {};  // an object: what stands up to and with this piece is worth caching
    std::uint32_t call = 0;          // call, result, no_result: which of Conversation::calls
    PiecePlace place = {};
};

/// A tool that the model called earlier in the conversation.
struct PastCall {
    json::Value id;          // a string
    json::Value name;        // a string
    json::Value arguments;   // a string of JSON (or of anything), an object, or absent
    bool is_custom = false;  // its arguments are one free text
};

struct Turn {
    enum class Speaker : std::uint8_t { user, model };
    Speaker speaker = Speaker::user;
    std::vector<Piece> pieces;  // never empty
};

struct Conversation {
    std::vector<Piece> instructions;  // of the system and developer messages that the conversation opens with
    std::vector<Turn> turns;          // alternating; may begin and end with either speaker, may be none
    std::vector<PastCall> calls;      // in order
    bool ends_in_silence = false;     // the last message was not the model's, but nothing of it is left: an answer is due all the same
};

/// The conversation of a request in today's form (openai/older_forms.hpp), or its `prompt` as one turn of the user.
///
/// - Instructions that come later are text of the user's turn at that place: to move them to the front would change their meaning
///   and spoil what is cached.
/// - A message's own `cache_control` belongs to its last piece.
/// - A last message that says nothing does not make the answer before it one that is to be gone on with.
/// - Within a turn of the model calls follow everything else, unless provider state stands between.
/// - A result belongs to the latest call before it that had its id; a second one for the same call is left out, one for a call of
///   an earlier turn becomes text.
Conversation read_conversation(const openai::ChatRequest& request);

/// A tool result or any other content, part by part: calls `take(piece)` for every text that is not blank, picture, sound and file
/// in a string or a list of parts. `piece` is a pattern: its place and its speaker are kept.
template <class Take>
void for_each_piece(json::Value content, Piece pattern, Take take);

/// One part of a list, as the piece that it is; false for what no provider is told (thoughts, blank text).
bool read_part(json::Value part, Piece& piece);

template <class Take>
void for_each_piece(json::Value content, Piece pattern, Take take) {
    if (content.is(json::Kind::string)) {
        pattern.kind = Piece::Kind::text;
        pattern.value = content;
        if (!is_blank(content.escaped())) take(pattern);
        return;
    }
    for (const json::Value part : content.elements()) {
        Piece piece = pattern;
        if (read_part(part, piece)) {
            take(piece);
            pattern.speaker = json::Value();
        }
        ++pattern.place.part;
    }
}

}  // namespace parley::providers
