#include "exchange/transcript_step.hpp"

#include <utility>
#include <vector>

#include "exchange/find_transcript.hpp"
#include "openai/problems.hpp"
#include "transcripts/placement.hpp"

namespace parley::exchange {
namespace {

using Transcripts = std::vector<SharedTranscript>;

/// Their order is that of the sources, which lie in the placement.
Task<Result<Transcripts>> find_all(ExchangeContext& context, const transcripts::Placement& placement) {
    Transcripts found;
    for (const transcripts::Source& source : placement.sources()) {
        std::string id = source.id;
        auto transcript = co_await find_transcript(context, source.object, std::move(id));
        if (!transcript) co_return transcript.error();
        found.push_back(std::move(*transcript));
    }
    co_return found;
}

/// What a model's context has left for the request beside the answer; nothing where its length is not known.
std::optional<transcripts::Room> room_in(const ExchangeContext& context, const std::string& model, const openai::ChatRequest& request) {
    const auto found = context.snapshot->models.find(model);
    if (found == context.snapshot->models.end() || found->second.model.context_length <= 0) return std::nullopt;
    const std::int64_t answer_tokens = request.max_tokens.value_or(context.snapshot->config.defaults.max_tokens);
    return transcripts::Room{found->second.model.context_length - answer_tokens, found->second.model.tokenizer};
}

/// Where a model's entry says nothing of what it takes, nobody promises that a marker is understood.
bool takes_cache_marker(const ExchangeContext& context, const std::string& model) {
    const auto found = context.snapshot->models.find(model);
    return found != context.snapshot->models.end() && found->second.model.supported_parameters.contains(catalog::Parameter::cache_control);
}

}  // namespace

Task<std::optional<Error>> place_transcripts(ExchangeContext& context, std::unique_ptr<ChatTurn>& turn,
                                             std::unique_ptr<TalkWindows>& windows) {
    const openai::ChatRequest& request = turn->request();
    Result<transcripts::Placement> placement = transcripts::Placement::plan(request.document, request.members);
    if (!placement) co_return placement.error();
    if (placement->is_needless()) co_return std::nullopt;
    const Result<Transcripts> found = co_await find_all(context, *placement);
    if (!found) co_return found.error();
    if (request.members.cite.boolean().value_or(false)) context.record.cited = found->front();
    const auto room_of = [&](const std::string& model) { return room_in(context, model, request); };
    const auto marks_of = [&](const std::string& model) { return takes_cache_marker(context, model); };
    Result<std::vector<std::string>> parts = placement->window_bodies(*found, room_of);
    if (!parts) co_return parts.error();
    Result<std::string> body = parts->empty() ? placement->body(*found, room_of, marks_of) : parts->front();
    if (!body) co_return body.error();
    auto placed = std::make_unique<ChatTurn>();
    if (auto error = placed->read_own(context, std::move(*body))) co_return error;
    if (!parts->empty()) windows = std::make_unique<TalkWindows>(std::move(turn), std::move(*placement), std::move(*parts));
    turn = std::move(placed);
    co_return std::nullopt;
}

}  // namespace parley::exchange
