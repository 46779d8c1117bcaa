#include "http/field_lines.hpp"

#include "http/character_class.hpp"
#include "http/field_value.hpp"

namespace parley::http {
namespace {

constexpr std::size_t usual_field_count = 8;  // one allocation for most; they lie there as long as the message

constexpr Refusal too_many{431, "Too many header fields."};
constexpr Refusal folded{400, "A header line begins with white space."};
constexpr Refusal bad_name{400, "A header line has no valid name followed by a colon."};
constexpr Refusal bad_value{400, "A header value holds a control character."};
constexpr Refusal tab_at_end{400, "A header value ends in a tab."};
constexpr Refusal bad_line_end{400, "A header line does not end in CR LF."};

bool is_white_space(char byte) { return byte == ' ' || byte == '\t'; }

Progress refuse(Refusal& refusal, const Refusal& why) {
    refusal = why;
    return Progress::refused;
}

}  // namespace

Progress FieldLines::scan(std::string_view bytes, std::size_t& looked, Refusal& refusal) {
    while (looked < bytes.size()) {
        const auto here = static_cast<std::uint32_t>(looked);
        switch (state_) {
            case State::line_start:
                if (bytes[looked] == '\r') {
                    ++looked;
                    state_ = State::end_lf;
                    break;
                }
                if (is_white_space(bytes[looked])) return refuse(refusal, folded);
                if (lines_.size() == headers_max_) return refuse(refusal, too_many);
                if (lines_.capacity() == 0) lines_.reserve(usual_field_count);
                if (take_whole_line(bytes, looked)) break;
                lines_.push_back({{here, here}, {}});
                state_ = State::name;
                [[fallthrough]];
            case State::name: {
                looked = token_bytes.skip(bytes, looked);
                if (looked == bytes.size()) return Progress::need_more;
                ByteSpan& name = lines_.back().name;
                name.end = static_cast<std::uint32_t>(looked);
                if (bytes[looked] != ':' || name.end == name.begin) return refuse(refusal, bad_name);
                ++looked;
                state_ = State::value_start;
                break;
            }
            case State::value_start:
                while (looked < bytes.size() && is_white_space(bytes[looked])) ++looked;
                if (looked == bytes.size()) return Progress::need_more;
                lines_.back().value.begin = static_cast<std::uint32_t>(looked);
                state_ = State::value;
                [[fallthrough]];
            case State::value:
                looked = skip_field_value(bytes, looked);
                if (looked == bytes.size()) return Progress::need_more;
                if (bytes[looked] != '\r') return refuse(refusal, bytes[looked] == '\n' ? bad_line_end : bad_value);
                if (!end_value(bytes, looked)) return refuse(refusal, tab_at_end);
                ++looked;
                state_ = State::line_lf;
                break;
            case State::line_lf:
                if (bytes[looked] != '\n') return refuse(refusal, bad_line_end);
                ++looked;
                state_ = State::line_start;
                break;
            case State::end_lf:
                if (bytes[looked] != '\n') return refuse(refusal, bad_line_end);
                ++looked;
                return Progress::complete;
        }
    }
    return Progress::need_more;
}

/// The usual: the whole line has come, and nothing is wrong with it. Otherwise false, and the steps find out what it is.
bool FieldLines::take_whole_line(std::string_view bytes, std::size_t& looked) {
    const std::size_t name_end = token_bytes.skip(bytes, looked);
    const std::size_t value_begin = name_end + 2;
    if (name_end == looked || value_begin >= bytes.size() || bytes[name_end] != ':' || bytes[name_end + 1] != ' ') return false;
    const std::size_t value_end = skip_field_value(bytes, value_begin);
    const bool is_trimmed = value_end > value_begin && !is_white_space(bytes[value_begin]) && !is_white_space(bytes[value_end - 1]);
    const bool is_ended = value_end + 1 < bytes.size() && bytes[value_end] == '\r' && bytes[value_end + 1] == '\n';
    if (!is_trimmed || !is_ended) return false;
    const auto span = [](std::size_t begin, std::size_t end) {
        return ByteSpan{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    };
    lines_.push_back({span(looked, name_end), span(value_begin, value_end)});
    looked = value_end + 2;
    return true;
}

/// Trims spaces. A tab there would have to go as well (RFC 9110, 5.6.3), but some parsers count it to the value and so
/// read "chunked" and a tab as an unknown coding: false is answered.
bool FieldLines::end_value(std::string_view bytes, std::size_t end) {
    ByteSpan& value = lines_.back().value;
    while (end > value.begin && bytes[end - 1] == ' ') --end;
    value.end = static_cast<std::uint32_t>(end);
    return end == value.begin || bytes[end - 1] != '\t';
}

void FieldLines::fill(std::string_view bytes, Fields& fields) const {
    fields.clear();
    fields.reserve(lines_.size());
    for (const Line& line : lines_) fields.add({line.name.in(bytes), line.value.in(bytes)});
}

void FieldLines::reset() {
    lines_.clear();
    state_ = State::line_start;
}

}  // namespace parley::http
