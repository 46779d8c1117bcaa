#include "openai/completion_frame.hpp"

#include "base/short_text.hpp"
#include "json/write.hpp"
#include "openai/usage.hpp"

namespace parley::openai {

// The keys are constants, so they are written as text.
void append_frame_begin(std::string& out, const CompletionFacts& facts) {
    ShortText<256> opening;
    opening << R"({"request_id":")" << facts.request_id << R"(","id":"chatcmpl-)" << facts.request_id
            << R"(","object":"chat.completion","created":)" << facts.created << R"(,"model":)";
    out += opening.view();
    json::append_string(out, facts.model);
    out += R"(,"choices":)";
}

void append_frame_end(std::string& out, const Usage& usage, const CompletionFacts& facts) {
    out += R"(,"usage":)";
    append_usage(out, usage);
    out += R"(,"request":)";
    out += facts.request_echo;
    ShortText<128> times;
    times << R"(,"response_time":)" << facts.response_time_ns << R"(,"llm_status_code":)" << facts.upstream_status
          << R"(,"http_status_code":200)";
    out += times.view();
}

}  // namespace parley::openai
