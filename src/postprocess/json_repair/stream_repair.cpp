#include "postprocess/json_repair/stream_repair.hpp"

namespace parley::postprocess::json_repair {
namespace {

constexpr std::size_t piece_bytes = 4096;  // what is copied at a time, so that the buffer stays small

}  // namespace

void StreamRepair::feed(std::string_view bytes, std::string& out) {
    while (!bytes.empty() && !is_over()) {
        const std::string_view piece = bytes.substr(0, piece_bytes);
        buffer_ += piece;
        bytes.remove_prefix(piece.size());
        run(false, out);
    }
}

std::optional<RepairFault> StreamRepair::finish(std::string& out) {
    if (!is_over()) run(true, out);
    if (state_ == Mender::State::no_value) return RepairFault::no_json;
    if (state_ == Mender::State::too_deep) return RepairFault::too_deep;
    return std::nullopt;
}

void StreamRepair::run(bool last, std::string& out) {
    state_ = mender_.run(buffer_, last, out);
    if (is_over()) return buffer_.clear();
    buffer_.erase(0, mender_.consumed());
    mender_.rebase();
}

}  // namespace parley::postprocess::json_repair
