#include "providers/anthropic/write_messages.hpp"

#include <algorithm>

#include "providers/claude/thoughts.hpp"

namespace parley::providers::anthropic {
namespace {

bool is_document_alone(const Turn& turn) {
    return turn.speaker == Turn::Speaker::user &&
           std::all_of(turn.pieces.begin(), turn.pieces.end(), [](const Piece& piece) { return piece.kind == Piece::Kind::file; });
}

void write_thoughts(BlockWriter& blocks, json::Value state) {
    for (const json::Value block : claude::thoughts_in(state).elements()) blocks.write_raw(block.raw());
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
                write_piece(piece, marker);
            }
        }
        if (is_document_alone(turn)) blocks_.write_text(claude::placeholder);
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
        blocks_.write_content(instruction, marker);
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

    void write_piece(const Piece& piece, claude::CacheTtl marker) {
        switch (piece.kind) {
            case Piece::Kind::call: return blocks_.write_call(prompt_.conversation.calls[piece.call], prompt_.call_ids[piece.call], marker);
            case Piece::Kind::result:
            case Piece::Kind::no_result: return blocks_.write_result(piece, prompt_.call_ids[piece.call], marker);
            case Piece::Kind::state:
                if (prompt_.settings.keeps_thoughts) write_thoughts(blocks_, piece.value);
                return;
            case Piece::Kind::text:
            case Piece::Kind::image:
            case Piece::Kind::audio:
            case Piece::Kind::file: return blocks_.write_content(piece, marker);
        }
    }

    GatherBody& body_;
    BlockWriter& blocks_;
    const claude::Prompt& prompt_;
    std::size_t position_ = 0;  // of the next piece among all
    bool any_ = false;
};

}  // namespace

void write_system(json::ObjectWriter& writer, GatherBody& body, BlockWriter& blocks, const claude::Prompt& prompt) {
    const std::vector<Piece>& instructions = prompt.conversation.instructions;
    const bool asks = prompt.settings.form == claude::Settings::Form::instruction;
    if (prompt.instructions_kept() == 0 && !asks) return;
    writer.key("system") += '[';
    blocks.begin_list();
    for (std::size_t at = 0; at < prompt.instructions_kept(); ++at) blocks.write_content(instructions[at], prompt.markers.instruction(at));
    if (asks) blocks.write_text(claude::asks_for_json);
    body.own() += ']';
}

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

}  // namespace parley::providers::anthropic
