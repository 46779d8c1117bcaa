// write_blocks.hpp: the pieces of a conversation as Anthropic's content blocks.
#pragma once

#include <string>

#include "catalog/dialect_rules.hpp"
#include "json/write.hpp"
#include "openai/problems.hpp"
#include "providers/claude/cache_markers.hpp"
#include "providers/conversation.hpp"
#include "providers/gather_body.hpp"

namespace parley::providers::anthropic {

/// Writes into a body, and notes what the model cannot be shown. Everything it is given outlives it.
class BlockWriter {
  public:
    BlockWriter(GatherBody& body, const catalog::DialectRules& rules, openai::Problems& problems)
        : body_(body), rules_(rules), problems_(problems) {}

    /// A list of blocks is begun here, or goes on after blocks that somebody else has written.
    void begin_list() { any_ = false; }
    bool any() const { return any_; }

    /// `piece` is a text, a picture or a file; sound becomes a problem.
    void write_content(const Piece& piece, claude::CacheTtl marker);
    /// The same for a text that ends with no white space: what the model goes on from.
    void write_last_text(const Piece& piece);
    /// A text of ours.
    void write_text(std::string_view text);
    void write_call(const PastCall& call, std::string_view id, claude::CacheTtl marker);
    /// `piece` is a result or the lack of one. A result of nothing has no content.
    void write_result(const Piece& piece, std::string_view id, claude::CacheTtl marker);
    /// A block of the provider's own, as it stands.
    void write_raw(std::string_view json);

  private:
    json::ObjectWriter begin(std::string_view type);
    void end(json::ObjectWriter& block, claude::CacheTtl marker);
    void write_text_piece(const Piece& piece, std::string_view escaped, claude::CacheTtl marker);
    void write_image(const Piece& piece, claude::CacheTtl marker);
    void write_file(const Piece& piece, claude::CacheTtl marker);
    void write_result_content(json::ObjectWriter& block, const Piece& piece);
    void write_base64(json::ObjectWriter& block, std::string_view media_type, std::string_view data, bool is_callers);

    GatherBody& body_;
    const catalog::DialectRules& rules_;
    openai::Problems& problems_;
    bool any_ = false;  // blocks in the list at hand
};

}  // namespace parley::providers::anthropic
