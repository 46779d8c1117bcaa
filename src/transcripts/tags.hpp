// tags.hpp: where a conversation asks for a transcript: {{ transcript }} and its relatives.
//
// A tag is exact: lower case, one space inside each pair of braces. Of each tag the first occurrence counts, in the first message
// that holds it; all others are text like any other. Source: AssemblyAI docs, "Apply LLMs to audio files".
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "json/document.hpp"

namespace parley::transcripts {

/// The first is the public API's, the others are ours.
enum class Tag : std::uint8_t { transcript, utterances, words, json, speakers };

std::string_view text_of(Tag tag);

/// One tag in one string of the conversation.
struct TagPlace {
    json::Value text;  // the string that holds it
    Tag tag = Tag::transcript;
    std::size_t offset = 0;                                                              // of its first brace, in the unescaped string
    enum class Holder : std::uint8_t { prompt, content, part } holder = Holder::prompt;  // what the string is
    json::Value part = {};                                                               // the part, where it is the text of one
};

/// conversation  the value of `messages`, or of `prompt`. Contents of every role are looked at, and text parts in their order.
/// Returns       the first place of each tag that occurs, in the order in which they stand.
std::vector<TagPlace> find_tags(json::Value conversation);

}  // namespace parley::transcripts
