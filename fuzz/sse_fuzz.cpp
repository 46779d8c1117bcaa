// Any bytes as an event stream: the same events in any pieces, and the same as a plain reading of the standard.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "http/sse_reader.hpp"
#include "property.hpp"

using namespace parley;
using namespace parley::fuzz;

namespace {

using Events = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t event_bytes_max = 256;

struct Stream {
    Events events;
    std::string unterminated;
    bool too_large = false;

    bool operator==(const Stream&) const = default;
};

Stream read_in_pieces(std::string_view bytes, std::size_t piece, std::size_t limit) {
    http::SseReader reader(limit);
    Stream stream;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        const std::string received(bytes.substr(at, piece));
        std::string_view input = received;
        http::SseEvent event;
        http::SseReader::Status status;
        while ((status = reader.next(input, event)) == http::SseReader::Status::event) {
            stream.events.emplace_back(event.type, event.data);
        }
        require(reader.kept() <= limit, "what is kept keeps its limit");
        stream.too_large = status == http::SseReader::Status::too_large;
        if (stream.too_large) return stream;
        require(input.empty(), "all input is taken before more is asked for");
    }
    stream.unterminated = reader.unterminated_data();
    return stream;
}

/// WHATWG HTML 9.2.6, word by word, with no thought of speed.
class PlainReading {
  public:
    Events read(std::string_view bytes) {
        if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
        for (std::size_t end; (end = bytes.find_first_of("\r\n")) != std::string_view::npos;) {
            line(bytes.substr(0, end));
            const bool is_pair = bytes.substr(end, 2) == "\r\n";
            bytes.remove_prefix(end + (is_pair ? 2 : 1));
        }
        return std::move(events_);
    }

  private:
    void line(std::string_view text) {
        if (text.empty()) return dispatch();
        const std::size_t colon = text.find(':');
        if (colon == 0) return;
        std::string_view value = colon == std::string_view::npos ? "" : text.substr(colon + 1);
        if (value.starts_with(' ')) value.remove_prefix(1);
        const std::string_view field = text.substr(0, colon);
        if (field == "event") type_ = value;
        if (field == "data") data_.append(value).push_back('\n');
    }
    void dispatch() {
        if (!data_.empty()) events_.emplace_back(type_, data_.substr(0, data_.size() - 1));
        type_.clear();
        data_.clear();
    }

    std::string type_;
    std::string data_;
    Events events_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes = view_of(data, size);
    const std::size_t all = std::max<std::size_t>(1, size);
    const Stream whole = read_in_pieces(bytes, all, event_bytes_max);
    for (const std::size_t piece : piece_sizes) {
        require(read_in_pieces(bytes, piece, event_bytes_max) == whole, "events do not depend on the pieces");
    }
    const Stream unlimited = read_in_pieces(bytes, all, http::SseReader::event_bytes_max_default);
    require(unlimited.events == PlainReading().read(bytes), "events are those of the standard");
    return 0;
}
