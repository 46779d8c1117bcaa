// models.hpp: the story of GET /v1/models and GET /v1/models/{id}.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalog/model.hpp"
#include "exchange/exchange_context.hpp"

namespace parley::exchange {

/// The body of GET /v1/models, printed once for each snapshot: `{"object":"list","data":[{"id",...}]}`.
std::string print_models(const std::vector<catalog::Model>& models);

Task<> list_models(ExchangeContext& context);

/// 404 for an id that is not served.
Task<> show_model(ExchangeContext& context, std::string id);

}  // namespace parley::exchange
