// text_template.hpp: how a host writes the chunks that carry nothing but text, learned from its own stream.
//
// Nearly every chunk of an answer differs from the one before in the text alone. Once one such chunk has been read as
// JSON, a next one with the same bytes before and after its text need not be: if what stands between them is the inside
// of a JSON string, the chunk parses as the learned one did, with another text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "json/document.hpp"

namespace parley::providers::openai_dialect {

/// A value. Holds one string of at most template_bytes_max.
class TextTemplate {
  public:
    /// Longer chunks are not worth keeping: a template lives as long as its stream.
    static constexpr std::size_t template_bytes_max = 1024;

    /// The text of a chunk that fits what was learned: escaped, valid, never empty. Nullopt when the chunk must be
    /// parsed.
    std::optional<std::string_view> match(std::string_view data) const;

    /// Learns from a chunk just parsed, if its only news is text in choices[0].delta.content.
    void learn(json::Value root);

    bool learned() const { return !bytes_.empty(); }

  private:
    std::string bytes_;               // the chunk without its text
    std::uint32_t prefix_bytes_ = 0;  // how much of it stands before the text
};

}  // namespace parley::providers::openai_dialect
