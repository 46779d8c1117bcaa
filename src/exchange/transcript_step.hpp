// transcript_step.hpp: the step of a chat request in which {{ transcript }} becomes what was said.
#pragma once

#include <memory>
#include <optional>

#include "exchange/talk_windows.hpp"

namespace parley::exchange {

/// Finds the transcripts that the turn's request asks for and puts a turn over the request with their words in the place of `turn`,
/// read but without a target. A request without tags, or without a transcript, stays as it is, and nothing is looked up.
///
/// windows  where the talk is to be read in windows: they, and the turn is then over the first of them
///
/// Errors  as TranscriptFinder::find and Placement; then `turn` is as it was.
Task<std::optional<Error>> place_transcripts(ExchangeContext& context, std::unique_ptr<ChatTurn>& turn,
                                             std::unique_ptr<TalkWindows>& windows);

}  // namespace parley::exchange
