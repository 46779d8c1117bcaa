#include "providers/bedrock/event_stream.hpp"

#include <zlib.h>

#include <algorithm>
#include <optional>

namespace parley::providers::bedrock {
namespace {

using Status = EventStreamReader::Status;

constexpr std::size_t prelude_bytes = 12;
constexpr std::size_t checksum_bytes = 4;
constexpr std::size_t overhead_bytes = prelude_bytes + checksum_bytes;

std::size_t read_number(std::string_view bytes, std::size_t at, std::size_t count) {
    std::size_t number = 0;
    for (const char byte : bytes.substr(at, count)) number = number << 8 | static_cast<unsigned char>(byte);
    return number;
}

std::size_t checksum(std::string_view bytes) {
    return crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size()));
}

std::size_t frame_bytes(std::string_view prelude) { return read_number(prelude, 0, 4); }

/// Headers one after another. Only texts are of interest; the others must merely be whole.
class HeaderReader {
  public:
    explicit HeaderReader(std::string_view bytes) : bytes_(bytes) {}

    bool at_end() const { return bytes_.empty(); }
    /// False for headers that cannot be. `value` is empty for one that is no text.
    bool next(std::string_view& name, std::string_view& value) {
        const auto name_bytes = number(1);
        if (!name_bytes || *name_bytes == 0 || !take(*name_bytes, name)) return false;
        const auto type = number(1);
        if (!type) return false;
        constexpr std::size_t string = 7;
        std::string_view any;
        if (!take_value(*type, any)) return false;
        value = *type == string ? any : std::string_view();
        return true;
    }

  private:
    bool take(std::size_t count, std::string_view& taken) {
        if (count > bytes_.size()) return false;
        taken = bytes_.substr(0, count);
        bytes_.remove_prefix(count);
        return true;
    }
    std::optional<std::size_t> number(std::size_t count) {
        std::string_view digits;
        if (!take(count, digits)) return std::nullopt;
        return read_number(digits, 0, count);
    }
    bool take_value(std::size_t type, std::string_view& value) {
        switch (type) {
            case 0:  // true
            case 1:  // false
                return take(0, value);
            case 2:  // a byte
                return take(1, value);
            case 3:  // a short integer
                return take(2, value);
            case 4:  // an integer
                return take(4, value);
            case 5:  // a long integer
            case 8:  // a time
                return take(8, value);
            case 6:    // bytes
            case 7: {  // text
                const auto count = number(2);
                return count && take(*count, value);
            }
            case 9:  // a UUID
                return take(16, value);
            default: return false;
        }
    }

    std::string_view bytes_;
};

}  // namespace

Status EventStreamReader::next(std::string_view& bytes, StreamMessage& message) {
    if (was_told_) {
        kept_.clear();
        was_told_ = false;
    }
    const auto keep_until = [&](std::size_t count) {
        const std::size_t missing = std::min(count - std::min(count, kept_.size()), bytes.size());
        kept_ += bytes.substr(0, missing);
        bytes.remove_prefix(missing);
        return kept_.size() >= count;
    };
    if (kept_.empty() && bytes.size() >= prelude_bytes) {  // often a whole message is there: it is read where it lies
        if (const Status status = check_prelude(bytes); status != Status::message) return status;
        const std::size_t count = frame_bytes(bytes);
        if (bytes.size() >= count) {
            const std::string_view frame = bytes.substr(0, count);
            bytes.remove_prefix(count);
            return read(frame, message);
        }
    }
    if (!keep_until(prelude_bytes)) return Status::need_more;
    if (const Status status = check_prelude(kept_); status != Status::message) return status;
    if (!keep_until(frame_bytes(kept_))) return Status::need_more;
    was_told_ = true;
    return read(kept_, message);
}

/// The lengths are believed only once their own checksum is right.
Status EventStreamReader::check_prelude(std::string_view prelude) const {
    const std::size_t count = frame_bytes(prelude);
    const std::size_t header_count = read_number(prelude, 4, 4);
    if (checksum(prelude.substr(0, 8)) != read_number(prelude, 8, 4)) return Status::broken;
    if (count > message_bytes_max_ || header_count > header_bytes_max) return Status::too_large;
    return count >= overhead_bytes && header_count <= count - overhead_bytes ? Status::message : Status::broken;
}

Status EventStreamReader::read(std::string_view frame, StreamMessage& message) const {
    const std::size_t checked = frame.size() - checksum_bytes;
    if (checksum(frame.substr(0, checked)) != read_number(frame, checked, checksum_bytes)) return Status::broken;
    const std::size_t header_count = read_number(frame, 4, 4);
    message = StreamMessage();
    message.payload = frame.substr(prelude_bytes + header_count, checked - prelude_bytes - header_count);
    HeaderReader headers(frame.substr(prelude_bytes, header_count));
    while (!headers.at_end()) {
        std::string_view name, value;
        if (!headers.next(name, value)) return Status::broken;
        if (name == ":message-type") message.message_type = value;
        if (name == ":event-type" || name == ":exception-type" || name == ":error-code") message.name = value;
        if (name == ":error-message") message.error_message = value;
    }
    return Status::message;
}

}  // namespace parley::providers::bedrock
