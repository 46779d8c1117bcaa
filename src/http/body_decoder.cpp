#include "http/body_decoder.hpp"

#include <algorithm>

#include "http/character_class.hpp"
#include "http/numbers.hpp"

namespace parley::http {
namespace {

constexpr std::string_view line_end = "\r\n";
/// Of a chunk that is read at once: up to 256 MiB.
constexpr std::size_t plain_digits_max = 7;

}  // namespace

BodyDecoder::BodyDecoder(Framing framing, const Limits& limits)
    : extension_bytes_left_(static_cast<std::uint32_t>(limits.chunk_extension_bytes_max)),
      trailer_bytes_left_(static_cast<std::uint32_t>(limits.trailer_bytes_max)),
      body_bytes_max_(limits.body_bytes_max) {
    switch (framing.kind) {
        case Framing::Kind::none: break;
        case Framing::Kind::length:
            remaining_ = framing.length;
            if (remaining_ > 0) state_ = remaining_ > body_bytes_max_ ? State::too_large : State::length;
            break;
        case Framing::Kind::chunked: state_ = State::chunk_size; break;
        case Framing::Kind::until_close: state_ = State::until_close; break;
    }
}

BodyDecoder::Status BodyDecoder::next(std::string_view& input, std::string_view& slice) {
    switch (state_) {
        case State::done: return Status::done;
        case State::refused: return Status::refused;
        case State::too_large: return Status::too_large;
        case State::length: {
            const Status status = take(input, slice, remaining_);
            remaining_ -= status == Status::slice ? slice.size() : 0;
            if (remaining_ == 0) state_ = State::done;
            return status;
        }
        case State::until_close:
            if (!input.empty() && received_ == body_bytes_max_) {
                state_ = State::too_large;
                return Status::too_large;
            }
            return take(input, slice, body_bytes_max_ - received_);
        default: return chunked(input, slice);
    }
}

BodyDecoder::Status BodyDecoder::take(std::string_view& input, std::string_view& slice, std::uint64_t at_most) {
    if (input.empty()) return Status::need_more;
    slice = input.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(at_most, input.size())));
    input.remove_prefix(slice.size());
    received_ += slice.size();
    return Status::slice;
}

/// RFC 9112, 7.1: chunks, the last chunk, a trailer section, CR LF.
BodyDecoder::Status BodyDecoder::chunked(std::string_view& input, std::string_view& slice) {
    while (!input.empty()) {
        switch (state_) {
            case State::chunk_data: {
                const Status status = take(input, slice, remaining_);
                remaining_ -= slice.size();
                if (remaining_ == 0) state_ = State::chunk_data_cr;
                return status;
            }
            case State::chunk_size:
            case State::chunk_data_cr:
                if (!begin_plain_chunk(input)) take_framing_byte(input);
                break;
            case State::chunk_extension: state_ = skip_extension(input); break;
            case State::trailer_value: state_ = skip_trailer(input); break;
            default: take_framing_byte(input); break;
        }
        if (state_ == State::done) return Status::done;
        if (state_ == State::refused) return Status::refused;
        if (state_ == State::too_large) return Status::too_large;
    }
    return Status::need_more;
}

/// A chunk's beginning that lies there whole and without an extension: the end of the chunk before, a size, CR LF. Nearly all do. False for
/// any other, which is read byte by byte, and for the last chunk.
bool BodyDecoder::begin_plain_chunk(std::string_view& input) {
    std::string_view ahead = input;
    if (state_ == State::chunk_data_cr) {
        if (!ahead.starts_with(line_end)) return false;
        ahead.remove_prefix(line_end.size());
    } else if (size_digits_ > 0) {
        return false;
    }
    std::uint64_t size = 0;
    std::size_t digits = 0;
    for (; digits < std::min(ahead.size(), plain_digits_max); ++digits) {
        const int digit = hex_digit(ahead[digits]);
        if (digit < 0) break;
        size = size << 4 | static_cast<std::uint64_t>(digit);
    }
    if (size == 0 || size > body_bytes_max_ - received_ || !ahead.substr(digits).starts_with(line_end)) return false;
    input = ahead.substr(digits + line_end.size());
    remaining_ = size;
    state_ = State::chunk_data;
    return true;
}

