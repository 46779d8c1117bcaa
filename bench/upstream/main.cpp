// cheap_upstream: the upstream of the bench (server.hpp). Prints the port it listens on, then serves until stopped.
//
//   cheap_upstream [--port 0] [--certificate FILE --key FILE]
#include <csignal>
#include <cstdio>
#include <exception>

#include "upstream/server.hpp"
#include "wire/arguments.hpp"

int main(int count, char** words) try {
    using namespace bench;
    std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without MSG_NOSIGNAL, also to a proxy that has just hung up
    const wire::Arguments arguments(count, words, {"port", "certificate", "key"});
    upstream::TlsContext tls;
    if (arguments.has("certificate")) tls = upstream::tls_from(arguments.text("certificate"), arguments.text("key"));

    wire::Descriptor listener = wire::listen_on_loopback(static_cast<std::uint16_t>(arguments.number("port", 0)));
    std::printf("%u\n", wire::listener_port(listener));
    std::fflush(stdout);
    upstream::Server(std::move(listener), tls.get()).run();
} catch (const std::exception& failure) {
    std::fprintf(stderr, "cheap_upstream: %s\n", failure.what());
    return 1;
}
