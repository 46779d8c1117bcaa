// chunk_emitter.hpp: prints the events of one answer as chat.completion.chunk events of an event stream.
//
// Whatever the provider's decoder says, the stream keeps the chunk contract: constant id, created and model; the role
// once and first; calls numbered from 0 and never without arguments; one finish_reason in a chunk of its own; usage
// only for callers who asked; nothing after an error. Sources: OpenAI API reference, "Chat completion chunk"; the
// `data: ` with its space is what AssemblyAI's Python SDK insists on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "openai/events.hpp"

namespace parley::openai {

struct StreamFacts {
    std::string_view request_id;  // 36 characters of a UUID
    std::string_view model;       // the public id of the model that answers
    std::int64_t created = 0;     // seconds since 1970
    bool include_usage = false;   // the caller asked for the usage chunk
    CallForm call_form = CallForm::tool_calls;
};

/// Lives as long as its stream, so it is small: below 600 bytes with its heap. Text costs three copies into `out`,
/// which the owner may empty at any time.
class ChunkEmitter final : public EventSink {
  public:
    ChunkEmitter(std::string& out, const StreamFacts& facts);
    ChunkEmitter(const ChunkEmitter&) = delete;
    ChunkEmitter& operator=(const ChunkEmitter&) = delete;

    void start(std::string_view upstream_id) override;
    void text(std::string_view escaped, TextChannel channel, std::string_view logprobs) override;
    void reasoning(std::string_view escaped) override;
    void signature(std::string_view json) override;
    void tool_start(std::uint32_t index, std::string_view id, std::string_view name) override;
    void tool_args(std::uint32_t index, std::string_view escaped) override;
    void tool_end(std::uint32_t index) override;
    void usage(const Usage& usage) override;
    void finish(FinishReason reason, std::string_view native) override;
    void error(const Error& error) override;

    /// The answer is complete: appends the usage chunk, if asked for and known, and [DONE]. Nothing after an error or
    /// without a finish. A caller of include_usage whose provider said nothing is owed an estimate: say it with
    /// usage().
    ///
    /// cost  US dollars as JSON has them, for callers who asked; empty: nobody did
    void close(std::string_view cost = {});

    /// A chunk without choices that holds one member of ours, behind the finish and before close(). Nothing otherwise.
    ///
    /// name  a constant;  json  one value
    void tell(std::string_view name, std::string_view json);

    /// Something was printed: from here on the answer is committed. An error alone is printed too, but commits nothing:
    /// drop `out` and answer with failure() instead.
    bool started() const { return started_; }
    /// The finish_reason was printed.
    bool finished() const { return finish_.has_value(); }
    std::optional<FinishReason> finish_reason() const { return finish_; }
    /// The error that ended the stream, or null.
    const Error* failure() const { return failure_.get(); }
    const std::optional<Usage>& last_usage() const { return usage_; }

    // What was said so far, for an estimate when the provider's own count never comes.
    std::uint64_t output_bytes() const { return output_bytes_; }    // text, reasoning, arguments; escaped
    std::uint64_t output_chunks() const { return output_chunks_; }  // chunks that carried any of these

  private:
    bool over() const { return finish_ || failure_; }
    std::string_view common() const { return std::string_view(text_prefix_).substr(0, common_bytes_); }
    std::string_view request_id() const;
    void open(std::string_view content);
    void count(std::string_view escaped);
    void begin_delta();
    void end_delta(std::string_view logprobs = {});
    bool is_told(std::uint32_t call) const { return call_form_ == CallForm::tool_calls || call == 0; }
    void begin_call(std::uint32_t index, std::string_view id);
    void end_call();

    std::string& out_;
    std::string text_prefix_;         // the whole of a text chunk up to its text
    std::uint32_t common_bytes_ = 0;  // how much of it every chunk begins with
    std::uint32_t request_id_bytes_ = 0;
    bool started_ = false;
    bool include_usage_ = false;
    CallForm call_form_;
    bool closed_ = false;
    std::optional<FinishReason> finish_;
    std::vector<bool> has_arguments_;  // of each call
    std::uint64_t output_bytes_ = 0;
    std::uint64_t output_chunks_ = 0;
    std::optional<Usage> usage_;
    std::unique_ptr<Error> failure_;
};

}  // namespace parley::openai
