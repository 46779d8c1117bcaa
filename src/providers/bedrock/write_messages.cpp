#include "providers/bedrock/write_messages.hpp"

#include <algorithm>

#include "providers/claude/thoughts.hpp"

namespace parley::providers::bedrock {
namespace {

/// A turn with a document in it must hold a text as well.
bool lacks_text(const Turn& turn) {
    const auto holds = [&turn](Piece::Kind kind) {
        return std::any_of(turn.pieces.begin(), turn.pieces.end(), [kind](const Piece& piece) { return piece.kind == kind; });
    };
    return holds(Piece::Kind::file) && !holds(Piece::Kind::text);
}

class TurnWriter {
  public:
    TurnWriter(GatherBody& body, BlockWriter& blocks, const claude::Prompt& prompt) : body_(body), blocks_(blocks), prompt_(prompt) {}

    void write(const Turn& turn, bool is_last) {
        begin(turn.speaker);
        const bool is_prefill = is_last && prompt_.goes_on();
        for (const Piece& piece : turn.pieces) {
            const claude::CacheTtl marker = prompt_.markers.piece(position_++);
            if (is_prefill && &piece == &turn.pieces.back() && piece.kind == Piece::Kind::text) {
                blocks_.write_last_text(piece);
            } else {
                write_piece(piece);
                blocks_.write_cache_point(marker);
            }
        }
        if (lacks_text(turn) || !blocks_.any()) blocks_.write_text(claude::placeholder);
        end();
    }

    /// A turn of the user that the caller did not write.
    void write_user(std::string_view text) {
        begin(Turn::Speaker::user);
        blocks_.write_text(text);
        end();
    }
    void write_user(const Piece& instruction, claude::CacheTtl marker) {
        begin(Turn::Speaker::user);
        blocks_.write_content(instruction);
        blocks_.write_cache_point(marker);
        end();
    }

  private:
    void begin(Turn::Speaker speaker) {
        if (any_) body_.own() += ',';
        any_ = true;
        body_.own() += speaker == Turn::Speaker::user ? R"({"role":"user","content":[)" : R"({"role":"assistant","content":[)";
        blocks_.begin_list();
    }
    void end() { body_.own() += "]}"; }

    void write_piece(const Piece& piece) {
        switch (piece.kind) {
            case Piece::Kind::call: return blocks_.write_call(prompt_.conversation.calls[piece.call], prompt_.call_ids[piece.call]);
            case Piece::Kind::result:
            case Piece::Kind::no_result: return blocks_.write_result(piece, prompt_.call_ids[piece.call]);
            case Piece::Kind::state:
                if (prompt_.settings.keeps_thoughts) write_thoughts(piece.value);
                return;
            case Piece::Kind::text:
            case Piece::Kind::image:
            case Piece::Kind::audio:
            case Piece::Kind::file: return blocks_.write_content(piece);
        }
    }

    void write_thoughts(json::Value state) {
        for (const json::Value thought : claude::thoughts_in(state).elements()) blocks_.write_thought(thought);
    }

    GatherBody& body_;
    BlockWriter& blocks_;
    const claude::Prompt& prompt_;
    std::size_t position_ = 0;  // of the next piece among all
    bool any_ = false;
};

}  // namespace

void write_messages(json::ObjectWriter& writer, GatherBody& body, BlockWriter& blocks, const claude::Prompt& prompt,
                    const catalog::DialectRules& rules, openai::Problems& problems) {
    const std::vector<Turn>& turns = prompt.conversation.turns;
    writer.key("messages") += '[';
    TurnWriter turn_writer(body, blocks, prompt);
    if (prompt.lends_instruction()) {
        const std::size_t last = prompt.conversation.instructions.size() - 1;
        turn_writer.write_user(prompt.conversation.instructions[last], prompt.markers.instruction(last));
    } else if (turns.empty()) {
        problems.add("messages must hold some text");
    } else if (turns.front().speaker == Turn::Speaker::model) {
        turn_writer.write_user(claude::placeholder);
    }
    for (const Turn& turn : turns) turn_writer.write(turn, &turn == &turns.back());
    if (prompt.conversation.ends_in_silence) turn_writer.write_user(claude::placeholder);
    body.own() += ']';
    claude::check_end(prompt, rules, problems);
}

void write_system(json::ObjectWriter& writer, GatherBody& body, BlockWriter& blocks, const claude::Prompt& prompt) {
    const std::vector<Piece>& instructions = prompt.conversation.instructions;
    const bool asks = prompt.settings.form == claude::Settings::Form::instruction;
    if (prompt.instructions_kept() == 0 && !asks) return;
    writer.key("system") += '[';
    blocks.begin_list();
    for (std::size_t at = 0; at < prompt.instructions_kept(); ++at) {
        blocks.write_content(instructions[at]);
        blocks.write_cache_point(prompt.markers.instruction(at));
    }
    if (asks) blocks.write_text(claude::asks_for_json);
    body.own() += ']';
}

}  // namespace parley::providers::bedrock
