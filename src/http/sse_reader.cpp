#include "http/sse_reader.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <optional>

#include "http/line_end.hpp"

namespace parley::http {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t retained_bytes_max = 16 * 1024;  // one huge event must not be paid for until its stream ends

struct Line {
    std::string_view text;  // without its end
    bool complete = false;  // its end is there
    std::string_view rest;  // of the input, behind it
};

Line first_line(std::string_view input) {
    const std::size_t end = find_line_end(input);
    if (end == input.size()) return {input, false, {}};
    const bool is_pair = input[end] == '\r' && end + 1 < input.size() && input[end + 1] == '\n';
    return {input.substr(0, end), true, input.substr(end + (is_pair ? 2 : 1))};
}

/// The value of the field `name` when `line` is such a field: behind the colon and one optional space. Inline: names are constant, and a
/// few bytes that are known are compared at once.
[[gnu::always_inline]] inline std::optional<std::string_view> value_of(std::string_view name, std::string_view line) {
    if (line.size() < name.size() || std::memcmp(line.data(), name.data(), name.size()) != 0) return std::nullopt;
    line.remove_prefix(name.size());
    if (line.empty()) return line;
    if (line.front() != ':') return std::nullopt;
    line.remove_prefix(1);
    if (line.starts_with(' ')) line.remove_prefix(1);
    return line;
}

}  // namespace

SseReader::SseReader(std::size_t event_bytes_max)
    : event_bytes_max_(static_cast<std::uint32_t>(std::min<std::size_t>(event_bytes_max, std::numeric_limits<std::uint32_t>::max()))) {}

SseReader::Status SseReader::next(std::string_view& input, SseEvent& event) {
    if (spent_) forget();
    if (input.empty()) return Status::need_more;
    if (skip_lf_) {
        if (input.front() == '\n') input.remove_prefix(1);
        skip_lf_ = false;
    }
    if (at_start_) skip_byte_order_mark(input);
    if (kept_.empty() && type_.empty()) {
        const Status status = next_in_place(input, event);
        if (status != Status::need_more) return status;
    }
    return next_kept(input, event);
}

/// The fast way: an event that is whole, with one data line. Otherwise leaves `input` at the first line worth keeping.
SseReader::Status SseReader::next_in_place(std::string_view& input, SseEvent& event) {
    SseEvent found;
    std::size_t data_bytes = 0;  // with its '\n', as next_kept counts them; 0 when there is no data line yet
    for (std::string_view ahead = input;;) {
        const Line line = first_line(ahead);
        if (!line.complete) return Status::need_more;
        if (!fits(found.type.size() + data_bytes + line.text.size())) return Status::too_large;
        ahead = line.rest;
        if (line.text.empty()) {
            advance(input, ahead);
            if (data_bytes > 0) {
                event = found;
                return Status::event;
            }
            found = {};
        } else if (const auto data = value_of("data", line.text)) {
            if (data_bytes > 0) return Status::need_more;  // several lines have to be joined
            found.data = *data;
            data_bytes = data->size() + 1;
        } else if (const auto type = value_of("event", line.text)) {
            found.type = *type;
        }
        if (data_bytes == 0 && found.type.empty()) advance(input, ahead);
    }
}

SseReader::Status SseReader::next_kept(std::string_view& input, SseEvent& event) {
    while (!input.empty()) {
        const Line line = first_line(input);
        if (!fits(type_.size() + kept_.size() + line.text.size())) return Status::too_large;
        kept_.append(line.text);
        advance(input, line.rest);
        if (!line.complete) {
            input = {};
            return Status::need_more;
        }
        if (kept_.size() > data_size_) {
            end_kept_line();
        } else if (data_size_ > 0) {
            event = {type_, std::string_view(kept_).substr(0, data_size_ - 1)};
            spent_ = true;
            return Status::event;
        } else {
            type_.clear();
        }
    }
    return Status::need_more;
}

/// Reads the line at the end of kept_: a data line stays, as its value and '\n'; anything else goes.
void SseReader::end_kept_line() {
    const std::string_view line = std::string_view(kept_).substr(data_size_);
    if (const auto data = value_of("data", line)) {
        kept_.erase(data_size_, line.size() - data->size());
        kept_.push_back('\n');
        data_size_ = static_cast<std::uint32_t>(kept_.size());
        return;
    }
    if (const auto type = value_of("event", line)) type_ = *type;
    kept_.resize(data_size_);
}

/// Bytes that began like a mark and turned out to be none are the beginning of the first line.
void SseReader::skip_byte_order_mark(std::string_view& input) {
    while (mark_bytes_ < byte_order_mark.size()) {
        if (input.empty()) return;
        if (input.front() != byte_order_mark[mark_bytes_]) {
            kept_ = byte_order_mark.substr(0, mark_bytes_);
            break;
        }
        ++mark_bytes_;
        input.remove_prefix(1);
    }
    at_start_ = false;
}

void SseReader::advance(std::string_view& input, std::string_view ahead) {
    skip_lf_ = ahead.empty() && !input.empty() && input.back() == '\r';
    input = ahead;
}

void SseReader::forget() {
    spent_ = false;
    data_size_ = 0;
    kept_.clear();
    type_.clear();
    if (kept_.capacity() > retained_bytes_max) kept_ = std::string();
    if (type_.capacity() > retained_bytes_max) type_ = std::string();
}

std::string SseReader::unterminated_data() const {
    if (spent_) return {};
    std::string data = kept_.substr(0, data_size_);
    const std::string_view line = std::string_view(kept_).substr(data_size_);
    if (line.starts_with("data:")) return data.append(*value_of("data", line));
    if (!data.empty()) data.pop_back();
    return data;
}

std::size_t SseReader::kept() const { return spent_ ? 0 : kept_.size() + type_.size(); }

}  // namespace parley::http
