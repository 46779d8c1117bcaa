// response_head.hpp: reading an upstream's status line and header fields. As strict as request_head.hpp wherever
// framing is concerned: in doubt the answer is refused and the connection destroyed (Refusal::status is then always
// 502).
#pragma once

#include <cstddef>
#include <string_view>

#include "http/field_lines.hpp"
#include "http/fields.hpp"
#include "http/framing.hpp"
#include "http/limits.hpp"
#include "http/refusal.hpp"
#include "http/status_line.hpp"

namespace parley::http {

struct ResponseHead {
    int status = 0;  // 100..999
    int version_minor = 1;
    Fields fields;
    Framing framing;  // for an answer to GET or POST (never to HEAD or CONNECT)
    bool keep_alive = true;
    std::string_view content_type;

    void clear();
};

/// The same contract as RequestHeadReader. A 1xx head is `complete` like any other; the caller counts and skips it
/// (Limits::interim_responses_max). 101 is refused: nobody asked for an upgrade here.
class ResponseHeadReader {
  public:
    explicit ResponseHeadReader(const Limits& limits);
    Progress look(std::string_view received, ResponseHead& head);
    std::size_t size() const { return size_; }
    const Refusal& refusal() const { return refusal_; }
    void reset();

  private:
    Progress scan(std::string_view received);

    std::size_t head_bytes_max_;
    StatusLine line_;
    FieldLines fields_;
    Refusal refusal_;
    std::size_t looked_ = 0;
    std::size_t size_ = 0;
};

}  // namespace parley::http
