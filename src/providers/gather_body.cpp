#include "providers/gather_body.hpp"

#include <utility>

namespace parley::providers {

void GatherBody::finish(UpstreamRequest& upstream) && {
    // On the heap whatever its size: the slices must stay true when the request is moved.
    own_.reserve(sizeof(std::string));
    upstream.inserted = std::move(own_);
    const std::string_view own = upstream.inserted;
    upstream.body.reserve(2 * slices_.size() + 1);
    upstream.body_bytes = 0;
    const auto push = [&upstream](std::string_view slice) {
        if (slice.empty()) return;
        upstream.body.push_back(slice);
        upstream.body_bytes += slice.size();
    };
    std::size_t written = 0;
    for (const Slice& slice : slices_) {
        push(own.substr(written, slice.at - written));
        push(slice.text);
        written = slice.at;
    }
    push(own.substr(written));
}

UpstreamRequest own_whole(const UpstreamRequest& encoded) {
    UpstreamRequest whole;
    whole.head = encoded.head;
    whole.dropped = encoded.dropped;
    whole.reply_field = encoded.reply_field;
    whole.authorizer = encoded.authorizer;
    whole.tokens = encoded.tokens;
    whole.body_bytes = encoded.body_bytes;
    whole.inserted.reserve(encoded.body_bytes + sizeof(std::string));
    for (const std::string_view slice : encoded.body) whole.inserted += slice;
    whole.body.push_back(whole.inserted);
    return whole;
}

}  // namespace parley::providers
