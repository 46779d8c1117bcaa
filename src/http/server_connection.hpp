// server_connection.hpp: one downstream connection: its requests one after another, and the watch for a hang-up.
//
// While an answer is due the connection watches its socket: a FIN or reset stops the exchange at once, also while the
// upstream is still silent. Bytes of a pipelining client are kept meanwhile (Limits::pipelined_bytes_max).
#pragma once

#include <boost/intrusive/list.hpp>
#include <memory>
#include <span>
#include <string>

#include "http/body_decoder.hpp"
#include "http/server.hpp"
#include "http/spare_buffers.hpp"
#include "http/stream.hpp"

namespace parley::http {

/// A place in the queue of those that wait for a request; it leaves the queue by itself when it is destroyed.
using IdleHook = boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>>;

class ServerConnection final : public ServerExchange, public IdleHook, private SocketWatcher {
  public:
    /// The longest waiting first.
    using IdleQueue = boost::intrusive::list<ServerConnection, boost::intrusive::constant_time_size<false>>;

    /// How far a drain has come.
    struct Closing {
        bool after_answers = false;
        bool when_idle = false;
    };
    /// References outlive the connection.
    struct Environment {
        const Limits& limits;
        const Handler& handler;
        const RefusalAnswer& answer_refusal;
        const Closing& closing;
        IdleQueue& idle;
        const TlsServerContext* tls;  // null: plaintext
    };
    ServerConnection(Stream stream, std::string peer, const Environment& environment);

    /// Serves requests until the connection ends. Called once.
    Task<> run();

    /// Since when it waits for a request of which no byte has come. Only for those in the queue.
    TimePoint idle_since() const { return idle_since_; }
    /// Closes a connection that is in the queue. False when it is not idle any more: a request has come, and waits to be read.
    bool close_idle();
    /// Closes the connection if it waits for another request; one that is answering closes after its answer.
    void close_when_idle();
    /// Closes the connection if it has brought no byte of a first request.
    void close_when_unused();
    /// Ends the running exchange, if any, and the connection with it.
    void stop_now();

    Loop& loop() override { return loop_; }
    const RequestHead& head() const override { return head_; }
    std::string_view peer() const override { return peer_; }
    TimePoint started() const override { return started_; }
    StopSignal& stop() override { return stop_; }
    Task<BodyStatus> read_body(std::size_t bytes_max) override;
    std::string_view body() const override { return body_view_; }
    void release_body() override;
    void answer_by(Deadline deadline) override { answer_by_ = deadline; }
    Task<bool> respond(Response response) override;
    Task<bool> respond_with(const Response& head, std::string_view body) override;
    Task<bool> begin_stream(const Response& head, std::string_view bytes) override;
    Task<bool> write(std::string_view bytes) override;
    Task<bool> end_stream(std::string_view bytes) override;
    void cut(Cut how) override;
    Task<bool> write_raw(std::string_view bytes) override;
    bool answered() const override { return phase_ != Phase::unanswered; }

  private:
    enum class HeadStatus : std::uint8_t { complete, refused, closed };
    enum class Phase : std::uint8_t { unanswered, streaming_chunks, streaming_until_close, answered };

    // Reading (server_connection_read.cpp)
    Task<HeadStatus> read_head();
    void queue_as_idle();
    Task<BodyStatus> read_placed_body();
    Task<BodyStatus> read_rest_of_body(std::size_t bytes_max);
    BodyStatus take_body_bytes(std::string_view& input, std::size_t bytes_max);
    Task<bool> answer_expectation();
    void body_is_complete();
    void pass_over_body();
    Task<> linger();
    void keep_early_bytes();

    // Watching for a hang-up while an answer is due
    void watch_for_hang_up();
    void on_socket_ready() override;

    // Writing (server_connection_write.cpp)
    void append_head(std::string& out, const Response& response);
    void begin_answer(const Response& response);
    /// What one write carries; the empty ones are left out.
    using Parts = std::array<std::string_view, 4>;
    bool send(const Parts& parts, std::string& rest);
    Task<bool> send_at_turn_end(Parts parts);
    Task<bool> finish_sending(std::string rest);

    Task<bool> serve_one();
    Task<bool> shake_hands();
    Task<bool> run_handler();
    Task<> answer_refusal(Refusal refusal);

    Loop& loop_;
    Stream stream_;
    std::string peer_;
    Environment environment_;
    RequestHead head_;
    Refusal refusal_;  // of a head that was refused
    BodyDecoder decoder_;
    StopSignal stop_;
    TimePoint started_{};
    TimePoint idle_since_{};
    Deadline answer_by_ = Deadline::never();

    std::string input_;            // the current head, and what came with it
    std::size_t message_end_ = 0;  // how much of input_ the current message has taken
    SpareBuffer placed_body_;      // a body of known length that did not lie whole in input_
    std::string body_;             // any other that did not
    std::string_view body_view_;
    std::string early_;  // bytes of later requests, received while an answer was due

    Phase phase_ = Phase::unanswered;
    bool keep_alive_ = true;
    bool has_answered_ = false;  // a connection that has not is owed one answer, also while the server drains
    bool broken_ = false;        // nothing more can be written
    bool body_unread_ = false;   // an answer now must close: the body would be taken for the next request
};

}  // namespace parley::http
