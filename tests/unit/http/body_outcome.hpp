// body_outcome.hpp: what a body decoder made of some bytes, as values that can be compared.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "http/body_decoder.hpp"
#include "unit/http/pieces.hpp"

namespace parley::http {

struct BodyOutcome {
    BodyDecoder::Status status = BodyDecoder::Status::need_more;
    std::string body;
    std::size_t left = 0;  // bytes after the message
    bool ends_well = false;

    bool operator==(const BodyOutcome&) const = default;
};

inline std::ostream& operator<<(std::ostream& out, const BodyOutcome& outcome) {
    return out << "status " << static_cast<int>(outcome.status) << ", " << outcome.body.size() << " bytes of body, " << outcome.left
               << " left, ends well: " << outcome.ends_well;
}

/// Every piece lies in its own allocation, so that AddressSanitizer sees a read outside of it.
inline BodyOutcome read_body_pieces(const Pieces& pieces, std::size_t total, Framing framing, const Limits& limits) {
    using Status = BodyDecoder::Status;
    BodyDecoder decoder(framing, limits);
    BodyOutcome outcome;
    std::size_t taken = 0;
    for (std::size_t i = 0; i <= pieces.size(); ++i) {  // once more with nothing: `done` may wait to be asked for
        const std::vector<char> bytes(i < pieces.size() ? std::vector<char>(pieces[i].begin(), pieces[i].end()) : std::vector<char>());
        std::string_view input(bytes.data(), bytes.size());
        std::string_view slice;
        while ((outcome.status = decoder.next(input, slice)) == Status::slice) outcome.body += slice;
        taken += bytes.size() - input.size();
        if (outcome.status != Status::need_more) break;
    }
    EXPECT_EQ(decoder.received(), outcome.body.size());
    EXPECT_EQ(decoder.done(), outcome.status == Status::done);
    if (outcome.status == Status::done) outcome.left = total - taken;
    outcome.ends_well = decoder.end_of_input();
    return outcome;
}

/// The outcome of decoding a body; the same in any pieces.
inline BodyOutcome read_body(std::string_view bytes, Framing framing, const Limits& limits = {}) {
    return read_in_any_pieces(bytes, [&](const Pieces& pieces) { return read_body_pieces(pieces, bytes.size(), framing, limits); });
}

inline BodyOutcome read_chunked(std::string_view bytes, const Limits& limits = {}) {
    return read_body(bytes, {Framing::Kind::chunked, 0}, limits);
}

}  // namespace parley::http
