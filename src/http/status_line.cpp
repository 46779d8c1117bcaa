#include "http/status_line.hpp"

#include "http/character_class.hpp"

namespace parley::http {
namespace {

constexpr Refusal not_http{502, "The upstream's answer does not begin with an HTTP/1.1 or HTTP/1.0 status line."};
constexpr Refusal bad_reason{502, "The upstream's status line does not end in CR LF."};

constexpr std::string_view line_start = "HTTP/1.1 ";
constexpr std::size_t minor_at = 7;
constexpr std::size_t head_bytes = line_start.size() + 3;  // and three digits

}  // namespace

Progress StatusLine::scan(std::string_view bytes, std::size_t& looked, Refusal& refusal) {
    while (looked < bytes.size()) {
        switch (state_) {
            case State::version_and_status:
                if (looked == 0 && bytes.starts_with(line_start)) looked = line_start.size();  // the usual
                if (looked == bytes.size()) return Progress::need_more;
                if (!head_byte(bytes[looked], looked)) {
                    refusal = not_http;
                    return Progress::refused;
                }
                if (++looked == head_bytes) state_ = State::after_status;
                break;
            case State::after_status:
                if (bytes[looked] != ' ' && bytes[looked] != '\r') {
                    refusal = not_http;
                    return Progress::refused;
                }
                state_ = bytes[looked++] == ' ' ? State::reason : State::line_lf;
                break;
            case State::reason:
                looked = field_value_bytes.skip(bytes, looked);
                if (looked == bytes.size()) return Progress::need_more;
                if (bytes[looked] != '\r') {
                    refusal = bad_reason;
                    return Progress::refused;
                }
                ++looked;
                state_ = State::line_lf;
                break;
            case State::line_lf:
                if (bytes[looked] != '\n') {
                    refusal = bad_reason;
                    return Progress::refused;
                }
                ++looked;
                state_ = State::complete;
                return Progress::complete;
            case State::complete: return Progress::complete;
        }
    }
    return Progress::need_more;
}

bool StatusLine::head_byte(char byte, std::size_t index) {
    if (index == minor_at) {
        version_minor_ = byte == '0' ? 0 : 1;
        return byte == '0' || byte == '1';
    }
    if (index < line_start.size()) return byte == line_start[index];
    if (!digits.has(byte) || (status_ == 0 && byte == '0')) return false;  // 100 is the least
    status_ = static_cast<std::uint16_t>(status_ * 10 + (byte - '0'));
    return true;
}

}  // namespace parley::http
