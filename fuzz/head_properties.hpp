// head_properties.hpp: what holds for both readers of heads, whatever they are given.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "http/fields.hpp"
#include "http/limits.hpp"
#include "http/refusal.hpp"
#include "property.hpp"

namespace parley::fuzz {

inline bool lies_within(std::string_view part, std::string_view bytes) {
    return part.data() >= bytes.data() && part.data() + part.size() <= bytes.data() + bytes.size();
}

/// In the order of the head, without overlap, inside it.
inline void require_fields_in_order(const http::Fields& fields, std::string_view head) {
    const char* at = head.data();
    for (const http::Field& field : fields) {
        require(lies_within(field.name, head) && lies_within(field.value, head), "fields lie inside the head");
        require(!field.name.empty() && field.name.data() >= at, "names follow each other");
        require(field.value.data() > field.name.data() + field.name.size(), "a colon lies between name and value");
        at = field.value.data() + field.value.size();
    }
}

/// Gives `bytes` in pieces, in a buffer that moves each time; what comes out must be what `whole` says.
template <class Reader, class Head>
void require_same_in_pieces(std::string_view bytes, const Reader& whole, http::Progress progress, std::size_t piece) {
    const http::Limits limits;
    Reader reader(limits);
    Head head;
    http::Progress seen = http::Progress::need_more;
    std::size_t size = 0;
    while (size < bytes.size() && seen == http::Progress::need_more) {
        size = std::min(size + piece, bytes.size());
        const std::string received(bytes.substr(0, size));
        seen = reader.look(received, head);
        if (seen == http::Progress::complete) require_fields_in_order(head.fields, received);
    }
    require(seen == progress, "the answer does not depend on the pieces");
    require(reader.refusal().status == whole.refusal().status, "nor does the refusal's status");
    require(reader.refusal().reason == whole.refusal().reason, "nor its reason");
    require(reader.size() == whole.size(), "nor the size of the head");
}

/// The properties of one input; `head` is then what the whole input gave.
template <class Reader, class Head>
http::Progress require_head_properties(std::string_view bytes, Head& head) {
    const http::Limits limits;
    Reader reader(limits);
    const http::Progress progress = bytes.empty() ? http::Progress::need_more : reader.look(bytes, head);
    require((progress == http::Progress::refused) == bool(reader.refusal()), "a refusal says why");
    if (progress == http::Progress::complete) {
        require(reader.size() > 0 && reader.size() <= bytes.size(), "a head is some of the input");
        require(reader.size() <= limits.head_bytes_max, "a head keeps its limit");
        require(head.fields.size() <= limits.headers_max, "fields keep their limit");
        require_fields_in_order(head.fields, bytes.substr(0, reader.size()));
        require(bytes.substr(0, reader.size()).ends_with("\r\n\r\n"), "a head ends in an empty line");
    }
    for (const std::size_t piece : piece_sizes) require_same_in_pieces<Reader, Head>(bytes, reader, progress, piece);
    return progress;
}

}  // namespace parley::fuzz
