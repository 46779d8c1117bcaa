// token_counts.hpp: Anthropic's running account of tokens.
//
// A stream gives it twice or more: each time the counts that it names hold from then on, and those that it leaves out or calls
// null stay as they were. Nothing is ever added up. Source: Anthropic docs, "Streaming messages", message_delta.
#pragma once

#include <cstdint>
#include <optional>

#include "json/document.hpp"
#include "openai/events.hpp"

namespace parley::providers::anthropic {

class TokenCounts {
  public:
    /// Reads a `usage` object. Counts that nobody can believe (negative, above openai::token_count_max) are passed over.
    void read(json::Value usage);

    /// The account in OpenAI's sense: what was read from the cache and written to it counts as prompt. Nullopt before any count.
    std::optional<openai::Usage> usage() const;

  private:
    using Count = std::optional<std::int64_t>;
    Count input_;   // neither read from the cache nor written to it
    Count output_;  // thoughts included
    Count cache_read_;
    Count cache_written_;
    Count cache_written_5m_;
    Count cache_written_1h_;
    Count thoughts_;
};

}  // namespace parley::providers::anthropic
