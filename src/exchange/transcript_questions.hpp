// transcript_questions.hpp: the step of an understanding request in which a model is asked.
#pragma once

#include <optional>

#include "exchange/exchange_context.hpp"
#include "understanding/work.hpp"

namespace parley::exchange {

/// Questions of one request at most: a longer talk is refused before anybody is asked.
inline constexpr std::size_t transcript_questions_max = 30;
/// At the same time.
inline constexpr std::size_t transcript_questions_beside = 4;

/// What the configured model has room for, of this transcript. Of a model whose context is not known, what all of today's have.
understanding::Room understanding_room(const ExchangeContext& context, const transcripts::Transcript& transcript);

/// Asks until nothing is left to ask. An answer that is not what was asked for is asked for once more, with what is wrong with it.
///
/// Errors  bad_request: the talk is too long, or no model is configured; upstream_error: the model did not do as it was asked, twice;
///         those of any other request to a model.
Task<std::optional<Error>> ask_about_transcript(ExchangeContext& context, understanding::Work& work);

}  // namespace parley::exchange