void BodyDecoder::take_framing_byte(std::string_view& input) {
    state_ = after_framing_byte(input.front());
    input.remove_prefix(1);
}

BodyDecoder::State BodyDecoder::after_framing_byte(char byte) {
    switch (state_) {
        case State::chunk_size: return after_size_byte(byte);
        case State::chunk_size_lf:
            if (byte != '\n') return State::refused;
            size_digits_ = 0;
            return remaining_ > 0 ? State::chunk_data : State::trailer_start;
        case State::chunk_data_cr: return byte == '\r' ? State::chunk_data_lf : State::refused;
        case State::chunk_data_lf: return byte == '\n' ? State::chunk_size : State::refused;
        case State::trailer_start: return byte == '\r' ? State::end_lf : after_trailer_start(byte);
        case State::trailer_name:
            if (trailer_bytes_left_-- == 0) return State::refused;
            if (byte == ':') return State::trailer_value;
            return token_bytes.has(byte) ? State::trailer_name : State::refused;
        case State::trailer_lf:
            if (trailer_bytes_left_-- == 0) return State::refused;
            return byte == '\n' ? State::trailer_start : State::refused;
        case State::end_lf: return byte == '\n' ? State::done : State::refused;
        default: return State::refused;  // the other states never come here
    }
}

BodyDecoder::State BodyDecoder::after_size_byte(char byte) {
    const int digit = hex_digit(byte);
    if (digit >= 0) {
        if (size_digits_++ == hex_digits_max) return State::refused;
        remaining_ = remaining_ << 4 | static_cast<std::uint64_t>(digit);
        return State::chunk_size;
    }
    if (size_digits_ == 0 || (byte != '\r' && byte != ';')) return State::refused;
    // The announced size is enough to refuse: nobody waits for the bytes that cannot be taken.
    if (remaining_ > body_bytes_max_ - received_) return State::too_large;
    if (byte == '\r') return State::chunk_size_lf;
    return extension_bytes_left_-- == 0 ? State::refused : State::chunk_extension;
}

BodyDecoder::State BodyDecoder::after_trailer_start(char byte) {
    if (trailer_bytes_left_-- == 0 || !token_bytes.has(byte)) return State::refused;
    return State::trailer_name;
}

/// Extensions mean nothing to us (RFC 9112, 7.1.1: ignore what is not recognised); only their bytes are checked.
BodyDecoder::State BodyDecoder::skip_extension(std::string_view& input) {
    const std::size_t length = field_value_bytes.skip(input, 0);
    if (length > extension_bytes_left_) return State::refused;
    extension_bytes_left_ -= static_cast<std::uint32_t>(length);
    input.remove_prefix(length);
    if (input.empty()) return State::chunk_extension;
    if (input.front() != '\r') return State::refused;
    input.remove_prefix(1);
    return State::chunk_size_lf;
}

/// Trailer fields are dropped (RFC 9112, 7.1.2); merged with the head they could overrule what was checked there.
BodyDecoder::State BodyDecoder::skip_trailer(std::string_view& input) {
    const std::size_t length = field_value_bytes.skip(input, 0);
    if (length > trailer_bytes_left_) return State::refused;
    trailer_bytes_left_ -= static_cast<std::uint32_t>(length);
    input.remove_prefix(length);
    if (input.empty()) return State::trailer_value;
    if (input.front() != '\r' || trailer_bytes_left_-- == 0) return State::refused;
    input.remove_prefix(1);
    return State::trailer_lf;
}

bool BodyDecoder::end_of_input() const { return state_ == State::done || state_ == State::until_close; }

}  // namespace parley::http
