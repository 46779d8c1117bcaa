#include "exchange/whole_answer.hpp"

#include <string>

#include "exchange/accounting.hpp"
#include "exchange/bookkeeper.hpp"
#include "exchange/report.hpp"

namespace parley::exchange {
namespace {

/// What the caller pays for the answer, in US dollars. Not there when nobody knows, or there is nothing to pay for.
constexpr std::string_view cost_field = "x-parley-cost";

Task<> deliver_once_safe(ExchangeContext& context, std::string body) {
    const bool safe = co_await account_is_safe(context);
    if (!safe) co_return co_await refuse(context, not_recorded());
    co_await respond_json(context, body);
}

// The caller's answer, once its entry is in the journal, where it has one.
Task<> deliver(ExchangeContext& context, std::string_view body) {
    close_account(context, Outcome::ok, 200);
    const Account& account = context.record.account;
    if (account.is_kept && account.charged) http::append_field(context.fields, cost_field, print_dollar_number(*account.charged));
    if (!context.services.books.waits_for_disk()) return respond_json(context, body);
    return deliver_once_safe(context, std::string(body));  // others use the thread's buffer meanwhile
}

Task<> note_unanswered(ExchangeContext& context) {
    context.outcome = unanswered(context);
    co_return;
}

}  // namespace

// Which of them it is asks for no frame of its own.
Task<> answer_or_refuse(ExchangeContext& context, const Result<std::string_view>& body) {
    if (context.http.stop().requested()) return note_unanswered(context);
    if (body) return deliver(context, *body);
    return refuse(context, body.error());
}

}  // namespace parley::exchange
