#include "cli/simulate_command.hpp"

#include <cstdio>
#include <fstream>
#include <sstream>
#include <thread>

#include "cli/descriptor_limit.hpp"
#include "cli/signals.hpp"
#include "http/loop.hpp"
#include "http/server.hpp"
#include "http/tls.hpp"
#include "simulate/simulator.hpp"

namespace parley::cli {
namespace {

int complain(const std::string& message) {
    std::fprintf(stderr, "parley: %s\n", message.c_str());
    return 1;
}

Result<std::string> read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        return Error{.kind = ErrorKind::not_found, .source = ErrorSource::gateway, .message = "cannot be read"};
    }
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

Result<simulate::Script> read_script(const std::string& path) {
    const Result<std::string> text = read_file(path);
    if (!text) return text.error();
    return simulate::Script::parse(*text);
}

}  // namespace

int run_simulate(const SimulateArguments& arguments) {
    const Signals signals;
    raise_descriptor_limit();
    http::Loop loop;
    simulate::Simulator::Options options;
    if (arguments.record_max) options.limits.requests_max = *arguments.record_max;
    if (arguments.google_key) {
        auto key = read_file(*arguments.google_key);
        if (!key) return complain(*arguments.google_key + ": " + key.error().message);
        options.google_key = std::move(*key);
    }
    simulate::Simulator simulator(options, loop.now());
    if (arguments.script) {
        auto script = read_script(*arguments.script);
        if (!script) {
            for (const std::string& problem : script.error().problems) complain(*arguments.script + ": " + problem);
            return complain(*arguments.script + ": " + script.error().message);
        }
        simulator.set_script(std::move(*script));
    }
    const auto address = http::parse_listen_address(arguments.listen);
    if (!address) return complain("--listen: " + address.error().message);
    if (const auto taken = http::ListeningSocket::probe(*address)) return complain(taken->message);
    auto socket = http::ListeningSocket::open(*address);
    if (!socket) return complain(socket.error().message);

    std::shared_ptr<const http::TlsServerContext> tls;
    if (arguments.certificate) {
        auto opened = http::TlsServerContext::open(*arguments.certificate, *arguments.key);
        if (!opened) return complain(opened.error().message);
        tls = std::move(*opened);
    }

    std::printf("simulate: listening on %s://%s\n", tls ? "https" : "http", socket->address().text().c_str());
    std::fflush(stdout);
    std::thread waiting([&] {
        signals.wait();
        loop.post([&loop] { loop.stop(); });
    });
    {
        http::Server::Options serving;
        serving.limits = simulate::http_limits();
        serving.tls = tls;
        http::Server server(loop, std::move(*socket), simulator.handler(), std::move(serving));
        loop.run();
    }
    waiting.join();
    return 0;
}

}  // namespace parley::cli
