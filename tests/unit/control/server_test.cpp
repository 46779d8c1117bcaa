// server_test.cpp: the control socket over real sockets. Nothing here waits for a time to pass: a test that expects the
// server to give up reads until the connection ends.
#include "control/server.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <list>
#include <thread>
#include <vector>

#include "control/client.hpp"
#include "control/unix_socket.hpp"
#include "unit/store/temporary_folder.hpp"

namespace parley::control {
namespace {

using nlohmann::json;
using store::TemporaryFolder;

constexpr auto short_deadline = std::chrono::milliseconds(50);

Verbs echo_verbs() {
    return {{"echo", [](const json& arguments) { return answer_with(arguments); }},
            {"size", [](const json& arguments) { return answer_with(arguments.dump().size()); }},
            {"large", [](const json&) { return answer_with(std::string(600'000, 'x')); }},
            {"fail", [](const json&) -> Answer {
                 return Error{.kind = ErrorKind::not_found, .source = ErrorSource::downstream, .message = "no such thing"};
             }}};
}

/// The bytes of a connection, blocking.
class Peer {
  public:
    explicit Peer(const std::string& directory) : socket_(connect_to(directory).value()) {}
    void send(std::string_view bytes) { ::send(socket_.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL); }
    /// The next line, or what came before the end.
    std::string line() {
        std::string text;
        char byte = 0;
        while (wait() && ::recv(socket_.number(), &byte, 1, 0) == 1 && byte != '\n') text += byte;
        return text;
    }
    bool ended() {
        char byte = 0;
        return wait() && ::recv(socket_.number(), &byte, 1, 0) <= 0;
    }

  private:
    bool wait() {
        fd_set readable;
        FD_ZERO(&readable);
        FD_SET(socket_.number(), &readable);
        timeval most{30, 0};  // for a test that would otherwise hang
        return ::select(socket_.number() + 1, &readable, nullptr, nullptr, &most) > 0;
    }
    Descriptor socket_;
};

struct Running {
    explicit Running(Server::Options options = {}) : server(Server::start(folder.path(), echo_verbs(), options).value()) {}
    TemporaryFolder folder;
    std::unique_ptr<Server> server;
};

std::string request_of_size(std::size_t bytes) {
    const std::string empty = print_request({"size", {{"a", ""}}});
    return print_request({"size", {{"a", std::string(bytes - empty.size(), 'x')}}});
}

TEST(ControlServer, answers_what_it_was_asked) {
    Running running;
    EXPECT_EQ(ask(running.folder.path(), {"echo", {{"a", 1}}}).value(), json({{"a", 1}}));
    const Error failed = ask(running.folder.path(), {"fail"}).error();
    EXPECT_EQ(failed.kind, ErrorKind::not_found);
    EXPECT_EQ(failed.message, "no such thing");
    EXPECT_FALSE(nobody_listens(failed)) << "somebody answered";
    EXPECT_EQ(ask(running.folder.path(), {"nonsense"}).error().message, "unknown verb; there are echo fail large size");
}

TEST(ControlServer, answers_several_requests_of_one_connection_in_order) {
    Running running;
    Peer peer(running.folder.path());
    peer.send(print_request({"echo", {{"n", 1}}}) + "\n" + print_request({"large"}) + "\nnonsense\n" + print_request({"echo", {{"n", 2}}}) +
              "\n");
    EXPECT_EQ(parse_answer(peer.line()).value(), json({{"n", 1}}));
    EXPECT_EQ(parse_answer(peer.line()).value().get<std::string>().size(), 600'000u);
    EXPECT_EQ(parse_answer(peer.line()).error().message, "not a JSON object");
    EXPECT_EQ(parse_answer(peer.line()).value(), json({{"n", 2}}));
}

TEST(ControlServer, takes_a_request_of_the_largest_size_and_none_above) {
    Running running;
    Peer peer(running.folder.path());
    peer.send(request_of_size(request_bytes_max) + "\n");
    EXPECT_TRUE(parse_answer(peer.line()).has_value());
    peer.send(request_of_size(request_bytes_max + 1) + "\n");
    EXPECT_EQ(parse_answer(peer.line()).error().message, "a request may have 65536 bytes");
    EXPECT_TRUE(peer.ended());
    Peer endless(running.folder.path());
    endless.send(std::string(request_bytes_max + 1, 'x'));
    EXPECT_EQ(parse_answer(endless.line()).error().message, "a request may have 65536 bytes");
    EXPECT_TRUE(endless.ended());
}

TEST(ControlServer, serves_sixteen_connections_and_tells_the_seventeenth) {
    Running running;
    std::list<Peer> peers;
    for (std::size_t i = 0; i < Server::Options().connections_max; ++i) {
        Peer& peer = peers.emplace_back(running.folder.path());
        peer.send(print_request({"echo"}) + "\n");
        EXPECT_TRUE(parse_answer(peer.line()).has_value()) << i;
    }
    EXPECT_EQ(peers.size(), 16u);
    const Error refused = ask(running.folder.path(), {"echo"}).error();
    EXPECT_EQ(refused.kind, ErrorKind::not_ready);
    EXPECT_EQ(refused.message, "too many connections to the control socket");
    peers.pop_back();
    Answer again = ask(running.folder.path(), {"echo"});
    while (!again) again = ask(running.folder.path(), {"echo"});  // until the server has seen the end of the other
    EXPECT_EQ(*again, json::object());
}

TEST(ControlServer, cuts_off_whoever_says_nothing_or_half_a_request) {
    Running running(Server::Options{.deadline = short_deadline});
    Peer silent(running.folder.path());
    EXPECT_TRUE(silent.ended());
    Peer half(running.folder.path());
    half.send("{\"version\":1,");
    EXPECT_TRUE(half.ended());
}

TEST(ControlServer, cuts_off_whoever_does_not_take_an_answer) {
    Running running(Server::Options{.deadline = short_deadline});
    Peer peer(running.folder.path());
    peer.send(print_request({"large"}) + "\n");
    Peer other(running.folder.path());
    EXPECT_TRUE(other.ended()) << "by then the first has been given up too";
    EXPECT_LT(peer.line().size(), 600'000u);
}

TEST(ControlServer, gives_five_seconds) { EXPECT_EQ(Server::Options().deadline, std::chrono::seconds(5)); }

TEST(ControlServer, makes_a_socket_that_only_its_owner_can_use) {
    Running running;
    struct stat found {};
    ASSERT_EQ(::stat(running.folder.file(socket_name).c_str(), &found), 0);
    EXPECT_TRUE(S_ISSOCK(found.st_mode));
    EXPECT_EQ(found.st_mode & 0777, 0600u);
}

TEST(ControlServer, replaces_the_socket_of_a_process_that_died_and_removes_its_own) {
    TemporaryFolder folder;
    { const Descriptor left_behind = listen_in(folder.path()).value(); }
    EXPECT_TRUE(nobody_listens(ask(folder.path(), {"echo"}).error()));
    {
        const auto server = Server::start(folder.path(), echo_verbs()).value();
        EXPECT_TRUE(ask(folder.path(), {"echo"}).has_value());
    }
    struct stat found {};
    EXPECT_NE(::stat(folder.file(socket_name).c_str(), &found), 0);
    EXPECT_TRUE(nobody_listens(ask(folder.path(), {"echo"}).error()));
    EXPECT_TRUE(nobody_listens(ask(folder.file("nowhere"), {"echo"}).error()));
}

TEST(ControlServer, works_in_a_directory_with_a_long_path) {
    TemporaryFolder folder;
    const std::string path = folder.file(std::string(200, 'd'));  // a socket's address has 107 bytes
    std::filesystem::create_directory(path);
    const auto server = Server::start(path, echo_verbs()).value();
    EXPECT_TRUE(ask(path, {"echo"}).has_value());
}

TEST(ControlServer, listens_to_its_own_user_and_root) {
    EXPECT_TRUE(is_welcome(1000, 1000));
    EXPECT_TRUE(is_welcome(0, 1000));
    EXPECT_FALSE(is_welcome(1001, 1000));
    EXPECT_FALSE(is_welcome(1000, 0));
    EXPECT_FALSE(is_welcome(std::nullopt, 0));
    int pair[2];
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    const Descriptor ours(pair[0]), theirs(pair[1]);
    EXPECT_EQ(peer_user(ours.number()), ::geteuid());
}

}  // namespace
}  // namespace parley::control
