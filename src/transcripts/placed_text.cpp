#include "transcripts/placed_text.hpp"

#include <cstddef>
#include <string_view>
#include <utility>

#include "json/write.hpp"

namespace parley::transcripts {
namespace {

/// Text as a part of a message; a marked one is worth caching up to its end.
std::string text_part(std::string_view text, bool is_marked) {
    std::string json;
    json::ObjectWriter part(json);
    part.string("type", "text");
    part.string("text", text);
    if (is_marked) part.raw("cache_control", R"({"type":"ephemeral"})");
    part.close();
    return json;
}

/// The string, or the part that holds it, with a marker where what was placed ends: a part ends there, and another has the rest.
void replace_marked(json::Splice& splice, const TagPlace& place, std::string_view placed, std::size_t end) {
    std::string parts = text_part(placed.substr(0, end), true);
    if (end < placed.size()) parts += "," + text_part(placed.substr(end), false);
    const bool is_part = place.holder == TagPlace::Holder::part;
    splice.replace(is_part ? place.part : place.text, is_part ? parts : "[" + parts + "]");
}

}  // namespace

void replace_tags(json::Splice& splice, const std::vector<TagPlace>& places, const std::vector<std::string>& renderings, Marker marker) {
    for (std::size_t at = 0; at < places.size();) {
        const TagPlace& first = places[at];
        const std::string plain = first.text.string();
        std::string placed;
        std::size_t copied = 0;
        std::size_t end = 0;  // of what was placed
        for (; at < places.size() && places[at].text.begin() == first.text.begin(); ++at) {
            placed.append(plain, copied, places[at].offset - copied);
            placed += renderings[at];
            end = placed.size();
            copied = places[at].offset + text_of(places[at].tag).size();
        }
        placed.append(plain, copied);
        if (marker == Marker::after_last && at == places.size() && first.holder != TagPlace::Holder::prompt) {
            replace_marked(splice, first, placed, end);
            continue;
        }
        std::string json;
        json::append_string(json, placed);
        splice.replace(first.text, std::move(json));
    }
}

std::string copy_placed(json::Value conversation, const std::vector<std::string>& renderings) {
    json::Document copy;
    copy.parse(conversation.raw());  // a part of what was parsed before
    json::Splice splice(copy);
    replace_tags(splice, find_tags(copy.root()), renderings);
    return splice.join();
}

}  // namespace parley::transcripts
