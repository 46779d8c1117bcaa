// authorizer.hpp: who asks, where a head made once and for all cannot say it: a signature over the request that holds for minutes.
//
// A key that does not change stands in the provider's head from the start. Whatever depends on the moment is added when an
// attempt is sent, by whoever sends it: the translator stays without a clock, and a request that is sent again is signed again.
#pragma once

#include <string>

#include "base/secret.hpp"
#include "base/wall_clock.hpp"

namespace parley::providers {

struct UpstreamRequest;

/// Pure: the same request at the same time gets the same fields. Safe to share between threads.
class Authorizer {
  public:
    virtual ~Authorizer() = default;
    /// Fields to stand behind those of `request.head`, each ending in CRLF. `token`: the one at hand, where the request names a
    /// TokenCache beside its authorizer; else empty.
    virtual std::string fields(const UpstreamRequest& request, const Secret& token, UnixSeconds now) const = 0;
};

}  // namespace parley::providers
