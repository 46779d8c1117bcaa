// What the translator signs is checked by the simulator, which rebuilds the signature from the request as it arrives and shares no
// code with what made it.
#include <gtest/gtest.h>

#include "config/hosts.hpp"
#include "http/request_head.hpp"
#include "providers/bedrock/provider.hpp"
#include "simulate/bedrock/question.hpp"
#include "simulate/bedrock/signature.hpp"

namespace parley::providers::bedrock {
namespace {

constexpr UnixSeconds now = 1790000000;

std::unique_ptr<Provider> provider(const char* secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", const char* token = "") {
    const Options options{.base_url = "https://bedrock-runtime.eu-west-1.amazonaws.com",
                          .key = Secret(),
                          .credentials = {Secret("AKIDEXAMPLE"), Secret(secret), Secret(token)},
                          .aws_region = {},
                          .user_agent = "parley/0.1.0",
                          .rules = config::find_host("bedrock")->rules};
    return std::move(*make_provider(options));
}

/// A request on its way, as bytes.
struct Sent {
    std::string head;
    std::string body;
};

Sent send(const Provider& from, const std::string& text, const char* model) {
    openai::ChatRequest request;
    EXPECT_FALSE(openai::read_chat_request(text, request));
    const auto encoded = from.encode(request, {"p", model, ""});
    Sent sent{std::string(encoded->head) + encoded->authorizer->fields(*encoded, Secret(), now), {}};
    for (const std::string_view slice : encoded->body) sent.body += slice;
    sent.head += "content-length: " + std::to_string(sent.body.size()) + "\r\n\r\n";
    return sent;
}

std::string denial_of(const Sent& sent, UnixSeconds arrived = now) {
    http::Limits limits;
    limits.encoded_paths = true;
    http::RequestHeadReader reader(limits);
    http::RequestHead head;
    EXPECT_EQ(reader.look(sent.head, head), http::Progress::complete);
    const auto denial = simulate::bedrock::deny({head.method_text, head.target.path, head.target.query, head.fields, sent.body, arrived});
    return denial ? denial->exception : std::string();
}

const std::string question = R"({"model":"m","messages":[{"role":"user","content":"Wann ist der Termin? \u00fc"}]})";
constexpr const char* haiku = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
constexpr const char* profile = "arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/a b";

TEST(BedrockSigning, is_what_aws_takes) {
    EXPECT_EQ(denial_of(send(*provider(), question, haiku)), "");
    EXPECT_EQ(denial_of(send(*provider(), question, profile)), "") << "a path with escapes is signed as it is sent";
    const char* const token = "IQoJb3JpZ2luX2VjEXAMPLE//token+1==";
    EXPECT_EQ(denial_of(send(*provider("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", token), question, haiku)), "");
}

TEST(BedrockSigning, holds_for_five_minutes_for_these_bytes_and_with_this_secret) {
    const Sent sent = send(*provider(), question, haiku);
    EXPECT_EQ(denial_of(sent, now + 300), "");
    EXPECT_EQ(denial_of(sent, now + 301), "InvalidSignatureException");
    EXPECT_EQ(denial_of(send(*provider("another-secret"), question, haiku)), "InvalidSignatureException");
    Sent changed = sent;
    changed.body.back() = ' ';
    EXPECT_EQ(denial_of(changed), "InvalidSignatureException");
    changed = sent;
    changed.head.replace(changed.head.find("haiku"), 5, "opus-");
    EXPECT_EQ(denial_of(changed), "InvalidSignatureException");
}

}  // namespace
}  // namespace parley::providers::bedrock
