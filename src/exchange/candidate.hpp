// candidate.hpp: a model that may answer a request, with the request as it is put to it.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "catalog/regions.hpp"
#include "exchange/exchange_context.hpp"
#include "exchange/restored_request.hpp"
#include "routing/plan.hpp"

namespace parley::exchange {

/// Whose wish a request is. What the gateway asks for by itself needs no access of the caller's key.
enum class Asker : std::uint8_t { caller, gateway };

/// A request that stands in the place of the caller's, read and checked like any other: of a fallback that changes more than the model,
/// or with a correction behind the conversation.
struct OwnRequest {
    std::string body;
    RestoredRequest request;  // over `body`
};

struct Candidate {
    const ServedModel* served = nullptr;     // the snapshot's
    catalog::TargetOrder targets = {};       // at least one
    openai::ChatRequest* request = nullptr;  // the caller's, or that of `own`
    std::unique_ptr<OwnRequest> own = {};
    bool resumes = false;  // the caller wants a broken stream to be gone on with

    const ResolvedTarget& target(std::size_t position) const { return served->targets[targets[position]]; }
};

/// In the order in which they are asked: the model that the request names, then its fallbacks, up to fallback_config.depth.
class Candidates {
  public:
    /// Finds them all and checks each: it exists here and has a target that may answer, the caller may use it, it can do what is
    /// wanted. All of them before any is asked: a fallback with a mistake would be noticed on the worst of days only.
    ///
    /// request  outlives the candidates, which point to it
    /// now      unix seconds
    std::optional<Error> find(const ExchangeContext& context, openai::ChatRequest& request, std::int64_t now, Asker asker = Asker::caller);

    std::size_t size() const { return count_; }
    const Candidate& operator[](std::size_t index) const { return candidates_[index]; }
    const Candidate* begin() const { return candidates_.data(); }
    const Candidate* end() const { return candidates_.data() + count_; }

  private:
    std::optional<Error> add_fallback(const ExchangeContext& context, openai::ChatRequest& request, json::Value entry, std::int64_t now,
                                      Asker asker);

    std::array<Candidate, routing::models_max> candidates_;
    std::size_t count_ = 0;
};

}  // namespace parley::exchange
