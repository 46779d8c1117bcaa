#include "http/framing_fields.hpp"

#include "http/character_class.hpp"
#include "http/numbers.hpp"

namespace parley::http {
namespace {

constexpr Refusal accepted{};
constexpr Refusal both{400, "Content-Length and Transfer-Encoding exclude each other."};
constexpr Refusal two_lengths{400, "More than one Content-Length."};
constexpr Refusal two_encodings{400, "More than one Transfer-Encoding."};
constexpr Refusal bad_length{400, "Content-Length is not a decimal number."};
constexpr Refusal encoding_in_1_0{400, "HTTP/1.0 has no Transfer-Encoding."};
constexpr Refusal not_chunked{400, "Transfer-Encoding is not 'chunked'."};
constexpr Refusal unknown_coding{501, "The only transfer coding understood here is 'chunked'."};

/// "gzip, chunked": well formed, and its end could be found, but not understood (RFC 9112, 6.1: 501).
bool has_other_codings_before_chunked(std::string_view codings) {
    const std::size_t last_comma = codings.rfind(',');
    if (last_comma == std::string_view::npos) return false;
    if (!same_token(without_white_space(codings.substr(last_comma + 1)), "chunked")) return false;
    std::string_view others = codings.substr(0, last_comma);
    if (list_has(others, "chunked")) return false;
    for (;;) {
        const std::size_t comma = others.find(',');
        const std::string_view coding = without_white_space(others.substr(0, comma));
        if (coding.empty() || !token_bytes.has_all(coding)) return false;
        if (comma == std::string_view::npos) return true;
        others.remove_prefix(comma + 1);
    }
}

}  // namespace

void FramingFields::note(KnownField known, const Field& field) {
    switch (known) {
        case KnownField::content_length:
            content_length_ = field.value;
            ++content_lengths_;
            break;
        case KnownField::transfer_encoding:
            transfer_encoding_ = field.value;
            ++transfer_encodings_;
            break;
        case KnownField::connection:
            close_ = close_ || list_has(field.value, "close");
            keep_alive_ = keep_alive_ || list_has(field.value, "keep-alive");
            break;
        default: break;
    }
}

Refusal FramingFields::read(int version_minor, Framing& framing) const {
    framing = {};
    if (content_lengths_ > 0 && transfer_encodings_ > 0) return both;
    if (content_lengths_ > 1) return two_lengths;
    if (transfer_encodings_ > 1) return two_encodings;
    if (content_lengths_ == 1) {
        const auto length = parse_decimal(content_length_);
        if (!length) return bad_length;
        framing = {Framing::Kind::length, *length};
    } else if (transfer_encodings_ == 1) {
        if (version_minor == 0) return encoding_in_1_0;
        if (has_other_codings_before_chunked(transfer_encoding_)) return unknown_coding;
        if (!same_token(transfer_encoding_, "chunked")) return not_chunked;
        framing = {Framing::Kind::chunked, 0};
    }
    return accepted;
}

}  // namespace parley::http
