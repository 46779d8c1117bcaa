// write_blocks.hpp: the pieces of a conversation as Converse's content blocks.
#pragma once

#include <string>
#include <unordered_set>

#include "catalog/dialect_rules.hpp"
#include "json/write.hpp"
#include "openai/problems.hpp"
#include "providers/claude/cache_markers.hpp"
#include "providers/conversation.hpp"
#include "providers/gather_body.hpp"

namespace parley::providers::bedrock {

/// Writes into a body, and notes what the model cannot be shown. Everything it is given outlives it. One for a request: documents
/// have names, and no two the same.
class BlockWriter {
  public:
    BlockWriter(GatherBody& body, const catalog::DialectRules& rules, openai::Problems& problems)
        : body_(body), rules_(rules), problems_(problems) {}

    /// A list of blocks is begun here.
    void begin_list() { any_ = false; }
    bool any() const { return any_; }

    /// `piece` is a text, a picture or a file; sound becomes a problem.
    void write_content(const Piece& piece);
    /// The same for a text that ends with no white space: what the model goes on from.
    void write_last_text(const Piece& piece);
    /// A text of ours.
    void write_text(std::string_view text);
    void write_call(const PastCall& call, std::string_view id);
    /// `piece` is a result or the lack of one.
    void write_result(const Piece& piece, std::string_view id);
    /// A thought of Claude's, in Anthropic's form (claude/thoughts.hpp).
    void write_thought(json::Value block);
    /// Behind the block up to which the prompt is worth caching.
    void write_cache_point(claude::CacheTtl ttl);

  private:
    std::string& begin();
    void write_text_piece(const Piece& piece, std::string_view escaped);
    void write_image(const Piece& piece);
    void write_file(const Piece& piece);
    void write_bytes(json::ObjectWriter& block, std::string_view base64, bool is_callers);
    void write_result_content(json::ObjectWriter& result, const Piece& piece);
    std::string unused_name(std::string_view filename);

    GatherBody& body_;
    const catalog::DialectRules& rules_;
    openai::Problems& problems_;
    std::unordered_set<std::string> names_;  // of documents
    bool any_ = false;                       // blocks in the list at hand
};

}  // namespace parley::providers::bedrock
