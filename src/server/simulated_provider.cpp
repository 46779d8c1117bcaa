#include "server/simulated_provider.hpp"

#include <optional>
#include <thread>

#include "http/loop.hpp"
#include "http/server.hpp"
#include "simulate/simulator.hpp"

namespace parley::server {

class SimulatedProvider::Implementation {
  public:
    explicit Implementation(http::ListeningSocket socket)
        : port_(socket.address().port), socket_(std::move(socket)), thread_([this] { run(); }) {}
    ~Implementation() {
        loop_.post([this] { loop_.stop(); });
        thread_.join();
    }
    std::uint16_t port() const { return port_; }

  private:
    void run() {
        simulate::Simulator::Options options;
        options.test_upstream = false;
        simulate::Simulator simulator(options, loop_.now());
        http::Server server(loop_, std::move(socket_), simulator.handler(), {});
        loop_.run();
    }

    std::uint16_t port_;
    http::ListeningSocket socket_;
    http::Loop loop_;
    std::thread thread_;
};

Result<std::unique_ptr<SimulatedProvider>> SimulatedProvider::start() {
    Result<http::ListeningSocket> socket = http::ListeningSocket::open({"127.0.0.1", 0});
    if (!socket) return socket.error();
    return std::unique_ptr<SimulatedProvider>(new SimulatedProvider(std::make_unique<Implementation>(std::move(*socket))));
}

SimulatedProvider::SimulatedProvider(std::unique_ptr<Implementation> implementation) : implementation_(std::move(implementation)) {}
SimulatedProvider::~SimulatedProvider() = default;
std::uint16_t SimulatedProvider::port() const { return implementation_->port(); }

}  // namespace parley::server
