// body_decoder.hpp: takes a message's body out of the bytes that carry it.
//
// Bytes go in as they arrive; slices of the body come out, pointing into those bytes. Nothing is copied or kept but a
// few counters, so a decoder is a small value and costs nothing while a stream is idle.
#pragma once

#include <cstdint>
#include <string_view>

#include "http/framing.hpp"
#include "http/limits.hpp"

namespace parley::http {

class BodyDecoder {
  public:
    BodyDecoder() = default;
    BodyDecoder(Framing framing, const Limits& limits);

    enum class Status : std::uint8_t {
        slice,      // `slice` holds the next bytes of the body; call again with what is left
        need_more,  // all input was taken; the body goes on
        done,       // the body is complete; what is left of the input belongs to the next message
        refused,    // bad framing: destroy the connection
        too_large,  // more than Limits::body_bytes_max
    };

    /// Consumes from the front of `input`. Call until it answers something other than `slice`.
    Status next(std::string_view& input, std::string_view& slice);

    /// The peer closed. True when that ends the body properly (until_close, or it was already complete).
    bool end_of_input() const;

    bool done() const { return state_ == State::done; }
    std::uint64_t received() const { return received_; }

  private:
    enum class State : std::uint8_t {
        done,
        length,
        until_close,
        chunk_size,
        chunk_extension,
        chunk_size_lf,
        chunk_data,
        chunk_data_cr,
        chunk_data_lf,
        trailer_start,
        trailer_name,
        trailer_value,
        trailer_lf,
        end_lf,
        refused,
        too_large,
    };
    Status take(std::string_view& input, std::string_view& slice, std::uint64_t at_most);
    Status chunked(std::string_view& input, std::string_view& slice);
    bool begin_plain_chunk(std::string_view& input);
    void take_framing_byte(std::string_view& input);
    State after_framing_byte(char byte);
    State after_size_byte(char byte);
    State after_trailer_start(char byte);
    State skip_extension(std::string_view& input);
    State skip_trailer(std::string_view& input);

    State state_ = State::done;
    std::uint8_t size_digits_ = 0;
    std::uint32_t extension_bytes_left_ = 0;
    std::uint32_t trailer_bytes_left_ = 0;
    std::uint64_t remaining_ = 0;  // of the body (length) or of the chunk
    std::uint64_t received_ = 0;
    std::uint64_t body_bytes_max_ = 0;
};

}  // namespace parley::http
