// patient_answer.hpp: an answer for which somebody has to wait for the disk.
#pragma once

#include "server/routes.hpp"

namespace parley::server {

/// How long a request waits for the store, and for those who asked before it.
inline constexpr auto patience = std::chrono::seconds(30);

/// Runs the work on the patient thread and answers 200 with what it gives, or with its error.
Task<> answer_patiently(exchange::ExchangeContext& context, const RouteServices& services, PatientThread::Work work);

/// A verb's answer as the body of a response.
Result<std::string> printed(const control::Answer& answer);

}  // namespace parley::server
