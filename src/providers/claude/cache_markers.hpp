// cache_markers.hpp: the places up to which a prompt is worth caching, as many of the caller's as Anthropic takes.
//
// A prompt is cached in the order tools, system, messages. Anthropic takes four markers, and refuses one for an hour behind one
// for five minutes. Source: Anthropic docs, "Prompt caching", "Cache limitations" and "Mixing different TTLs".
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "json/document.hpp"
#include "providers/conversation.hpp"

namespace parley::providers::claude {

inline constexpr std::size_t cache_markers_max = 4;

/// Without a `ttl` a marker holds for five minutes. From the shortest to the longest.
enum class CacheTtl : std::uint8_t { none, five_minutes, hour };

/// The marker as Anthropic writes it; empty for none.
std::string_view marker_json(CacheTtl ttl);

/// What a prompt is made of, in its order.
struct PromptParts {
    const std::vector<json::Value>& tools;  // entries of the caller's `tools`
    const std::vector<Piece>& instructions;
    std::vector<const Piece*> pieces;  // of all turns
    bool marks_itself = false;         // where the caller marks nothing
};

class CacheMarkers {
  public:
    /// `whole` is the request's own `cache_control`: a marker behind the last of the instructions, else of the tools, else of the
    /// messages, unless one stands there.
    ///
    /// A prompt that marks itself has one behind the last of the instructions, and one behind the last of the messages: the next request
    /// of the same conversation finds both.
    ///
    /// Of more than four the last of the tools and the last of the instructions stay, then the latest of the messages. An earlier
    /// marker is made to hold as long as a later one.
    CacheMarkers(const PromptParts& prompt, json::Value whole);

    CacheTtl tool(std::size_t position) const { return at(position); }
    CacheTtl instruction(std::size_t position) const { return at(tools_ + position); }
    CacheTtl piece(std::size_t position) const { return at(tools_ + instructions_ + position); }

  private:
    CacheTtl at(std::size_t position) const { return markers_.empty() ? CacheTtl::none : markers_[position]; }
    std::size_t count() const;
    void mark_ends(const PromptParts& prompt);
    void choose_four();
    void lengthen_earlier();

    std::size_t tools_;
    std::size_t instructions_;
    std::vector<CacheTtl> markers_;  // one for every part of the prompt; empty when there is no marker at all
};

}  // namespace parley::providers::claude
