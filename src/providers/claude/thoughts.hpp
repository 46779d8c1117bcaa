// thoughts.hpp: thinking blocks, which the model signs and wants back unchanged at the head of the turn that called tools.
//
// They travel through an OpenAI client as `provider_state` of the assistant's message:
// {"anthropic": {"thinking": [{"type": "thinking", "thinking": "...", "signature": "..."}]}}
// Source: Anthropic docs, "Extended thinking", "Preserving thinking blocks" and "Thinking redaction".
#pragma once

#include <string>
#include <string_view>

#include "json/document.hpp"
#include "openai/events.hpp"

namespace parley::providers::claude {

/// The array of thinking blocks in a message's provider_state; absent for another provider's state, and for one that has been
/// tampered with: a block that is not signed would be refused.
json::Value thoughts_in(json::Value provider_state);

/// The blocks of an answer while it is written, and the state that they become.
class Thoughts {
  public:
    /// `text` and `signature` are escaped. A block without a signature cannot be given back and is left out.
    void add(std::string_view text, std::string_view signature);
    void add_redacted(std::string_view data);

    /// Says all of them so far as state, which is a running total, unless that was said already.
    void say_new(openai::EventSink& sink);

  private:
    void begin_block(std::string_view type);
    std::string blocks_;    // printed, with commas between
    bool has_new_ = false;  // that were not said
};

}  // namespace parley::providers::claude
