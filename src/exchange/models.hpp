// models.hpp: the story of GET /v1/models and GET /v1/models/{id}.
#pragma once

#include <string>

#include "exchange/exchange_context.hpp"

namespace parley::exchange {

/// The page of this host's region, printed once for each snapshot.
Task<> list_models(ExchangeContext& context);

/// 404 for an id that this host does not serve.
Task<> show_model(ExchangeContext& context, std::string id);

}  // namespace parley::exchange
