#include "upstream/anthropic_answers.hpp"

#include <string>

#include "upstream/answers.hpp"
#include "upstream/stamped_events.hpp"

namespace bench::upstream::anthropic {
namespace {

constexpr std::string_view message_body =
    R"({"id":"msg_01BenchQ7w2Xv9Kp4LmN8sT1u","type":"message","role":"assistant","model":"bench-model","content":[{"type":"text","text":)"
    R"("Of course. I have moved your appointment to Thursday at half past two, with the same doctor. )"
    R"(You will get a text message the day before. Is there anything else I can do for you today?"}],)"
    R"("stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":214,"cache_creation_input_tokens":0,)"
    R"("cache_read_input_tokens":0,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},)"
    R"("output_tokens":42,"service_tier":"standard"}})";

std::string event(std::string_view type, std::string_view rest) {
    std::string text = "event: ";
    text.append(type).append("\ndata: {\"type\":\"").append(type).append("\"").append(rest).append("}\n\n");
    return http_chunk(text);
}

std::string text_delta(std::string_view text) {
    return event("content_block_delta", R"(,"index":0,"delta":{"type":"text_delta","text":")" + std::string(text) + "\"}");
}

}  // namespace

std::string_view message_response() {
    static const std::string response = json_response(200, message_body);
    return response;
}

std::string_view stream_opening() {
    static const std::string opening =
        "HTTP/1.1 200 OK\r\n"
        "content-type: text/event-stream; charset=utf-8\r\n"
        "cache-control: no-cache\r\n"
        "request-id: req_bench5f2a9c1e7b3d4068\r\n"
        "transfer-encoding: chunked\r\n\r\n" +
        event("message_start",
              R"(,"message":{"id":"msg_01BenchQ7w2Xv9Kp4LmN8sT1u","type":"message","role":"assistant","model":"bench-model",)"
              R"("content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":214,"output_tokens":1}})") +
        event("content_block_start", R"(,"index":0,"content_block":{"type":"text","text":""})");
    return opening;
}

std::string_view content_events(unsigned events, wire::Nanoseconds stamp) {
    static StampedEvents stamped_events(text_delta(StampedEvents::placeholder()));
    return stamped_events.stamped(events, stamp);
}

std::string_view stream_closing() {
    static const std::string closing =
        event("content_block_stop", R"(,"index":0)") +
        event("message_delta", R"(,"delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":1000})") +
        event("message_stop", "") + "0\r\n\r\n";
    return closing;
}

}  // namespace bench::upstream::anthropic
