#include "providers/gemini/contents.hpp"

#include <algorithm>
#include <vector>

#include "providers/conversation.hpp"
#include "providers/gemini/call_parts.hpp"
#include "providers/gemini/media_parts.hpp"
#include "providers/thought_signatures.hpp"

namespace parley::providers::gemini {
namespace {

using Kind = Piece::Kind;
using Speaker = Turn::Speaker;

constexpr std::string_view blank_line = "\\n\\n";  // within a JSON string

bool is_result(const Piece& piece) { return piece.kind == Kind::result || piece.kind == Kind::no_result; }

/// The text of a piece, behind the name of whoever says it. Source of the form: AssemblyAI docs, "Chat completions", `name`.
void add_text(Draft& draft, std::string& out, const Piece& piece) {
    if (piece.speaker) (out += piece.speaker.escaped()) += ": ";
    draft.body.add(out, piece.value.escaped());
}

/// One turn after another, each with its parts.
class ContentsWriter {
  public:
    ContentsWriter(Draft& draft, std::string& out, const Conversation& conversation)
        : draft_(draft), contents_(out), conversation_(conversation) {}

    /// In a turn of their own, or in front of the user's that follows.
    void write_instructions(std::string_view more) {
        begin(Speaker::user);
        write_text_part([&](std::string& out) { append_instructions(draft_, out, conversation_, more); });
        is_open_ = !conversation_.turns.empty() && conversation_.turns.front().speaker == Speaker::user;
        if (!is_open_) end();
    }

    void write_plain(std::string_view text) {
        begin(Speaker::user);
        write_text_part([&](std::string& out) { out += text; });
        end();
    }

    void write_turn(const Turn& turn) {
        if (turn.speaker == Speaker::model) return write_answer(turn);
        const auto rest = std::find_if_not(turn.pieces.begin(), turn.pieces.end(), is_result);
        if (rest != turn.pieces.begin()) {
            begin(Speaker::user);
            for (auto at = turn.pieces.begin(); at != rest; ++at) {
                write_result(draft_, next_part(), conversation_.calls[at->call], *at);
            }
            end();
        }
        if (rest == turn.pieces.end()) return;
        begin(Speaker::user);
        std::for_each(rest, turn.pieces.end(), [this](const Piece& piece) { write_piece(piece); });
        end();
    }

    void close() { contents_.close(); }

    static void append_instructions(Draft& draft, std::string& out, const Conversation& conversation, std::string_view more) {
        bool first = true;
        for (const Piece& piece : conversation.instructions) {
            if (piece.kind != Kind::text) {
                draft.problems.add(piece.place.text() + " must be text: it is an instruction");
                continue;
            }
            if (!std::exchange(first, false)) out += blank_line;
            add_text(draft, out, piece);
        }
        if (more.empty()) return;
        if (!first) out += blank_line;
        json::append_escaped(out, more);
    }

  private:
    void begin(Speaker speaker) {
        if (std::exchange(is_open_, false)) return;
        std::string& out = contents_.next();
        out += speaker == Speaker::user ? R"({"role":"user","parts":[)" : R"({"role":"model","parts":[)";
        first_part_ = true;
    }
    std::string& next_part() {
        std::string& out = draft_.body.own();
        if (!std::exchange(first_part_, false)) out += ',';
        return out;
    }
    void end() { draft_.body.own() += "]}"; }

    template <class Append>
    void write_text_part(Append append) {
        std::string& out = next_part();
        out += R"({"text":")";
        append(out);
        out += "\"}";
    }

    void write_piece(const Piece& piece) {
        if (piece.kind != Kind::text) return write_media(draft_, next_part(), piece);
        write_text_part([&](std::string& out) { add_text(draft_, out, piece); });
    }

    void write_answer(const Turn& turn) {
        const auto says_something = [](const Piece& piece) { return piece.kind != Kind::state; };
        if (std::none_of(turn.pieces.begin(), turn.pieces.end(), says_something)) return;
        begin(Speaker::model);
        json::Value state;
        bool is_signed = !needs_signature(turn);
        for (const Piece& piece : turn.pieces) {
            if (piece.kind == Kind::state) {
                state = piece.value;
            } else if (piece.kind == Kind::call) {
                std::string_view signature = draft_.repairs.without_signatures ? "" : find_signature(state, piece.value);
                if (signature.empty() && !std::exchange(is_signed, true)) signature = no_signature;
                write_call(draft_, next_part(), conversation_.calls[piece.call], signature);
            } else {
                write_piece(piece);
            }
        }
        end();
    }

    /// Of a step's calls only the first is signed. On any other, the stand-in would make the model fall silent.
    bool needs_signature(const Turn& turn) const {
        if (!draft_.rules.gemini.signatures_required) return false;
        if (draft_.repairs.without_signatures) return true;
        json::Value state;
        for (const Piece& piece : turn.pieces) {
            if (piece.kind == Kind::state) state = piece.value;
            if (piece.kind == Kind::call && !find_signature(state, piece.value).empty()) return false;
        }
        return true;
    }

    Draft& draft_;
    ListWriter contents_;
    const Conversation& conversation_;
    bool first_part_ = true;
    bool is_open_ = false;  // the turn that was begun goes on
};

void write_system(Draft& draft, json::ObjectWriter& body, const Conversation& conversation, std::string_view more) {
    std::string& out = body.key("systemInstruction");
    out += R"({"parts":[{"text":")";
    ContentsWriter::append_instructions(draft, out, conversation, more);
    out += "\"}]}";
}

}  // namespace

void write_conversation(Draft& draft, json::ObjectWriter& body, std::string_view more_instructions) {
    const Conversation conversation = read_conversation(draft.request);
    const std::vector<Turn>& turns = conversation.turns;
    const bool has_instructions = !conversation.instructions.empty() || !more_instructions.empty();
    const bool has_place = draft.rules.gemini.system_instruction && !turns.empty();
    if (has_instructions && has_place) write_system(draft, body, conversation, more_instructions);

    ContentsWriter contents(draft, body.key("contents"), conversation);
    if (has_instructions && !has_place) {
        contents.write_instructions(more_instructions);
    } else if (turns.empty() || turns.front().speaker == Speaker::model) {
        contents.write_plain(".");
    }
    for (const Turn& turn : turns) contents.write_turn(turn);
    if (!turns.empty() && turns.back().speaker == Speaker::model) contents.write_plain(conversation.ends_in_silence ? "." : "Continue.");
    contents.close();
}

}  // namespace parley::providers::gemini
