// upstream_request_id.hpp: a provider's own id of what it was asked, for the log: it is what the provider's support asks for.
//
// A provider wrote it, and some hosts quote in odd places what they were shown. So an id is taken only if it looks like one, and
// holds nothing of the credential.
#pragma once

#include <functional>
#include <string_view>

#include "exchange/exchange_context.hpp"
#include "upstream/attempt.hpp"

namespace parley::exchange {

/// Looked up for the few ids that need it.
using Credential = std::function<std::string_view()>;

/// `id` as checked_request_id() has it; empty where it looks like a credential, or shares a stretch of one with `credential`. The forms
/// that nearly all providers use, a UUID and `req_...`, cost a look.
std::string_view loggable_request_id(std::string_view id, const Credential& credential);

/// Notes it for the attempt that the head belongs to.
///
/// attempt  its number in the account
void note_upstream_request_id(ExchangeContext& context, std::size_t attempt, const upstream::ReplyHead& head);

}  // namespace parley::exchange
