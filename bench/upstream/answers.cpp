#include "upstream/answers.hpp"

#include "upstream/stamped_events.hpp"

namespace bench::upstream {
namespace {

constexpr std::string_view completion_body =
    R"({"id":"chatcmpl-BenchQ7w2Xv9Kp4LmN8sT1uYzR3dE","object":"chat.completion","created":1732400000,)"
    R"("model":"bench-model","choices":[{"index":0,"message":{"role":"assistant","content":)"
    R"("Of course. I have moved your appointment to Thursday at half past two, with the same doctor. )"
    R"(You will get a text message the day before. Is there anything else I can do for you today?",)"
    R"("refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],)"
    R"("usage":{"prompt_tokens":214,"completion_tokens":42,"total_tokens":256,)"
    R"("prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},)"
    R"("completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0}},)"
    R"("service_tier":"default","system_fingerprint":"fp_b1e2c3d4f5"})";

constexpr std::string_view chunk_prefix =
    R"({"id":"chatcmpl-BenchQ7w2Xv9Kp4LmN8sT1uYzR3dE","object":"chat.completion.chunk","created":1732400000,)"
    R"("model":"bench-model","system_fingerprint":"fp_b1e2c3d4f5",)";

std::string event(std::string_view json) { return http_chunk(std::string("data: ").append(json).append("\n\n")); }

std::string choice_chunk(std::string_view delta, std::string_view finish_reason) {
    return event(std::string(chunk_prefix)
                     .append(R"("choices":[{"index":0,"delta":)")
                     .append(delta)
                     .append(R"(,"logprobs":null,"finish_reason":)")
                     .append(finish_reason)
                     .append("}]}"));
}

std::string usage_chunk() {
    return event(std::string(chunk_prefix)
                     .append(R"("choices":[],"usage":{"prompt_tokens":214,"completion_tokens":1000,)")
                     .append(R"("total_tokens":1214,"prompt_tokens_details":{"cached_tokens":0}}})"));
}

}  // namespace

std::string_view completion_response() {
    static const std::string response = json_response(200, completion_body);
    return response;
}

std::string_view stream_opening() {
    static const std::string opening = std::string(
                                           "HTTP/1.1 200 OK\r\n"
                                           "content-type: text/event-stream; charset=utf-8\r\n"
                                           "cache-control: no-cache\r\n"
                                           "x-request-id: req_bench5f2a9c1e7b3d4068\r\n"
                                           "transfer-encoding: chunked\r\n\r\n") +
                                       choice_chunk(R"({"role":"assistant","content":""})", "null");
    return opening;
}

std::string_view content_events(unsigned events, wire::Nanoseconds stamp) {
    static StampedEvents stamped_events(choice_chunk(R"({"content":")" + StampedEvents::placeholder() + "\"}", "null"));
    return stamped_events.stamped(events, stamp);
}

std::string_view stream_closing() {
    static const std::string closing = choice_chunk("{}", R"("stop")") + usage_chunk() + http_chunk("data: [DONE]\n\n") + "0\r\n\r\n";
    return closing;
}

std::string json_response(int status, std::string_view json) {
    return "HTTP/1.1 " + std::to_string(status) + (status == 200 ? " OK" : " Error") +
           "\r\n"
           "content-type: application/json\r\n"
           "x-request-id: req_bench5f2a9c1e7b3d4068\r\n"
           "content-length: " +
           std::to_string(json.size()) + "\r\n\r\n" + std::string(json);
}

}  // namespace bench::upstream
