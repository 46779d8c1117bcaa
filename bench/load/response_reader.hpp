// response_reader.hpp: an incremental reader of HTTP/1.1 responses, as far as proxies send them to the bench: a body
// by Content-Length or chunked. Bytes go in as they arrive; pieces of the body come out, without a copy.
//
// Source: RFC 9112, sections 4, 6.3 and 7.1.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bench::load {

class ResponseReader {
  public:
    /// Consumes `bytes` up to the end of the next piece of the body and returns that piece. An empty piece means that
    /// all bytes are consumed, or that the response is done or malformed; the bytes after it are left.
    std::string_view next(std::string_view& bytes);

    bool done() const { return state_ == State::done; }
    bool malformed() const { return state_ == State::malformed; }
    bool begun() const { return begun_; }
    int status() const { return status_; }
    /// The server says that the connection ends with this response.
    bool closes() const { return closes_; }

    /// Ready for the next response on the connection.
    void reset() { *this = ResponseReader(); }

  private:
    enum class State { head, body, chunk_size, chunk_data, chunk_end, trailer, done, malformed };

    void read_head(std::string_view& bytes);
    void begin_body();
    std::string_view read_data(std::string_view& bytes, State after);
    /// Takes a whole line, gathering it over several calls; false while its end is missing.
    bool read_line(std::string_view& bytes);
    void read_chunk_size();

    State state_ = State::head;
    bool begun_ = false;
    int status_ = 0;
    bool closes_ = false;
    std::uint64_t remaining_ = 0;  // of the body, or of the chunk
    std::string gathered_;         // the head, or the line, so far; at most gathered_bytes_max
};

inline constexpr std::size_t gathered_bytes_max = 64 * 1024;

}  // namespace bench::load
