// request_head.hpp: reading a request's head, strictly.
//
// What RFC 9112 leaves to a lenient parser's taste is refused here: bare CR or LF, folded lines, white space before a
// colon, two Content-Lengths, Content-Length beside Transfer-Encoding, absolute-form targets ... Request smuggling
// lives on the difference between two parsers, so ours accepts one reading only. docs/decisions/0002 lists what is
// refused.
#pragma once

#include <cstdint>
#include <string_view>

#include "http/field_lines.hpp"
#include "http/fields.hpp"
#include "http/framing.hpp"
#include "http/limits.hpp"
#include "http/refusal.hpp"
#include "http/request_line.hpp"

namespace parley::http {

enum class Method : std::uint8_t { get, head, post, put, patch, del, options, other };

/// Where a request is going, parsed once; routing and authentication both use this very object. The path is
/// origin-form, starts with one '/', holds no percent-encoding, no dot segments, no empty segments, no backslash and no
/// ';'.
struct Target {
    std::string_view path;
    std::string_view query;  // without the '?'; not decoded
};

struct RequestHead {
    Method method = Method::other;
    std::string_view method_text;
    Target target;
    int version_minor = 1;  // HTTP/1.0 or HTTP/1.1
    Fields fields;
    std::string_view host;
    Framing framing;
    bool keep_alive = true;         // by version and Connection
    bool expects_continue = false;  // Expect: 100-continue

    void clear();
};

/// Reads one head from bytes that arrive in pieces of any size.
///
/// The caller keeps the bytes: each call to look() passes everything received of this message so far, from its first
/// byte on (the same bytes, possibly moved, and more). The reader remembers how far it has looked, so a head that
/// dribbles in byte by byte costs linear time. Garbage is refused as soon as it shows, not when the head is complete.
///
/// After `complete`, the head points into the bytes of that call; size() tells where the body begins. Before, the
/// head is of no use. A reader that answered once answers the same until reset().
class RequestHeadReader {
  public:
    explicit RequestHeadReader(const Limits& limits);

    Progress look(std::string_view received, RequestHead& head);

    /// Bytes of the head, its empty line (and empty lines before it) included. After `complete`.
    std::size_t size() const { return size_; }
    const Refusal& refusal() const { return refusal_; }

    /// Ready for the next message.
    void reset();

  private:
    Progress scan(std::string_view received);

    std::size_t head_bytes_max_;
    std::size_t line_bytes_max_;
    RequestLine line_;
    FieldLines fields_;
    Refusal refusal_;
    std::size_t looked_ = 0;
    std::size_t size_ = 0;
};

}  // namespace parley::http
