#include "server/open_doors.hpp"

#include <cstddef>
#include <utility>

#include "server/start_error.hpp"

namespace parley::server {
namespace {

Result<std::string> open_listener(const config::Config& config, std::size_t index, const Workers& workers) {
    auto address = http::parse_listen_address(config.listeners[index].address);
    if (!address) return start_error("listen: " + address.error().message);
    // SO_REUSEPORT would let a second gateway share the port in silence.
    if (auto taken = http::ListeningSocket::probe(*address)) return start_error("listen: " + taken->message);
    for (const auto& worker : workers) {
        auto socket = http::ListeningSocket::open(*address);
        if (!socket) return start_error("listen: " + socket.error().message);
        address->port = socket->address().port;  // the port that the first thread got is every thread's
        worker->listen(index, std::move(*socket));
    }
    return (config.tls ? "https://" : "http://") + address->text();
}

}  // namespace

Result<std::vector<std::string>> open_listeners(const config::Config& config, const Workers& workers) {
    std::vector<std::string> urls;
    for (std::size_t index = 0; index < config.listeners.size(); ++index) {
        auto url = open_listener(config, index, workers);
        if (!url) return url.error();
        urls.push_back(std::move(*url));
    }
    return urls;
}

Result<std::string> open_admin_listener(const config::Config& config, const Workers& workers) {
    const auto address = http::parse_listen_address(config.admin_listen);
    if (!address) return start_error("admin_listen: " + address.error().message);
    if (auto taken = http::ListeningSocket::probe(*address)) return start_error("admin_listen: " + taken->message);
    auto socket = http::ListeningSocket::open(*address);
    if (!socket) return start_error("admin_listen: " + socket.error().message);
    std::string url = "http://" + socket->address().text();
    workers.front()->listen_admin(std::move(*socket));
    return url;
}

}  // namespace parley::server
