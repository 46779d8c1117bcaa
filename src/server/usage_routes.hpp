// usage_routes.hpp: the stories of GET /v1/usage and GET /admin/v1/usage.
#pragma once

#include <string_view>

#include "server/routes.hpp"

namespace parley::server {

/// Of the caller's own account, without what we pay for it. Query: by, since, until, key, model.
Task<> show_own_usage(exchange::ExchangeContext& context, const RouteServices& services, std::string_view rest);

/// Of everybody. Query: those, and account.
Task<> show_all_usage(exchange::ExchangeContext& context, const RouteServices& services, std::string_view rest);

}  // namespace parley::server
