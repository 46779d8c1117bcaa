// event_stream.hpp: an incremental reader for AWS's event streams, `application/vnd.amazon.eventstream`.
//
// Bytes go in as they arrive, in pieces of any size; whole messages come out. A message is framed in binary and carries two
// checksums, so that what was garbled on the way is noticed rather than told:
//
//     u32 bytes of the whole | u32 bytes of the headers | u32 CRC-32 of these eight | headers | payload | u32 CRC-32 of all before
//
// Numbers are big-endian; a header is a name, a type and a value. Source: Smithy 2.0 specification, "Amazon Event Stream
// Specification"; AWS docs, Amazon Transcribe, "Event stream encoding".
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace parley::providers::bedrock {

/// One message. Views are valid until the next call of the reader, and as long as the bytes that were given to it.
struct StreamMessage {
    std::string_view message_type;  // event | exception | error
    std::string_view name;          // of the event, of the exception, or the error's code
    std::string_view error_message;
    std::string_view payload;
};

/// A value: copy it to try two continuations. It keeps nothing but the beginning of a message whose end has not come.
class EventStreamReader {
  public:
    static constexpr std::size_t message_bytes_max_default = 24 * 1024 * 1024;
    static constexpr std::size_t header_bytes_max = 128 * 1024;

    explicit EventStreamReader(std::size_t message_bytes_max = message_bytes_max_default) : message_bytes_max_(message_bytes_max) {}

    enum class Status : std::uint8_t {
        message,
        need_more,
        too_large,  // longer than is taken, or than the format allows. The reader is of no further use
        broken,     // a checksum, a length or a header that cannot be. Likewise
    };

    /// Takes bytes from the front of `bytes` up to the end of one message, or all of them.
    Status next(std::string_view& bytes, StreamMessage& message);

    /// Whether the stream may end here: nothing of a message is waiting for the rest.
    bool at_boundary() const { return kept_.empty() || was_told_; }

  private:
    Status check_prelude(std::string_view prelude) const;
    Status read(std::string_view frame, StreamMessage& message) const;

    std::size_t message_bytes_max_;
    std::string kept_;
    bool was_told_ = false;  // kept_ is a whole message that the caller has seen
};

}  // namespace parley::providers::bedrock
