// tool_calls.hpp: the calls of one streamed answer, put together from deltas that hosts number in many ways.
//
// Hosts send an index and an id, or one of them, or neither; some give every call index 0; some repeat the id on every
// delta, some send "" for it later; some send the name after the first arguments. What comes out is always the same:
// call 0, 1, 2, each begun once with an id and a name, then its arguments.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/document.hpp"
#include "openai/events.hpp"
#include "openai/surrogate_joiner.hpp"
#include "providers/thought_signatures.hpp"

namespace parley::providers::openai_dialect {

/// More calls than an answer has; what lies beyond is an attack on memory.
constexpr std::size_t tool_calls_max = 256;
/// Arguments that wait for the name of their call, in bytes and in one call.
constexpr std::size_t held_arguments_bytes_max = 1024 * 1024;

class ToolCalls {
  public:
    /// Reads one delta's `tool_calls`. False when they cannot be made sense of: no list, a part of another type, too
    /// many. `answer_seed` makes generated ids differ between answers.
    bool read(json::Value deltas, std::uint64_t answer_seed, openai::EventSink& sink);

    /// The same for one delta's `function_call`, with which answers called before there were tools: one call without an
    /// id.
    bool read_function(json::Value function, std::uint64_t answer_seed, openai::EventSink& sink);

    /// The answer is complete: ends every call. False when one of them never got a name.
    bool end(openai::EventSink& sink);

    /// A call was begun.
    bool any() const { return begun_ > 0; }

  private:
    struct Call {
        std::int64_t upstream_index = -1;  // -1: the host gives none
        std::string id;                    // escaped; empty while the host has given none
        std::string name;                  // escaped; the call begins with it
        std::string held_arguments;        // until then
        std::string signature;             // escaped; of Google's thoughts, beside the call
        openai::SurrogateJoiner joiner;
        std::uint32_t index = 0;  // ours, once begun
        std::uint32_t chunk = 0;  // the last one that had something for this call
        bool begun = false;
    };
    struct Delta {
        std::optional<std::int64_t> index;
        std::string_view id;
        std::string_view name;
        std::string_view arguments;
        std::string_view signature;
    };
    bool begins_another(const Call& call, const Delta& delta) const;
    Call* find(const Delta& delta);
    bool read_one(Delta delta, json::Value function, std::uint64_t answer_seed, openai::EventSink& sink);
    bool apply(const Delta& delta, std::uint64_t answer_seed, openai::EventSink& sink);
    void begin(Call& call, std::uint64_t answer_seed, openai::EventSink& sink);
    void say(Call& call, std::string_view arguments, openai::EventSink& sink);

    std::vector<Call> calls_;
    std::uint32_t begun_ = 0;
    std::uint32_t chunk_ = 0;
    ThoughtSignatures signatures_;
};

}  // namespace parley::providers::openai_dialect
