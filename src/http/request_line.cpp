#include "http/request_line.hpp"

#include "http/character_class.hpp"

namespace parley::http {
namespace {

constexpr Refusal accepted{};
constexpr Refusal too_many_empty_lines{400, "Too many empty lines before the request."};
constexpr Refusal bad_method{400, "The request does not begin with a method in upper case and a space."};
constexpr Refusal no_tunnel{501, "CONNECT is not offered."};
constexpr Refusal other_version{505, "Only HTTP/1.1 and HTTP/1.0 are spoken here."};
constexpr Refusal not_origin_form{400, "The request target must be a path that begins with '/'."};
constexpr Refusal bad_path{400, "The path holds a byte that is not allowed, such as '%', ';' or '\\'."};
constexpr Refusal bad_segment{400, "The path holds an empty or a dot segment."};
constexpr Refusal bad_query{400, "The query holds a byte that is not allowed."};
constexpr Refusal bad_version{400, "The request line does not end in a space, the HTTP version and CR LF."};
constexpr Refusal bad_empty_line{400, "A CR before the request is not followed by LF."};

constexpr std::string_view line_tail = "HTTP/1.1\r\n";
constexpr std::size_t major_at = 5;
constexpr std::size_t minor_at = 7;

bool has_empty_or_dot_segment(std::string_view path) {
    for (std::size_t slash = 0; slash != std::string_view::npos; slash = path.find('/', slash + 1)) {
        const std::string_view rest = path.substr(slash + 1);
        if (rest.empty()) return false;  // a trailing slash: simply another path
        if (rest.front() == '/') return true;
        if (rest.front() != '.') continue;
        const std::string_view segment = rest.substr(0, rest.find('/'));
        if (segment == "." || segment == "..") return true;
    }
    return false;
}

}  // namespace

Progress RequestLine::scan(std::string_view bytes, std::size_t& looked, Refusal& refusal) {
    while (looked < bytes.size()) {
        refusal = step(bytes, looked);
        if (refusal) return Progress::refused;
        if (complete()) return Progress::complete;
    }
    return Progress::need_more;
}

Refusal RequestLine::step(std::string_view bytes, std::size_t& looked) {
    const auto here = static_cast<std::uint32_t>(looked);
    switch (state_) {
        case State::before:
            if (bytes[looked] != '\r') {
                method_.begin = here;
                state_ = State::method;
                return accepted;
            }
            if (++empty_lines_ > empty_lines_max_) return too_many_empty_lines;
            ++looked;
            state_ = State::empty_line_lf;
            return accepted;
        case State::empty_line_lf:
            if (bytes[looked++] != '\n') return bad_empty_line;
            state_ = State::before;
            return accepted;
        case State::method:
            looked = method_bytes.skip(bytes, looked);
            return looked == bytes.size() ? accepted : end_method(bytes, looked++);
        case State::path_start:
            if (bytes[looked] != '/') return not_origin_form;
            path_.begin = here;
            state_ = State::path;
            return accepted;
        case State::path:
            looked = (encoded_paths_ ? encoded_path_bytes : path_bytes).skip(bytes, looked);
            return looked == bytes.size() ? accepted : end_path(bytes, looked++);
        case State::query:
            looked = query_bytes.skip(bytes, looked);
            if (looked == bytes.size()) return accepted;
            if (bytes[looked] != ' ') return bad_query;
            query_.end = static_cast<std::uint32_t>(looked);
            version_begin_ = query_.end + 1;
            ++looked;
            state_ = State::version;
            return accepted;
        case State::version:
            if (here == version_begin_ && bytes.substr(looked).starts_with(line_tail)) {  // the usual
                looked += line_tail.size();
                state_ = State::complete;
                return accepted;
            }
            return version_byte(bytes, looked++);
        case State::complete: return accepted;
    }
    return accepted;
}

Refusal RequestLine::end_method(std::string_view bytes, std::size_t end) {
    method_.end = static_cast<std::uint32_t>(end);
    const std::string_view method = method_.in(bytes);
    if (bytes[end] != ' ' || method.empty()) return bad_method;
    if (method == "CONNECT") return no_tunnel;
    if (method == "PRI") return other_version;  // HTTP/2's preface (RFC 9113, 3.4)
    state_ = State::path_start;
    return accepted;
}

Refusal RequestLine::end_path(std::string_view bytes, std::size_t end) {
    if (bytes[end] != ' ' && bytes[end] != '?') return bad_path;
    path_.end = static_cast<std::uint32_t>(end);
    if (has_empty_or_dot_segment(path_.in(bytes))) return bad_segment;
    version_begin_ = path_.end + 1;  // unless a query follows
    query_ = {version_begin_, version_begin_};
    state_ = bytes[end] == '?' ? State::query : State::version;
    return accepted;
}

Refusal RequestLine::version_byte(std::string_view bytes, std::size_t at) {
    const std::size_t index = at - version_begin_;
    const char byte = bytes[at];
    if (index == major_at || index == minor_at) {
        if (!digits.has(byte)) return bad_version;
    } else if (byte != line_tail[index]) {
        return bad_version;
    }
    if (index == minor_at) {
        const char major = bytes[version_begin_ + major_at];
        if (major == '0') return bad_version;
        if (major != '1' || byte > '1') return other_version;
        version_minor_ = static_cast<std::uint8_t>(byte - '0');
    }
    if (index + 1 == line_tail.size()) state_ = State::complete;
    return accepted;
}

}  // namespace parley::http
