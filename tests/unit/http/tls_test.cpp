// A TLS server and a TLS client of ours, over loopback, with certificates that are made here.
#include "http/tls.hpp"

#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <vector>

#include "blocking_peer.hpp"
#include "http/client_exchange.hpp"
#include "http/server.hpp"
#include "loop_thread.hpp"
#include "test_certificates.hpp"

namespace parley::http {
namespace {

using std::chrono::milliseconds;
using testing::CertificateFiles;
using testing::Flaw;
using testing::LoopThread;

struct Told {
    std::optional<Error> error;
    std::string body;
};

// Server and client share one loop: each must let the other go on.
class TlsTest : public ::testing::Test {
  protected:
    void serve(Flaw flaw, Handler handler) {
        const CertificateFiles files = testing::make_certificate(flaw);
        auto context = TlsServerContext::open(files.certificate, files.key);
        ASSERT_TRUE(context.has_value());
        tls = std::move(*context);
        auto socket = ListeningSocket::open({"127.0.0.1", 0});
        port = socket->address().port;
        thread.run([&] {
            Server::Options options;
            options.limits = limits;
            options.tls = tls;
            server.emplace(thread.loop(), std::move(*socket), std::move(handler), options);
            pool.emplace(thread.loop(), resolver);
        });
    }
    ~TlsTest() override {
        thread.run([&] {
            pool.reset();
            server.reset();
        });
    }

    Told ask(const std::string& host, std::string_view body = "hello") {
        Told told;
        thread.run_task([&]() -> Task<> {
            ClientExchange exchange(*pool, limits, nullptr);
            const std::string head = "POST /x HTTP/1.1\r\nhost: h\r\ncontent-length: " + std::to_string(body.size()) + "\r\n\r\n";
            const std::array<std::string_view, 2> pieces{head, body};
            const Deadline deadline = Deadline::after(thread.loop().now(), std::chrono::seconds(10));
            const ClientExchange::Deadlines deadlines{std::chrono::seconds(5), deadline};
            const Origin origin{true, host, port};
            const Result<void> answered = co_await exchange.request(origin, pieces, deadlines);
            if (!answered) {
                told.error = answered.error();
                co_return;
            }
            const Result<std::string_view> whole = co_await exchange.read_all(64 * 1024 * 1024, deadline);
            if (whole) told.body = *whole;
            if (!whole) told.error = whole.error();
        });
        return told;
    }
    std::size_t idle() {
        std::size_t count = 0;
        thread.run([&] { count = pool->idle(); });
        return count;
    }

    Limits limits;
    Resolver resolver;
    LoopThread thread;
    std::shared_ptr<const TlsServerContext> tls;
    std::optional<Server> server;
    std::optional<ConnectionPool> pool;
    std::uint16_t port = 0;
};

Task<> echo(ServerExchange& exchange) {
    const BodyStatus status = co_await exchange.read_body(32 * 1024 * 1024);
    if (status != BodyStatus::complete) co_return;
    Response response;
    response.body = exchange.body();
    co_await exchange.respond(std::move(response));
}

TEST_F(TlsTest, carries_requests_by_name_and_by_address_and_keeps_the_connection) {
    serve(Flaw::none, echo);
    for (const char* host : {"127.0.0.1", "localhost"}) {
        for (int round = 0; round < 3; ++round) EXPECT_EQ(ask(host).body, "hello") << host;
    }
    EXPECT_EQ(idle(), 2u);
}

TEST_F(TlsTest, carries_bodies_far_larger_than_a_record_both_ways) {
    serve(Flaw::none, echo);
    std::string large(5 * 1024 * 1024, 'x');
    for (std::size_t at = 0; at < large.size(); at += 1000) large[at] = static_cast<char>('a' + at / 1000 % 26);
    const Told told = ask("localhost", large);
    EXPECT_FALSE(told.error.has_value());
    EXPECT_TRUE(told.body == large);
}

TEST_F(TlsTest, refuses_every_bad_certificate_before_a_byte_of_the_request_is_sent) {
    const std::vector<Flaw> flaws{Flaw::expired, Flaw::not_yet_valid, Flaw::other_host, Flaw::unknown_authority, Flaw::self_signed};
    for (const Flaw flaw : flaws) {
        bool asked = false;
        serve(flaw, [&](ServerExchange& exchange) -> Task<> {
            asked = true;
            co_await echo(exchange);
        });
        const Told told = ask("localhost");
        ASSERT_TRUE(told.error.has_value()) << static_cast<int>(flaw);
        EXPECT_EQ(told.error->kind, ErrorKind::upstream_unavailable);
        EXPECT_FALSE(asked);
        EXPECT_EQ(idle(), 0u);
        thread.run([&] {
            pool.reset();
            server.reset();
        });
    }
}

TEST_F(TlsTest, takes_a_body_that_ends_without_goodbye_for_a_cut_one) {
    serve(Flaw::none, [](ServerExchange& exchange) -> Task<> {
        co_await exchange.read_body(1000);
        co_await exchange.write_raw("HTTP/1.1 200 OK\r\n\r\nhalf of a body that only the end would");
        exchange.cut(ServerExchange::Cut::reset);
    });
    EXPECT_TRUE(ask("localhost").error.has_value());
}

TEST_F(TlsTest, gives_up_on_a_peer_that_never_finishes_its_handshake) {
    limits.head_timeout = milliseconds(60);
    serve(Flaw::none, echo);
    testing::BlockingPeer silent = testing::BlockingPeer::connect(port);
    EXPECT_TRUE(silent.at_end());
    testing::BlockingPeer garbage = testing::BlockingPeer::connect(port);
    garbage.send("GET / HTTP/1.1\r\n\r\n");
    garbage.receive_to_end();  // an alert, perhaps; never an answer
    EXPECT_EQ(ask("localhost").body, "hello");
}

TEST_F(TlsTest, streams_with_a_pause_in_between_and_stops_when_the_client_leaves) {
    bool stopped = false;
    serve(Flaw::none, [&](ServerExchange& exchange) -> Task<> {
        co_await exchange.read_body(1000);
        Response head;
        co_await exchange.begin_stream(head, "first ");
        exchange.release_body();
        co_await exchange.loop().sleep_for(milliseconds(20), &exchange.stop());
        stopped = exchange.stop().requested();
        co_await exchange.end_stream("second");
    });
    EXPECT_EQ(ask("localhost").body, "first second");
    EXPECT_FALSE(stopped);
}

TEST(TlsServerContext, names_the_file_that_cannot_be_used) {
    const CertificateFiles good = testing::make_certificate(Flaw::none);
    const CertificateFiles other = testing::make_certificate(Flaw::none);
    const auto message = [](const std::string& certificate, const std::string& key) {
        const auto opened = TlsServerContext::open(certificate, key);
        return opened ? std::string() : opened.error().message;
    };
    EXPECT_EQ(message(good.certificate, good.key), "");
    EXPECT_TRUE(message("/nowhere.pem", good.key).starts_with("/nowhere.pem: "));
    EXPECT_TRUE(message(good.certificate, "/nowhere.key").starts_with("/nowhere.key: "));
    EXPECT_FALSE(message(good.certificate, other.key).empty());
}

}  // namespace
}  // namespace parley::http
