// provider.hpp: one upstream dialect. Pure: same input, same output; no sockets, no clock. Safe to share between
// threads.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/small_blocks.hpp"
#include "catalog/model.hpp"
#include "openai/chat_request.hpp"
#include "openai/events.hpp"
#include "openai/finish_reason.hpp"
#include "providers/authorizer.hpp"
#include "providers/failure_class.hpp"
#include "providers/token_cache.hpp"

namespace parley::providers {

/// A request as the upstream wants it: the head without its framing, and the body as slices to be written one after
/// another. The slices point into the caller's request and into `inserted`.
struct UpstreamRequest {
    std::string_view head;  // request line and fields, each ending in CRLF; no content-length, no empty line
    std::vector<std::string_view, SmallBlocks<std::string_view>> body;
    std::size_t body_bytes = 0;
    std::string inserted;              // what this translator wrote itself; do not append after slices were taken
    std::vector<std::string> dropped;  // names of the caller's fields that the provider cannot be asked for
    std::string_view reply_field;      // the field of the reply's head that the decoder will read; empty: none. As `head`
    std::string own_head;  // what `head` points into where each request has its own, on the heap; empty where it is the provider's
    const Authorizer* authorizer = nullptr;  // who adds what holds for a moment only; null where `head` says all. As `head`
    std::shared_ptr<TokenCache> tokens;      // whose token is shown as `authorization: Bearer`; null where none is
};

/// An upstream's whole answer, or the answer of a failed stream. Views are valid during the call only.
struct UpstreamReply {
    int status = 0;
    std::string_view content_type;
    std::string_view body;
    std::string_view retry_after;  // the field's text
    std::string_view retry_after_ms;
    std::string_view date;         // the Date field's text: a retry-after that is a date counts from it
    std::string_view reply_field;  // the text of the field that UpstreamRequest::reply_field names
};

/// Turns the bytes of one stream into events. A value: copy it to try two continuations.
class StreamDecoder {
  public:
    virtual ~StreamDecoder() = default;
    virtual std::unique_ptr<StreamDecoder> clone() const = 0;
    /// Body bytes as they arrive, framing already removed. After an error event the decoder ignores the rest.
    virtual void feed(std::string_view bytes, openai::EventSink& sink) = 0;
    /// The upstream's body has ended, properly or not: says what was held back, or that the stream was cut.
    virtual void finish(openai::EventSink& sink) = 0;
    /// The provider's own end marker has been seen (`[DONE]`, message_stop ...): nothing more is due.
    virtual bool complete() const = 0;
};

class Provider {
  public:
    virtual ~Provider() = default;
    /// Fails only for requests that this dialect cannot express.
    virtual Result<UpstreamRequest> encode(const openai::ChatRequest& request, const catalog::Target& target) const = 0;
    /// The same request once more, without what the provider has just said that it does not take; nullopt when there is nothing
    /// to mend. At most once for each attempt: mending one thing at a time would fail again on the next.
    virtual std::optional<UpstreamRequest> mend(const openai::ChatRequest& request, const catalog::Target& target,
                                                const UpstreamFailure& failure) const = 0;
    /// `reply_field` is the text of the field that UpstreamRequest::reply_field names; it is not kept.
    virtual std::unique_ptr<StreamDecoder> stream_decoder(const catalog::Target& target, std::string_view reply_field) const = 0;
    /// For openai::append_completion: what this upstream means by `stop` beside tool calls.
    virtual openai::StopWithCalls stop_with_calls() const = 0;
    /// Whether openai::append_completion reads this upstream's whole answers as they are; others are told by decode().
    virtual bool answers_like_openai(const catalog::Target& target) const = 0;
    /// A whole answer, told as the events that its stream would have said. Says nothing and returns the failure when the
    /// reply is no answer.
    virtual std::optional<UpstreamFailure> decode(const UpstreamReply& reply, const catalog::Target& target,
                                                  openai::EventSink& sink) const = 0;
    /// Whether its answers may hold state that has to come back (openai::EventSink::signature).
    virtual bool gives_state(const catalog::Target&) const { return true; }
    /// Whether the model goes on from an assistant's message at the end, word for word. Another takes it for a turn that is over.
    virtual bool goes_on_from_prefill(const catalog::Target&) const { return false; }
    /// Whether an answer that ends well and holds nothing may be a slip of the model's, which the same question a moment later shows.
    virtual bool slips_into_silence() const { return false; }
    /// Reads an answer whose status is not 2xx, or a 2xx that is not an answer. Its message, like those of decode() and of
    /// error events, never quotes the credential: hide_secret() of safe_message.hpp sees to it.
    virtual UpstreamFailure classify(const UpstreamReply& reply) const = 0;
};

}  // namespace parley::providers
