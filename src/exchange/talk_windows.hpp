// talk_windows.hpp: the step of a chat request in which a talk that is too long is read in windows (transcript_window "map").
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "exchange/chat_turn.hpp"
#include "transcripts/placement.hpp"

namespace parley::exchange {

/// Windows of one request that are read at the same time.
inline constexpr std::size_t windows_beside = 4;

/// The requests about each window, and what is needed to make one answer of theirs.
struct TalkWindows {
    TalkWindows(std::unique_ptr<ChatTurn> of, transcripts::Placement how, std::vector<std::string> about)
        : asked(std::move(of)), placement(std::move(how)), bodies(std::move(about)) {}

    std::unique_ptr<ChatTurn> asked;  // the caller's request as it came: the placement points into it
    transcripts::Placement placement;
    std::vector<std::string> bodies;
};

/// Asks about every window, and puts the request that makes one answer of the answers in the place of `turn`, aimed at its target. Every
/// call is an attempt (map) of the request's one entry, under its one deadline; a window that cannot be read ends them all.
Task<std::optional<Error>> read_windows(ExchangeContext& context, const TalkWindows& windows, std::unique_ptr<ChatTurn>& turn);

}  // namespace parley::exchange
