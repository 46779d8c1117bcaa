#include "server/patient_answer.hpp"

#include <utility>

namespace parley::server {

Task<> answer_patiently(exchange::ExchangeContext& context, const RouteServices& services, PatientThread::Work work) {
    http::Loop& loop = context.http.loop();
    const Deadline deadline = Deadline::after(loop.now(), patience);
    const Result<std::string> body = co_await services.patient.run(loop, std::move(work), deadline, &context.http.stop());
    if (!body) {
        co_await exchange::refuse(context, body.error());
        co_return;
    }
    co_await exchange::respond_json(context, *body);
}

Result<std::string> printed(const control::Answer& answer) {
    if (!answer) return answer.error();
    return answer->dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace parley::server
