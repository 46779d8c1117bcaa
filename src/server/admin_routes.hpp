// admin_routes.hpp: the stories of /admin/v1/keys: the verbs of key_verbs.hpp over HTTP.
#pragma once

#include <string_view>

#include "server/routes.hpp"

namespace parley::server {

/// What a POST may bring: a key of the longest names, and of as many models as there may be, is half of it.
inline constexpr std::size_t admin_body_bytes_max = 64 * 1024;

/// Query: after (an id), limit.
Task<> list_keys(exchange::ExchangeContext& context, const RouteServices& services, std::string_view rest);
/// Body: the arguments of keys.create.
Task<> create_key(exchange::ExchangeContext& context, const RouteServices& services, std::string_view rest);
/// `id`: the rest of the path.
Task<> revoke_key(exchange::ExchangeContext& context, const RouteServices& services, std::string_view id);

}  // namespace parley::server
