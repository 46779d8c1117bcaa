// request_signer.hpp: the fields that prove to AWS who sends a request.
#pragma once

#include <utility>

#include "providers/authorizer.hpp"
#include "providers/aws/sigv4.hpp"

namespace parley::providers::aws {

/// Signs the request line, `host`, `content-type`, `x-amz-date`, the session's token where there is one, and the body; nothing
/// that a proxy on the way may change.
class RequestSigner final : public Authorizer {
  public:
    /// `credentials`: those that do not change; with none the ones of a role sign, which stand in the token (role_credentials.hpp).
    RequestSigner(Credentials credentials, Scope scope) : credentials_(std::move(credentials)), scope_(std::move(scope)) {}

    std::string fields(const UpstreamRequest& request, const Secret& token, UnixSeconds now) const override;

  private:
    Credentials credentials_;
    Scope scope_;
};

}  // namespace parley::providers::aws
