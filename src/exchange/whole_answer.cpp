#include "exchange/whole_answer.hpp"

#include <string>

#include "exchange/accounting.hpp"
#include "exchange/bookkeeper.hpp"
#include "exchange/report.hpp"

namespace parley::exchange {
namespace {

/// What the caller pays for the answer, in US dollars. Not there when nobody knows, or there is nothing to pay for.
constexpr std::string_view cost_field = "x-parley-cost";

// The caller's answer, once its entry is in the journal, where it has one.
Task<> deliver(ExchangeContext& context, std::string_view body) {
    close_account(context, Outcome::ok, 200);
    const Account& account = context.record.account;
    if (account.is_kept && account.charged) http::append_field(context.fields, cost_field, print_dollar_number(*account.charged));
    if (!context.services.books.waits_for_disk()) co_return co_await respond_json(context, body);
    const std::string kept(body);  // others use the thread's buffer meanwhile
    const bool safe = co_await account_is_safe(context);
    if (!safe) co_return co_await refuse(context, not_recorded());
    co_await respond_json(context, kept);
}

}  // namespace

Task<> answer_or_refuse(ExchangeContext& context, const Result<std::string_view>& body) {
    if (context.http.stop().requested()) {
        context.outcome = unanswered(context);
    } else if (body) {
        co_await deliver(context, *body);
    } else {
        co_await refuse(context, body.error());
    }
}

}  // namespace parley::exchange
