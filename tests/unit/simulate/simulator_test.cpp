// The simulator against exchanges without sockets. Waits end because the test says that time has passed.
#include "simulate/simulator.hpp"

#include <gtest/gtest.h>

#include "fake_exchange.hpp"

namespace parley::simulate {
namespace {

using http::Method;

Task<> run(Simulator& simulator, FakeExchange& exchange, bool& done) {
    co_await simulator.answer(exchange);
    done = true;
}

/// A simulator and the requests it was asked, each answered to its end unless the test lets it wait.
class SimulatorTest : public ::testing::Test {
  protected:
    static constexpr int hours_max = 100'000;

    static std::string chat(std::string_view model, bool stream) {
        return R"({"model":")" + std::string(model) + R"(","messages":[{"role":"user","content":"Hi there"}],"stream":)" +
               (stream ? "true" : "false") + "}";
    }

    /// Starts an exchange and leaves it where it first waits.
    bool& start(FakeExchange& exchange) {
        done_ = false;
        spawn(run(simulator_, exchange, done_));
        return done_;
    }

    void finish(FakeExchange& exchange) {
        start(exchange);
        let_time_pass(exchange);
    }

    void let_time_pass(FakeExchange& exchange) {
        for (int hour = 0; !done_ && hour < hours_max; ++hour) exchange.let_an_hour_pass();
        ASSERT_TRUE(done_);
    }

    std::unique_ptr<FakeExchange> ask(std::string_view model, bool stream) {
        auto exchange = std::make_unique<FakeExchange>(Method::post, "/v1/chat/completions", chat(model, stream));
        finish(*exchange);
        return exchange;
    }

    std::unique_ptr<FakeExchange> get(Method method, std::string_view path, std::string body = {}) {
        auto exchange = std::make_unique<FakeExchange>(method, path, std::move(body));
        finish(*exchange);
        return exchange;
    }

    const RequestRecord& last() const { return simulator_.recorder().records().back(); }

    Simulator simulator_{Simulator::Options{.seed = 1}, Clock::now()};

