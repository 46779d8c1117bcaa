#include "journal/record_batch.hpp"

#include <string_view>

#include "journal/little_endian.hpp"

namespace parley::journal {
namespace {

constexpr std::size_t packed_header_bytes = 5;

/// What one large batch has grown the room beyond this is given back.
constexpr std::size_t packed_kept_max = 1024 * 1024;

}  // namespace

void RecordBatch::add(Ticket ticket, const Record& record) {
    if (empty()) first_ = ticket;
    const std::size_t begin = packed_.size();
    packed_.append(packed_header_bytes, static_cast<char>(record.type));  // the last of them is the type
    put_number(packed_, begin, static_cast<std::uint32_t>(record.payload.size()));
    packed_ += record.payload;
    framed_bytes_ += journal::framed_bytes(record.payload.size());
}

void RecordBatch::append(const RecordBatch& later) {
    if (empty()) first_ = later.first_;
    packed_ += later.packed_;
    framed_bytes_ += later.framed_bytes_;
}

void RecordBatch::clear() {
    packed_.clear();
    if (packed_.capacity() > packed_kept_max) packed_.shrink_to_fit();
    framed_bytes_ = 0;
}

void RecordBatch::drop_front(std::size_t packed_bytes, std::uint64_t framed_bytes, Ticket first) {
    if (packed_bytes == packed_.size()) return clear();
    packed_.erase(0, packed_bytes);
    framed_bytes_ -= framed_bytes;
    first_ = first;
}

ChainEnd RecordBatch::append_frames(std::string& out, const SipSeed& salt, ChainEnd before) const {
    ChainEnd end = before;
    for (std::string_view rest = packed_; !rest.empty();) {
        const auto length = number_at<std::uint32_t>(rest, 0);
        end = append_frame(out, salt, end, {static_cast<RecordType>(rest[4]), rest.substr(packed_header_bytes, length)});
        rest.remove_prefix(packed_header_bytes + length);
    }
    return end;
}

}  // namespace parley::journal
