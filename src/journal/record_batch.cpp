#include "journal/record_batch.hpp"

#include <string_view>
#include <utility>

#include "journal/little_endian.hpp"

namespace parley::journal {
namespace {

constexpr std::size_t packed_header_bytes = 5;

}  // namespace

void RecordBatch::add(Ticket ticket, const Record& record) {
    if (empty()) first_ = ticket;
    const std::size_t begin = packed_.size();
    packed_.append(packed_header_bytes, static_cast<char>(record.type));  // the last of them is the type
    put_number(packed_, begin, static_cast<std::uint32_t>(record.payload.size()));
    packed_ += record.payload;
    framed_bytes_ += journal::framed_bytes(record.payload.size());
}

void RecordBatch::append(RecordBatch&& later) {
    if (empty()) {
        *this = std::exchange(later, {});
        return;
    }
    packed_ += later.packed_;
    framed_bytes_ += later.framed_bytes_;
    later = {};
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
