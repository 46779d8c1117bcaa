// answer_block.hpp: one block of an answer in Claude's form, whoever serves it, on its way to becoming events.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "openai/events.hpp"
#include "openai/surrogate_joiner.hpp"
#include "providers/claude/thoughts.hpp"

namespace parley::providers::claude {

/// A value: copied with the decoder that holds it.
struct AnswerBlock {
    enum class Kind : std::uint8_t { other, text, call, form, thinking };  // other: nothing of it is told, or nothing known yet

    std::int64_t index = 0;  // the provider's
    Kind kind = Kind::other;
    std::uint32_t call = 0;  // ours
    bool has_arguments = false;
    std::string input;      // call, form: that the block opened with, in JSON, for one that nothing is added to
    std::string thought;    // escaped, for the state
    std::string signature;  // escaped
    openai::SurrogateJoiner joiner;

    /// Its pieces are pieces of JSON.
    bool takes_json() const { return kind == Kind::call || kind == Kind::form; }
    /// A piece of it; escaped.
    void say(std::string_view escaped, openai::EventSink& sink);
    /// Nothing more will be said of it. A signed thought goes to `thoughts`.
    void end(Thoughts& thoughts, openai::EventSink& sink);

  private:
    void tell(std::string_view joined, openai::EventSink& sink) const;
};

}  // namespace parley::providers::claude
