// text_template.hpp: how a provider writes the events that carry nothing but a piece of text, learned from its own stream.
//
// Nearly every event of an answer differs from the one before in the text alone. Once one such event has been read as
// JSON, a next one with the same bytes before and after its text need not be: if what stands between them is the inside
// of a JSON string, the event parses as the learned one did, with another text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "json/document.hpp"

namespace parley::providers {

/// A value. Holds one string of at most template_bytes_max.
class TextTemplate {
  public:
    /// Longer events are not worth keeping: a template lives as long as its stream.
    static constexpr std::size_t template_bytes_max = 1024;

    /// The text of an event that fits what was learned: escaped, valid, never empty. Nullopt when the event must be
    /// parsed.
    std::optional<std::string_view> match(std::string_view data) const;

    /// Learns from an event just parsed, in the place of what was learned before. False for one that is not worth keeping: nothing changes.
    ///
    /// text  within `root`, the string that is its only news: all else that its reader looks at would be read again just so
    bool learn(json::Value root, json::Value text);

    bool learned() const { return !bytes_.empty(); }

  private:
    std::string bytes_;               // the event without its text
    std::uint32_t prefix_bytes_ = 0;  // how much of it stands before the text
};

}  // namespace parley::providers
