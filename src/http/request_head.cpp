#include "http/request_head.hpp"

#include <algorithm>
#include <bitset>
#include <utility>

#include "http/authority.hpp"
#include "http/framing_fields.hpp"
#include "http/known_field.hpp"

namespace parley::http {
namespace {

constexpr Refusal accepted{};
constexpr Refusal line_too_long{414, "The request line is too long."};
constexpr Refusal head_too_large{431, "The header section is too large."};
constexpr Refusal bad_host{400, "The Host header is not a host name with an optional port."};
constexpr Refusal no_host{400, "The request has no Host header."};
constexpr Refusal said_twice{400, "A header that may come once came twice."};
constexpr Refusal twin{400, "A header name is written with '_' in place of '-'."};
constexpr Refusal other_expectation{417, "The only expectation that can be met is 100-continue."};

Method method_of(std::string_view text) {
    struct Known {
        std::string_view text;
        Method method;
    };
    static constexpr Known known[] = {
        {"GET", Method::get},     {"HEAD", Method::head},  {"POST", Method::post},       {"PUT", Method::put},
        {"PATCH", Method::patch}, {"DELETE", Method::del}, {"OPTIONS", Method::options},
    };
    for (const Known& each : known) {
        if (each.text == text) return each.method;
    }
    return Method::other;
}

/// The rules that need the whole head: framing, Host, what may be said once.
Refusal read_fields(RequestHead& head) {
    FramingFields framing;
    std::bitset<known_field_count> seen;
    for (const Field& field : head.fields) {
        const KnownField known = known_field(field.name);
        if (known == KnownField::unknown) continue;
        if (known == KnownField::underscore_twin) return twin;
        const auto index = static_cast<std::size_t>(known);
        if (seen[index] && is_said_once(known)) return said_twice;
        seen[index] = true;
        framing.note(known, field);
        if (known == KnownField::host) {
            if (!is_authority(field.value)) return bad_host;
            head.host = field.value;
        } else if (known == KnownField::expect) {
            if (!same_token(field.value, "100-continue")) return other_expectation;
            head.expects_continue = head.version_minor >= 1;  // RFC 9110, 10.1.1: not from HTTP/1.0
        }
    }
    if (head.host.empty() && head.version_minor >= 1) return no_host;
    head.keep_alive = framing.keep_alive(head.version_minor);
    return framing.read(head.version_minor, head.framing);
}

}  // namespace

void RequestHead::clear() {
    Fields kept = std::move(fields);  // for its capacity
    kept.clear();
    *this = RequestHead{};
    fields = std::move(kept);
}

RequestHeadReader::RequestHeadReader(const Limits& limits)
    : head_bytes_max_(limits.head_bytes_max),
      line_bytes_max_(std::min(limits.request_line_bytes_max, limits.head_bytes_max)),
      line_(limits.leading_empty_lines_max, limits.encoded_paths),
      fields_(limits.headers_max) {}

Progress RequestHeadReader::look(std::string_view received, RequestHead& head) {
    if (refusal_) return Progress::refused;
    if (size_ == 0) {
        const Progress progress = scan(received);
        if (progress != Progress::complete) return progress;
        size_ = looked_;
    }
    head.clear();
    head.method_text = line_.method().in(received);
    head.method = method_of(head.method_text);
    head.target = {line_.path().in(received), line_.query().in(received)};
    head.version_minor = line_.version_minor();
    fields_.fill(received, head.fields);
    refusal_ = read_fields(head);
    return refusal_ ? Progress::refused : Progress::complete;
}

/// Each part is scanned within its own limit, so that the answer never depends on how many bytes came at once.
Progress RequestHeadReader::scan(std::string_view received) {
    if (!line_.complete()) {
        const Progress progress = line_.scan(received.substr(0, line_bytes_max_), looked_, refusal_);
        if (progress == Progress::need_more && received.size() >= line_bytes_max_) refusal_ = line_too_long;
        if (refusal_) return Progress::refused;
        if (progress == Progress::need_more) return progress;
    }
    const Progress progress = fields_.scan(received.substr(0, head_bytes_max_), looked_, refusal_);
    if (progress == Progress::need_more && received.size() >= head_bytes_max_) refusal_ = head_too_large;
    return refusal_ ? Progress::refused : progress;
}

void RequestHeadReader::reset() {
    line_.reset();
    fields_.reset();
    refusal_ = accepted;
    looked_ = 0;
    size_ = 0;
}

}  // namespace parley::http
