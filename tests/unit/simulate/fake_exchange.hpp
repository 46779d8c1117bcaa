// fake_exchange.hpp: an exchange without a socket. It keeps what is sent to it, and its caller leaves when told.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/loop.hpp"
#include "http/server_exchange.hpp"

namespace parley::simulate {

class FakeExchange final : public http::ServerExchange {
  public:
    FakeExchange(http::Method method, std::string_view path, std::string body = {}) : body_(std::move(body)) {
        head_.method = method;
        head_.method_text = method == http::Method::post ? "POST" : "GET";
        const std::size_t mark = path.find('?');
        head_.target.path = path.substr(0, mark);
        if (mark != std::string_view::npos) head_.target.query = path.substr(mark + 1);
        head_.fields.add({"authorization", "Bearer k"});
        started_ = loop_.now();
    }

    // What the caller sees.
    std::optional<http::Response> response;  // whole, or the head of a stream
    std::string streamed;
    std::size_t writes = 0;
    bool ended = false;  // the stream, properly
    std::string raw;
    std::optional<Cut> broken;
    /// The caller is gone after so many writes of any kind.
    std::size_t writes_until_gone = ~std::size_t{0};
    std::size_t body_bytes_max = 0;  // as read_body() was asked
    http::BodyStatus body_status = http::BodyStatus::complete;

    /// Instead of the key that every exchange shows; empty: no such field at all.
    void show_authorization(std::string_view field) {
        head_.fields.clear();
        if (!field.empty()) head_.fields.add({"authorization", field});
    }

    void caller_leaves() { stop_.request(http::StopReason::client_gone); }

    /// Lets an hour pass: whatever waits for a moment within it wakes.
    void let_an_hour_pass() {
        later_ += std::chrono::hours(1);
        loop_.timers().advance(loop_.now() + later_);
    }

    http::Loop& loop() override { return loop_; }
    const http::RequestHead& head() const override { return head_; }
    std::string_view peer() const override { return "127.0.0.1"; }
    TimePoint started() const override { return started_; }
    http::StopSignal& stop() override { return stop_; }
    Task<http::BodyStatus> read_body(std::size_t bytes_max) override {
        body_bytes_max = bytes_max;
        co_return body_status;
    }
    std::string_view body() const override { return body_; }
    void release_body() override { body_.assign(body_.size(), '?'); }  // whoever still looks sees nonsense

    void answer_by(Deadline) override {}
    Task<bool> respond_with(const http::Response& head, std::string_view body) override {
        http::Response answer = head;
        answer.body = body;
        co_return co_await respond(std::move(answer));
    }
    Task<bool> respond(http::Response answer) override {
        response = std::move(answer);
        co_return take();
    }
    Task<bool> begin_stream(const http::Response& head, std::string_view bytes) override {
        response = head;
        streamed += bytes;
        co_return take();
    }
    Task<bool> write(std::string_view bytes) override {
        streamed += bytes;
        co_return take();
    }
    Task<bool> end_stream(std::string_view bytes) override {
        streamed += bytes;
        ended = true;
        co_return take();
    }
    void cut(Cut how) override { broken = how; }
    Task<bool> write_raw(std::string_view bytes) override {
        raw += bytes;
        co_return take();
    }
    bool answered() const override { return response.has_value(); }

  private:
    bool take() { return ++writes <= writes_until_gone; }

    http::Loop loop_{1};
    http::RequestHead head_;
    std::string body_;
    http::StopSignal stop_;
    TimePoint started_;
    Duration later_{0};
};

}  // namespace parley::simulate
