#include "http/response_head.hpp"

#include <utility>

#include "http/framing_fields.hpp"
#include "http/known_field.hpp"

namespace parley::http {
namespace {

constexpr int switching_protocols = 101;
constexpr int no_content = 204;
constexpr int not_modified = 304;

constexpr Refusal accepted{};
constexpr Refusal head_too_large{502, "The upstream's header section is too large."};
constexpr Refusal upgraded{502, "The upstream switched protocols although nobody asked."};
constexpr Refusal body_where_none_may_be{502, "The upstream announced a body on an answer that cannot have one."};

bool is_interim(int status) { return status < 200; }

/// Answers that end with their head, whatever their fields say (RFC 9112, 6.3, rule 1).
bool has_no_body(int status) { return is_interim(status) || status == no_content || status == not_modified; }

Refusal read_fields(ResponseHead& head) {
    if (head.status == switching_protocols) return upgraded;
    FramingFields framing;
    for (const Field& field : head.fields) {
        const KnownField known = known_field(field.name);
        framing.note(known, field);
        if (known == KnownField::content_type && head.content_type.empty()) head.content_type = field.value;
    }
    head.keep_alive = framing.keep_alive(head.version_minor);
    const Refusal refusal = framing.read(head.version_minor, head.framing);
    if (refusal) return {502, refusal.reason};
    if (has_no_body(head.status)) {
        // Parsers differ on whether the announced bytes follow. A 304 may tell the length of what it does not send
        // (RFC 9110, 15.4.5), but only to a conditional request, and we make none.
        if (head.framing.kind == Framing::Kind::chunked || head.framing.length > 0) return body_where_none_may_be;
        head.framing = {};
    } else if (!framing.speaks_of_body()) {
        head.framing = {Framing::Kind::until_close, 0};
        head.keep_alive = false;
    }
    return accepted;
}

}  // namespace

void ResponseHead::clear() {
    Fields kept = std::move(fields);  // for its capacity
    kept.clear();
    *this = ResponseHead{};
    fields = std::move(kept);
}

ResponseHeadReader::ResponseHeadReader(const Limits& limits) : head_bytes_max_(limits.head_bytes_max), fields_(limits.headers_max) {}

Progress ResponseHeadReader::look(std::string_view received, ResponseHead& head) {
    if (refusal_) return Progress::refused;
    if (size_ == 0) {
        const Progress progress = scan(received);
        if (progress != Progress::complete) return progress;
        size_ = looked_;
    }
    head.clear();
    head.status = line_.status();
    head.version_minor = line_.version_minor();
    fields_.fill(received, head.fields);
    refusal_ = read_fields(head);
    return refusal_ ? Progress::refused : Progress::complete;
}

Progress ResponseHeadReader::scan(std::string_view received) {
    const std::string_view window = received.substr(0, head_bytes_max_);
    Progress progress = Progress::complete;
    if (!line_.complete()) progress = line_.scan(window, looked_, refusal_);
    if (progress == Progress::complete) progress = fields_.scan(window, looked_, refusal_);
    if (progress == Progress::need_more && received.size() >= head_bytes_max_) refusal_ = head_too_large;
    if (refusal_) refusal_.status = 502;
    return refusal_ ? Progress::refused : progress;
}

void ResponseHeadReader::reset() {
    line_.reset();
    fields_.reset();
    refusal_ = accepted;
    looked_ = 0;
    size_ = 0;
}

}  // namespace parley::http
