// dialect.hpp: one provider's way of asking and of answering, as the simulator has it. What is said, how fast and how wrongly is
// the same for all; a dialect only reads and prints.
//
// Each is written from its provider's public reference alone and shares nothing with the gateway's translators.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "http/request_head.hpp"
#include "simulate/answer.hpp"
#include "simulate/completion_print.hpp"
#include "simulate/question.hpp"

namespace parley::simulate {

/// One event of a stream.
struct Chunk {
    enum class Kind : std::uint8_t { role, reasoning, content, tool_start, tool_arguments, finish, usage, frame, exception };
    Kind kind;  // frame: what opens and closes a part and brings nothing
    std::string json;
    std::size_t tokens = 0;  // that this chunk brings; 0 for role, tool_start, finish, usage and frame
    std::string name = {};   // of the event; empty: the stream names none
};

/// An answer as the events of a stream, one at a time. They are printed when they are asked for, so that a thousand long streams
/// need no memory for what is to come.
class ChunkSource {
  public:
    virtual ~ChunkSource() = default;
    /// The next one; nullopt after the last.
    virtual std::optional<Chunk> next() = 0;
    /// What stands behind the last one; nullopt where nothing does.
    virtual std::optional<Chunk> end() const = 0;
    /// A failure in the middle.
    virtual Chunk error(std::string_view message) const = 0;
    /// The bytes that it is sent as: a server-sent event, where the dialect has no framing of its own.
    virtual std::string print(const Chunk& chunk, std::string_view line_end) const;
    /// What keeps a connection alive and says nothing; empty where the framing has no such thing.
    virtual std::string comment(std::string_view line_end) const;
};

/// A failure before the beginning.
struct ErrorFacts {
    int status = 500;
    std::string_view message = {};                         // empty: the usual words for the status
    std::optional<std::string_view> code = {};             // the provider's word, empty for none at all; nullopt: the usual one
    std::optional<std::chrono::seconds> retry_after = {};  // for dialects that say it in the body
};

/// A further field of a failure's head.
struct ErrorField {
    std::string_view name;
    std::string value;
};

/// A request as it came.
struct Arrival {
    const http::RequestHead& head;
    std::string_view body;
    std::int64_t now;  // unix seconds
};

class Dialect {
  public:
    virtual ~Dialect() = default;
    /// Why whoever asks may not; nullopt where any credential will do. Errors: forbidden, with the provider's word as their code.
    virtual std::optional<Error> deny(const Arrival&) const { return std::nullopt; }
    /// Reads a request. Errors: bad_request, with a message that names the field.
    virtual Result<Question> read(std::string_view path, std::string_view body) const = 0;
    /// The header field in which the credential comes.
    virtual std::string_view credential_field() const = 0;
    /// The header field that names an answer.
    virtual std::string_view request_id_field() const = 0;
    /// What the ids of answers begin with.
    virtual std::string_view id_prefix() const = 0;
    /// A whole answer; without its reason to stop when that is a fault.
    virtual std::string print(const Answer& answer, const CompletionIdentity& identity, bool with_finish) const = 0;
    virtual std::unique_ptr<ChunkSource> chunks(Answer answer, CompletionIdentity identity, const Question& question) const = 0;
    virtual std::string print_error(const ErrorFacts& facts) const = 0;
    virtual std::optional<ErrorField> error_field(const ErrorFacts&) const { return std::nullopt; }
    /// The content-type of a stream.
    virtual std::string_view stream_type() const { return "text/event-stream; charset=utf-8"; }
};

const Dialect& openai_dialect();
const Dialect& anthropic_dialect();
const Dialect& gemini_dialect();
const Dialect& bedrock_dialect();

}  // namespace parley::simulate
