#include "load/response_reader.hpp"

#include <strings.h>

#include <algorithm>
#include <charconv>

namespace bench::load {
namespace {

/// The value of a field within a head, blanks before it skipped; empty when it is not there.
std::string_view field(std::string_view head, std::string_view name) {
    std::size_t line = head.find("\r\n");
    while (line != std::string_view::npos && line + 2 < head.size()) {
        const std::string_view rest = head.substr(line + 2);
        if (rest.size() > name.size() && rest[name.size()] == ':' && strncasecmp(rest.data(), name.data(), name.size()) == 0) {
            const std::string_view value = rest.substr(name.size() + 1, rest.find("\r\n") - name.size() - 1);
            return value.substr(std::min(value.find_first_not_of(' '), value.size()));
        }
        line = head.find("\r\n", line + 2);
    }
    return {};
}

}  // namespace

std::string_view ResponseReader::next(std::string_view& bytes) {
    while (!bytes.empty()) {
        begun_ = true;
        switch (state_) {
            case State::head: read_head(bytes); break;
            case State::body: return read_data(bytes, State::done);
            case State::chunk_size:
                if (read_line(bytes)) read_chunk_size();
                break;
            case State::chunk_data: return read_data(bytes, State::chunk_end);
            case State::chunk_end:
                if (read_line(bytes)) state_ = gathered_.empty() ? State::chunk_size : State::malformed;
                if (state_ == State::chunk_size) gathered_.clear();
                break;
            case State::trailer:
                if (!read_line(bytes)) break;
                if (gathered_.empty()) state_ = State::done;
                gathered_.clear();
                break;
            case State::done:
            case State::malformed: return {};
        }
    }
    return {};
}

void ResponseReader::read_head(std::string_view& bytes) {
    const std::size_t before = gathered_.size();
    gathered_.append(bytes);
    const std::size_t end = gathered_.find("\r\n\r\n", before < 3 ? 0 : before - 3);
    if (end == std::string::npos) {
        bytes = {};
        if (gathered_.size() > gathered_bytes_max) state_ = State::malformed;
        return;
    }
    bytes.remove_prefix(end + 4 - before);
    gathered_.resize(end + 2);
    begin_body();
    gathered_.clear();
}

void ResponseReader::begin_body() {
    state_ = State::malformed;
    const std::string_view head = gathered_;
    if (!head.starts_with("HTTP/1.1 ") || head.size() < 12) return;
    if (std::from_chars(head.data() + 9, head.data() + 12, status_).ec != std::errc{}) return;
    closes_ = field(head, "connection") == "close";

    if (field(head, "transfer-encoding") == "chunked") {
        state_ = State::chunk_size;
        return;
    }
    const std::string_view length = field(head, "content-length");
    const auto read = std::from_chars(length.data(), length.data() + length.size(), remaining_);
    if (length.empty() || read.ec != std::errc{}) return;
    state_ = remaining_ == 0 ? State::done : State::body;
}

std::string_view ResponseReader::read_data(std::string_view& bytes, State after) {
    const std::string_view piece = bytes.substr(0, std::min<std::uint64_t>(bytes.size(), remaining_));
    bytes.remove_prefix(piece.size());
    remaining_ -= piece.size();
    if (remaining_ == 0) state_ = after;
    return piece;
}

bool ResponseReader::read_line(std::string_view& bytes) {
    const std::size_t end = bytes.find('\n');
    gathered_.append(bytes.substr(0, end));
    bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
    if (end == std::string_view::npos) {
        if (gathered_.size() > gathered_bytes_max) state_ = State::malformed;
        return false;
    }
    if (gathered_.ends_with('\r')) gathered_.pop_back();
    return true;
}

void ResponseReader::read_chunk_size() {
    const auto read = std::from_chars(gathered_.data(), gathered_.data() + gathered_.size(), remaining_, 16);
    if (read.ec != std::errc{}) {
        state_ = State::malformed;
    } else {
        state_ = remaining_ == 0 ? State::trailer : State::chunk_data;
    }
    gathered_.clear();
}

}  // namespace bench::load
