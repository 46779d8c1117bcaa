#include "http/exhaustion.hpp"

#include <cerrno>
#include <cstring>
#include <string>

#include "observe/rare_line.hpp"

namespace parley::http {
namespace {

/// What a caller is asked to wait: descriptors and ports come back with the next answers that end.
constexpr std::chrono::seconds worth_trying_again{1};

}  // namespace

bool is_exhaustion(int number) {
    switch (number) {
        case EMFILE:   // this process has no descriptor left
        case ENFILE:   // nor the machine
        case ENOBUFS:  // no memory for sockets
        case ENOMEM:
        case EADDRNOTAVAIL:  // connect(): no local port is left (connect(2))
            return true;
        default: return false;
    }
}

void report_exhaustion(int number, const char* what, TimePoint now) {
    static observe::RareLine alarm(observe::Level::error, exhaustion_alarm_pause);
    alarm.log(now, std::string("no ") + what + ": " + std::strerror(number));
}

Error exhausted_error() {
    return Error{.kind = ErrorKind::exhausted,
                 .source = ErrorSource::gateway,
                 .message = "the gateway has no connection left to call the provider with",
                 .retry_after = worth_trying_again};
}

}  // namespace parley::http
