#include "openai/completion_frame.hpp"

#include <string_view>

#include "json/write.hpp"
#include "openai/usage.hpp"

namespace parley::openai {
namespace {

void append_number(std::string& out, std::string_view key, std::int64_t number) {
    out += key;
    json::append_integer(out, number);
}

}  // namespace

// The keys are constants, so they are written as text.
void append_frame_begin(std::string& out, const CompletionFacts& facts) {
    out += R"({"request_id":")";
    out += facts.request_id;
    out += R"(","id":"chatcmpl-)";
    out += facts.request_id;
    append_number(out, R"(","object":"chat.completion","created":)", facts.created);
    out += R"(,"model":)";
    json::append_string(out, facts.model);
    out += R"(,"choices":)";
}

void append_frame_end(std::string& out, const Usage& usage, const CompletionFacts& facts) {
    out += R"(,"usage":)";
    append_usage(out, usage);
    out += R"(,"request":)";
    out += facts.request_echo;
    append_number(out, R"(,"response_time":)", facts.response_time_ns);
    append_number(out, R"(,"llm_status_code":)", facts.upstream_status);
    out += R"(,"http_status_code":200)";
}

}  // namespace parley::openai
