// gather_body.hpp: a request's body while a translator writes it: its own words, with the caller's long texts in between left
// where they are.
//
//     GatherBody body;
//     json::ObjectWriter block(body.own());
//     block.string("type", "text");
//     body.add(block.key("text"), text.raw());   // a slice of the request when it is long, a copy when it is short
//     block.close();
//     std::move(body).finish(upstream);
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "providers/provider.hpp"

namespace parley::providers {

/// From here on a slice is cheaper than a copy: it costs an entry in a gather list of its own and in that of the socket.
inline constexpr std::size_t slice_bytes_min = 512;

class GatherBody {
  public:
    GatherBody() { own_.reserve(usual_own_bytes); }

    /// What the translator writes: append to it, and to nothing that was returned before a slice was added.
    std::string& own() { return own_; }

    /// Text of the caller's request, which outlives the upstream request. `here` is own(), as a writer hands it on.
    void add(std::string& here, std::string_view text) {
        if (text.size() < slice_bytes_min) {
            here += text;
        } else {
            slices_.push_back({own_.size(), text});
        }
    }

    /// Moves everything into `upstream`: its body, and what the body's slices point into.
    void finish(UpstreamRequest& upstream) &&;

  private:
    struct Slice {
        std::size_t at;  // it stands before this byte of own_
        std::string_view text;
    };

    /// Room for most: a conversation of a few turns, its short texts among them.
    static constexpr std::size_t usual_own_bytes = 2000;

    std::string own_;
    std::vector<Slice> slices_;
};

/// A request whose slices point into something that will not outlive it, with all of its body copied into `inserted`.
UpstreamRequest own_whole(const UpstreamRequest& encoded);

}  // namespace parley::providers