  private:
    bool done_ = false;
};

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

TEST_F(SimulatorTest, answers_a_plain_request) {
    const auto exchange = ask("sim/echo", false);
    EXPECT_EQ(exchange->response->status, 200);
    EXPECT_EQ(exchange->response->content_type, "application/json");
    EXPECT_TRUE(has(exchange->response->body, R"("content":"Hi there")"));
    EXPECT_TRUE(has(exchange->response->body, R"("model":"sim/echo")"));
    EXPECT_TRUE(has(exchange->response->fields, "x-request-id: req_"));
    EXPECT_EQ(last().outcome, Outcome::answered);
    EXPECT_EQ(last().model, "sim/echo");
    EXPECT_FALSE(last().streaming);
    EXPECT_EQ(last().bytes_sent, exchange->response->body.size());
    EXPECT_EQ(last().body, chat("sim/echo", false));
    EXPECT_EQ(last().fields.at(0).second, "Bearer k");
}

TEST_F(SimulatorTest, answers_a_stream_a_write_an_event) {
    const auto exchange = ask("echo", true);
    EXPECT_EQ(exchange->response->content_type, "text/event-stream; charset=utf-8");
    EXPECT_TRUE(exchange->streamed.ends_with("data: [DONE]\n\n"));
    EXPECT_TRUE(exchange->ended);
    EXPECT_EQ(exchange->writes, 6u);  // role, two words, finish, [DONE], the end
    EXPECT_EQ(last().chunks_sent, 4u);
    EXPECT_EQ(last().bytes_sent, exchange->streamed.size());
    EXPECT_TRUE(last().streaming);
}

TEST_F(SimulatorTest, both_spellings_of_a_path_lead_to_the_same) {
    EXPECT_EQ(get(Method::post, "/chat/completions", chat("echo", false))->response->status, 200);
    EXPECT_TRUE(has(get(Method::get, "/v1/models")->response->body, R"("id":"sim/words-50")"));
    EXPECT_TRUE(has(get(Method::get, "/models")->response->body, R"("id":"sim/echo")"));
}

TEST_F(SimulatorTest, refuses_what_it_does_not_understand) {
    EXPECT_EQ(get(Method::get, "/v1/chat/completions")->response->status, 405);
    EXPECT_EQ(get(Method::post, "/v1/models")->response->status, 405);
    EXPECT_EQ(get(Method::get, "/v1/embeddings")->response->status, 404);
    EXPECT_EQ(get(Method::post, "/v1/chat/completions", "{")->response->status, 400);
    EXPECT_EQ(ask("gpt-9", false)->response->status, 404);
    EXPECT_TRUE(has(ask("gpt-9", true)->response->body, R"("code":"model_not_found")"));
    EXPECT_EQ(ask("echo?nonsense", true)->response->status, 400);
}

TEST_F(SimulatorTest, a_body_that_cannot_be_read_is_refused_and_the_connection_closed) {
    struct Case {
        http::BodyStatus status;
        int answer;
    };
    for (const Case& c :
         {Case{http::BodyStatus::too_large, 413}, Case{http::BodyStatus::bad_framing, 400}, Case{http::BodyStatus::too_slow, 408}}) {
        FakeExchange exchange(Method::post, "/v1/chat/completions");
        exchange.body_status = c.status;
        finish(exchange);
        EXPECT_EQ(exchange.response->status, c.answer);
        EXPECT_TRUE(exchange.response->close);
    }
    FakeExchange gone(Method::post, "/v1/chat/completions");
    gone.body_status = http::BodyStatus::gone;
    finish(gone);
    EXPECT_FALSE(gone.answered());
    EXPECT_EQ(last().outcome, Outcome::caller_left);
}

TEST_F(SimulatorTest, bodies_are_read_up_to_their_limits) {
    EXPECT_EQ(ask("echo", false)->body_bytes_max, 10u * 1024 * 1024);
    EXPECT_EQ(get(Method::post, "/sim/script", R"({"models":{}})")->body_bytes_max, 1024u * 1024);
}

TEST_F(SimulatorTest, the_first_token_waits_for_its_time) {
    FakeExchange exchange(Method::post, "/v1/chat/completions", chat("echo?first=600s", true));
    start(exchange);
    EXPECT_FALSE(exchange.answered());
    exchange.let_an_hour_pass();
    EXPECT_TRUE(exchange.streamed.starts_with("data: {"));
    let_time_pass(exchange);
    EXPECT_TRUE(exchange.ended);
}

TEST_F(SimulatorTest, an_early_head_does_not_wait) {
    FakeExchange exchange(Method::post, "/v1/chat/completions", chat("echo?first=600s&early_head", true));
    start(exchange);
    EXPECT_TRUE(exchange.answered());
    EXPECT_EQ(exchange.streamed, "");
    let_time_pass(exchange);
    EXPECT_TRUE(exchange.streamed.ends_with("[DONE]\n\n"));
}

TEST_F(SimulatorTest, a_caller_who_leaves_is_noticed_while_nothing_is_said) {
    for (const char* model : {"echo?hang=headers", "echo?first=600s", "echo?hang=2", "echo?rate=0.001", "echo?drip=600s"}) {
        for (const bool stream : {false, true}) {
            FakeExchange exchange(Method::post, "/v1/chat/completions", chat(model, stream));
            bool& done = start(exchange);
            EXPECT_FALSE(done) << model;
            EXPECT_EQ(last().outcome, Outcome::open) << model;
            EXPECT_EQ(simulator_.recorder().counts().open, 1u) << model;
            exchange.caller_leaves();
            EXPECT_TRUE(done) << model;
            EXPECT_EQ(last().outcome, Outcome::caller_left) << model;
            EXPECT_FALSE(exchange.ended) << model;
            EXPECT_FALSE(exchange.broken) << model;
        }
    }
    EXPECT_EQ(simulator_.recorder().counts(), (Recorder::Counts{.open = 0, .total = 10, .caller_left = 10}));
}

TEST_F(SimulatorTest, a_caller_who_leaves_is_noticed_at_every_write) {
    for (std::size_t writes = 0; writes < 6; ++writes) {
        FakeExchange exchange(Method::post, "/v1/chat/completions", chat("echo", true));
        exchange.writes_until_gone = writes;
        finish(exchange);
        EXPECT_EQ(exchange.writes, writes + 1);
        EXPECT_EQ(last().outcome, Outcome::caller_left);
        EXPECT_EQ(last().chunks_sent, std::min<std::size_t>(writes, 4));
    }
}

TEST_F(SimulatorTest, a_simulator_that_stops_blames_nobody) {
    FakeExchange exchange(Method::post, "/v1/chat/completions", chat("echo?hang=headers", true));
    start(exchange);
    exchange.stop().request(http::StopReason::shutting_down);
    EXPECT_EQ(last().outcome, Outcome::cut);
    EXPECT_EQ(simulator_.recorder().counts().caller_left, 0u);
}

TEST_F(SimulatorTest, breaks_off_where_it_is_told) {
    using Cut = http::ServerExchange::Cut;
    for (const bool stream : {false, true}) {
        const auto before = ask("echo?reset=headers", stream);
        EXPECT_EQ(before->writes, 0u);
        EXPECT_EQ(before->broken, Cut::reset);
        EXPECT_EQ(last().outcome, Outcome::cut);

        const auto hung = ask("echo?hang=headers", stream);  // nobody leaves: it ends after hang_max
        EXPECT_EQ(hung->writes, 0u);
        EXPECT_EQ(hung->broken, Cut::close);
    }
    const auto stream = ask("echo?cut=2", true);
    EXPECT_EQ(last().chunks_sent, 2u);
    EXPECT_FALSE(stream->ended);
    EXPECT_EQ(stream->broken, Cut::close);

    const auto bare = ask("echo?cut=0", true);
    EXPECT_EQ(bare->response->status, 200);
    EXPECT_EQ(bare->streamed, "");
    EXPECT_EQ(bare->broken, Cut::close);

    const auto plain = ask("echo?reset=5", false);
    EXPECT_TRUE(plain->raw.ends_with("\r\n\r\n{\"id\""));
    EXPECT_EQ(plain->broken, Cut::reset);
    EXPECT_EQ(last().bytes_sent, 5u);

    EXPECT_FALSE(ask("echo?cut=1000000", false)->broken);
}

TEST_F(SimulatorTest, pages_stand_in_for_completions) {
    for (const bool stream : {false, true}) {
        const auto busy = ask("echo?status=503&retry_after=2", stream);
        EXPECT_EQ(busy->response->status, 503);
        EXPECT_TRUE(has(busy->response->fields, "retry-after: 2\r\n"));
        EXPECT_TRUE(has(busy->response->body, R"({"error":{)"));
        EXPECT_EQ(ask("echo?html", stream)->response->content_type, "text/html");
        EXPECT_EQ(ask("echo?empty", stream)->response->body, "");
        EXPECT_EQ(last().outcome, Outcome::answered);
    }
}

TEST_F(SimulatorTest, quotes_its_caller_where_it_is_told) {
    const std::string quoted = R"(Cannot answer \"Hi there\" for the key k)";
    for (const bool stream : {false, true}) {
        EXPECT_TRUE(has(ask("echo?status=400&quote", stream)->response->body, quoted));
        EXPECT_FALSE(has(ask("echo?status=400", stream)->response->body, "Hi there"));
    }
    EXPECT_TRUE(has(ask("words-9?error_in_stream=2&quote", true)->streamed, quoted));
    EXPECT_FALSE(has(ask("words-9?error_in_stream=2", true)->streamed, "Hi there"));
}

TEST_F(SimulatorTest, drips_byte_by_byte) {
    const auto stream = ask("echo?drip=1ms", true);
    EXPECT_EQ(stream->writes, stream->streamed.size() + 2);  // the head and the end
    const auto plain = ask("echo?drip=0ms", false);
    EXPECT_EQ(plain->writes, plain->raw.size());
    EXPECT_EQ(last().bytes_sent, plain->raw.size() - plain->raw.find("\r\n\r\n") - 4);
    EXPECT_TRUE(has(plain->raw, R"("content":"Hi there")"));
}

TEST_F(SimulatorTest, lies_about_its_framing) {
    for (const bool stream : {false, true}) {
        EXPECT_TRUE(has(ask("echo?bad_chunk_size", stream)->raw, "\r\nsize?\r\n"));
        const auto twice = ask("echo?two_responses", stream);
        EXPECT_EQ(twice->raw.substr(twice->raw.size() / 2), twice->raw.substr(0, twice->raw.size() / 2));
        const auto longer = ask("echo?wrong_length=+10", stream);
        const std::size_t body = longer->raw.size() - longer->raw.find("\r\n\r\n") - 4;
        EXPECT_TRUE(has(longer->raw, "content-length: " + std::to_string(body + 10) + "\r\n"));
        EXPECT_EQ(ask("echo?garbage", stream)->raw.size(), 512u);
    }
}

TEST_F(SimulatorTest, decorates_its_answers) {
    for (const bool stream : {false, true}) {
        EXPECT_TRUE(ask("echo?close_after", stream)->response->close);
        EXPECT_TRUE(has(ask("echo?header_flood=200", stream)->response->fields, "x-flood-200: "));
        const auto gzip = ask("echo?gzip", stream);
        EXPECT_TRUE(has(gzip->response->fields, "content-encoding: gzip\r\n"));
        EXPECT_TRUE((stream ? gzip->streamed : gzip->response->body).starts_with("\x1F\x8B"));
    }
    EXPECT_GT(ask("echo?big_event=1000", false)->response->body.size(), 1000u);
    EXPECT_FALSE(ask("echo?malformed=1", false)->response->body.ends_with("}}"));
    EXPECT_TRUE(has(ask("echo?no_finish", false)->response->body, R"("finish_reason":null)"));
}

TEST_F(SimulatorTest, fails_first_and_then_succeeds) {
    EXPECT_EQ(ask("echo?fail_first=2&status=500", false)->response->status, 500);
    EXPECT_EQ(ask("echo?fail_first=2&status=500", true)->response->status, 500);
    EXPECT_EQ(ask("echo?fail_first=2&status=500", false)->response->status, 200);
}

TEST_F(SimulatorTest, a_script_can_be_replaced_while_it_runs) {
    EXPECT_EQ(ask("flaky", false)->response->status, 404);
    EXPECT_EQ(get(Method::post, "/sim/script", R"({"models":{"flaky":["echo?status=429","echo"]}})")->response->status, 200);
    EXPECT_EQ(ask("flaky", false)->response->status, 429);
    EXPECT_EQ(ask("sim/flaky", false)->response->status, 200);
    EXPECT_TRUE(has(get(Method::get, "/v1/models")->response->body, "sim/flaky"));
    EXPECT_EQ(get(Method::post, "/sim/script", R"({"models":{"flaky":"nothing"}})")->response->status, 400);
    EXPECT_EQ(ask("flaky", false)->response->status, 200);  // a bad script changes nothing
    get(Method::del, "/sim/requests");
    EXPECT_EQ(ask("flaky", false)->response->status, 429);
}

TEST_F(SimulatorTest, tells_what_it_saw) {
    ask("echo", true);
    ask("echo?cut=1", true);
    EXPECT_EQ(get(Method::get, "/sim/state")->response->body, R"({"open":0,"total":2,"caller_left":0})");
    const auto one = get(Method::get, "/sim/requests?last=1");
    EXPECT_TRUE(has(one->response->body, R"("sequence":2)"));
    EXPECT_TRUE(has(one->response->body, R"("outcome":"cut")"));
    EXPECT_FALSE(has(one->response->body, R"("sequence":1)"));
    EXPECT_TRUE(has(get(Method::get, "/sim/requests")->response->body, R"("sequence":1)"));
    get(Method::del, "/sim/requests");
    EXPECT_EQ(get(Method::get, "/sim/requests")->response->body, R"({"requests":[]})");
    EXPECT_EQ(get(Method::get, "/sim/requests?first=1")->response->status, 400);
    EXPECT_EQ(get(Method::get, "/sim/script")->response->status, 405);
    EXPECT_EQ(get(Method::get, "/sim/other")->response->status, 404);
}

TEST(BuiltInSimulator, answers_without_faults_records_or_routes_of_its_own) {
    Simulator simulator(Simulator::Options{.test_upstream = false, .seed = 1}, Clock::now());
    struct Case {
        http::Method method;
        const char* path;
        const char* body;
        int status;
    };
    const Case cases[] = {
        {Method::post, "/v1/chat/completions", R"({"model":"sim/echo","messages":[{"role":"user"}]})", 200},
        {Method::post, "/v1/chat/completions", R"({"model":"sim/echo?cut=1","messages":[{"role":"user"}]})", 400},
        {Method::get, "/v1/models", "", 200},
        {Method::get, "/sim/requests", "", 404},
        {Method::post, "/sim/script", R"({"models":{}})", 404},
    };
    for (const Case& c : cases) {
        FakeExchange exchange(c.method, c.path, c.body);
        bool done = false;
        spawn(run(simulator, exchange, done));
        ASSERT_TRUE(done) << c.path;
        EXPECT_EQ(exchange.response->status, c.status) << c.path;
        EXPECT_FALSE(exchange.broken);
    }
    EXPECT_TRUE(simulator.recorder().records().empty());
}

}  // namespace
}  // namespace parley::simulate
