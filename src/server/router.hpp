// router.hpp: the first and last hop of every request: who is asking, what for, and how it ended.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "auth/admin_key.hpp"
#include "exchange/exchange_context.hpp"
#include "server/routes.hpp"

namespace parley::server {

/// One listener's routes on one thread. References outlive the router.
class Router {
  public:
    /// `listener` is the one of Config::listeners whose requests these are; none for the admin address.
    Router(std::span<const Route> routes, exchange::ThreadServices& services, const RouteServices& route_services,
           const std::shared_ptr<const exchange::Snapshot>& current, const std::shared_ptr<const auth::KeyRing>& keys,
           const std::shared_ptr<const auth::AdminKey>& admin_key, std::optional<std::size_t> listener)
        : routes_(routes),
          services_(services),
          route_services_(route_services),
          current_(current),
          keys_(keys),
          admin_key_(admin_key),
          listener_(listener) {}

    /// Finds the route, asks who is calling, and tells the route's story. The body is read by the story, after all that.
    Task<> answer(http::ServerExchange& http) const;

    /// What the codec refused, in the form in which callers know errors.
    http::Response answer_refusal(int status, std::string_view reason) const;

  private:
    Result<RouteMatch> admit(exchange::ExchangeContext& context) const;
    Task<> turn_away(exchange::ExchangeContext& context, const Error& error) const;
    const config::Listener* listener_of(const exchange::ExchangeContext& context) const;
    std::optional<Error> let_in(exchange::ExchangeContext& context, Access access) const;
    std::optional<Error> identify(exchange::ExchangeContext& context) const;
    Error held_up(exchange::ExchangeContext& context, const Error& unauthenticated) const;

    std::span<const Route> routes_;
    exchange::ThreadServices& services_;
    const RouteServices& route_services_;
    const std::shared_ptr<const exchange::Snapshot>& current_;
    const std::shared_ptr<const auth::KeyRing>& keys_;
    const std::shared_ptr<const auth::AdminKey>& admin_key_;
    std::optional<std::size_t> listener_;
};

}  // namespace parley::server
