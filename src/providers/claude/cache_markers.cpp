#include "providers/claude/cache_markers.hpp"

#include <algorithm>
#include <string_view>

namespace parley::providers::claude {
namespace {

CacheTtl read_marker(json::Value cache_control) {
    if (!cache_control.is(json::Kind::object)) return CacheTtl::none;
    return cache_control.find("ttl").equals("1h") ? CacheTtl::hour : CacheTtl::five_minutes;
}

/// Beside the function, where AssemblyAI's API has it, or within.
CacheTtl marker_of_tool(json::Value tool) {
    const CacheTtl beside = read_marker(tool.find("cache_control"));
    return beside != CacheTtl::none ? beside : read_marker(tool.find("function").find("cache_control"));
}

/// A marker inside of a result is the result's.
CacheTtl marker_of_piece(const Piece& piece) {
    CacheTtl marker = read_marker(piece.cache_control);
    if (piece.kind != Piece::Kind::result) return marker;
    for (const json::Value part : piece.value.elements()) marker = std::max(marker, read_marker(part.find("cache_control")));
    return marker;
}

}  // namespace

std::string_view marker_json(CacheTtl ttl) {
    switch (ttl) {
        case CacheTtl::none: return {};
        case CacheTtl::five_minutes: return R"({"type":"ephemeral"})";
        case CacheTtl::hour: return R"({"type":"ephemeral","ttl":"1h"})";
    }
    return {};
}

CacheMarkers::CacheMarkers(const PromptParts& prompt, json::Value whole)
    : tools_(prompt.tools.size()), instructions_(prompt.instructions.size()) {
    for (const json::Value tool : prompt.tools) markers_.push_back(marker_of_tool(tool));
    for (const Piece& piece : prompt.instructions) markers_.push_back(marker_of_piece(piece));
    for (const Piece* const piece : prompt.pieces) markers_.push_back(marker_of_piece(*piece));
    if (const CacheTtl ttl = read_marker(whole); ttl != CacheTtl::none && !markers_.empty()) {
        const std::size_t head = tools_ + instructions_;
        CacheTtl& last = head > 0 ? markers_[head - 1] : markers_.back();
        if (last == CacheTtl::none) last = ttl;
    }
    if (count() == 0 && prompt.marks_itself) mark_ends(prompt);
    if (count() == 0) {
        markers_.clear();
        return;
    }
    choose_four();
    lengthen_earlier();
}

std::size_t CacheMarkers::count() const {
    const auto is_there = [](CacheTtl marker) { return marker != CacheTtl::none; };
    return static_cast<std::size_t>(std::count_if(markers_.begin(), markers_.end(), is_there));
}

void CacheMarkers::mark_ends(const PromptParts& prompt) {
    if (instructions_ > 0) markers_[tools_ + instructions_ - 1] = CacheTtl::five_minutes;
    for (std::size_t at = prompt.pieces.size(); at-- > 0;) {
        if (prompt.pieces[at]->kind == Piece::Kind::state) continue;  // thoughts take none
        markers_[tools_ + instructions_ + at] = CacheTtl::five_minutes;
        return;
    }
}

void CacheMarkers::choose_four() {
    if (count() <= cache_markers_max) return;
    std::size_t left = cache_markers_max;
    // Keeps the last `most` markers of [begin, end) and takes the others away.
    const auto keep_last = [&](std::size_t begin, std::size_t end, std::size_t most) {
        most = std::min(most, left);
        for (std::size_t at = end; at-- > begin;) {
            if (markers_[at] == CacheTtl::none) continue;
            if (most == 0) {
                markers_[at] = CacheTtl::none;
                continue;
            }
            --most;
            --left;
        }
    };
    keep_last(0, tools_, 1);
    keep_last(tools_, tools_ + instructions_, 1);
    keep_last(tools_ + instructions_, markers_.size(), cache_markers_max);
}

void CacheMarkers::lengthen_earlier() {
    CacheTtl longest = CacheTtl::none;
    for (auto marker = markers_.rbegin(); marker != markers_.rend(); ++marker) {
        if (*marker == CacheTtl::none) continue;
        longest = std::max(longest, *marker);
        *marker = longest;
    }
}

}  // namespace parley::providers::claude
