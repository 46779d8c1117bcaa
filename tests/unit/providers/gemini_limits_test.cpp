// What the golden cases are too small for: the limits of Gemini's translator, each at the number and one past it.
#include <gtest/gtest.h>

#include <string>

#include "json/document.hpp"
#include "openai/completion_collector.hpp"
#include "providers/gemini/answer_reader.hpp"
#include "providers/gemini/encode.hpp"
#include "providers/gemini/function_names.hpp"
#include "providers/gemini/raw_error.hpp"
#include "providers/gemini/schema.hpp"
#include "providers/gemini/stream_decoder.hpp"
#include "providers/thought_signatures.hpp"
#include "unit/providers/recording_sink.hpp"

namespace parley::providers::gemini {
namespace {

std::string schema_of(const std::string& text, catalog::GeminiSchemas dialect) {
    json::Document document;
    EXPECT_FALSE(document.parse(text)) << text;
    std::string out;
    return append_schema(out, document.root(), {.dialect = dialect}) ? out : "too large";
}

TEST(GeminiSchema, is_refused_past_its_greatest_size) {
    const auto with_title = [](std::size_t bytes) { return R"({"title":")" + std::string(bytes, 'x') + "\"}"; };
    const std::size_t frame = with_title(0).size();
    const auto dialect = catalog::GeminiSchemas::json_schema;
    EXPECT_EQ(schema_of(with_title(schema_bytes_max - frame), dialect).size(), schema_bytes_max);
    EXPECT_EQ(schema_of(with_title(schema_bytes_max - frame + 1), dialect), "too large");
}

TEST(GeminiSchema, that_doubles_with_every_reference_ends_at_its_greatest_size) {
    std::string defs;
    for (int at = 0; at < 30; ++at) {
        const std::string next = R"({"$ref":"#/$defs/d)" + std::to_string(at + 1) + "\"}";
        defs += (at == 0 ? "" : ",") + std::string("\"d") + std::to_string(at) + R"(":{"type":"object","properties":{"a":)" + next +
                R"(,"b":)" + next + "}}";
    }
    const std::string schema = R"({"$ref":"#/$defs/d0","$defs":{)" + defs + R"(,"d30":{"type":"string"}}})";
    EXPECT_EQ(schema_of(schema, catalog::GeminiSchemas::open_api), "too large");
}

TEST(GeminiSchema, whose_references_form_a_long_chain_or_a_circle_is_cut_there) {
    const auto chain = [](int length) {
        std::string defs;
        for (int at = 0; at < length; ++at) {
            defs += "\"d" + std::to_string(at) + R"(":{"$ref":"#/$defs/d)" + std::to_string(at + 1) + "\"},";
        }
        return R"({"$ref":"#/$defs/d0","$defs":{)" + defs + "\"d" + std::to_string(length) + R"(":{"type":"boolean"}}})";
    };
    const auto dialect = catalog::GeminiSchemas::open_api;
    EXPECT_EQ(schema_of(chain(63), dialect), R"({"type":"boolean"})");
    EXPECT_EQ(schema_of(chain(64), dialect), R"({"type":"object"})");
    EXPECT_EQ(schema_of(R"({"allOf":[{"$ref":"#"}],"type":"number"})", dialect), R"({"type":"number"})");
    EXPECT_EQ(schema_of(R"({"$ref":"#/$defs/nowhere"})", dialect), R"({"type":"object"})");
}

TEST(GeminiSchema, is_relaxed_by_leaving_out_values_and_bounds) {
    json::Document document;
    ASSERT_FALSE(document.parse(R"({"type":"string","enum":["a"],"minLength":2})"));
    for (const auto dialect : {catalog::GeminiSchemas::json_schema, catalog::GeminiSchemas::open_api}) {
        std::string out;
        EXPECT_TRUE(append_schema(out, document.root(), {.dialect = dialect, .relaxed = true}));
        EXPECT_EQ(out, R"({"type":"string"})");
    }
}

std::string answer_with_calls(std::size_t count) {
    std::string parts;
    for (std::size_t at = 0; at < count; ++at) parts += (at == 0 ? "" : ",") + std::string(R"({"functionCall":{"name":"f"}})");
    return R"({"candidates":[{"content":{"parts":[)" + parts + R"(]},"finishReason":"STOP"}]})";
}

TEST(GeminiAnswer, holds_so_many_calls_and_no_more) {
    for (const std::size_t count : {function_calls_max, function_calls_max + 1}) {
        const std::string text = answer_with_calls(count);
        json::Document document;
        ASSERT_FALSE(document.parse(text));
        tests::RecordingSink events;
        AnswerReader answer;
        answer.read(document.root(), events);
        EXPECT_EQ(answer.failed(), count > function_calls_max);
    }
}

TEST(GeminiAnswer, gives_calls_without_ids_new_ones_in_every_answer) {
    const auto told = [](const std::string& id) {
        const std::string text = R"({"responseId":")" + id +
                                 R"(","candidates":[{"content":{"parts":[{"functionCall":{"name":"f"}},)"
                                 R"({"functionCall":{"name":"f"}}]},"finishReason":"STOP"}]})";
        json::Document document;
        EXPECT_FALSE(document.parse(text));
        tests::RecordingSink events;
        AnswerReader().read(document.root(), events);
        return events.lines.substr(events.lines.find("tool_start"));
    };
    EXPECT_EQ(told("a"), told("a"));
    EXPECT_NE(told("a"), told("b"));
    const std::string lines = told("a");
    const auto id_behind = [&lines](std::string_view start) { return lines.substr(lines.find(start) + start.size(), 29); };
    EXPECT_TRUE(id_behind("tool_start 0 ").starts_with("call_")) << lines;
    EXPECT_NE(id_behind("tool_start 0 "), id_behind("tool_start 1 ")) << lines;
}

TEST(GeminiAnswer, keeps_signatures_up_to_a_size_and_one_for_each_call) {
    constexpr std::size_t frame = std::string_view(R"("a":")").size();
    ThoughtSignatures fits;
    EXPECT_TRUE(fits.add("a", std::string(ThoughtSignatures::bytes_max - frame, 's')));
    EXPECT_FALSE(fits.add("b", "s"));
    ThoughtSignatures small;
    EXPECT_FALSE(small.add("a", std::string(ThoughtSignatures::bytes_max - frame + 1, 's')));
    EXPECT_TRUE(small.add("a", "s"));
    EXPECT_FALSE(small.add("a", "t"));
    EXPECT_EQ(small.json(), R"({"google":{"thought_signatures":{"a":"s"}}})");
}

TEST(GeminiStream, keeps_of_a_raw_error_so_much_and_no_more) {
    RawErrorCatcher catcher;
    EXPECT_EQ(catcher.sift("data: {}\n{" + std::string(RawErrorCatcher::bytes_max, 'x')), "data: {}\n");
    EXPECT_TRUE(catcher.caught());
    EXPECT_EQ(catcher.text().size(), RawErrorCatcher::bytes_max);
    EXPECT_EQ(catcher.sift("more"), "");
    EXPECT_EQ(catcher.text().size(), RawErrorCatcher::bytes_max);
}

TEST(GeminiStream, refuses_an_event_that_is_too_large) {
    tests::RecordingSink events;
    GeminiStreamDecoder decoder({}, 64);
    decoder.feed("data: " + std::string(65, 'x'), events);
    decoder.finish(events);
    EXPECT_EQ(events.lines, "error the provider sent an event that is too large\n");
}

TEST(GeminiNames, come_back_as_they_were) {
    for (const std::string name : {"look_up", "3d", "-x", "_3d", "__-", "_", "___a", "__9", "a9"}) {
        EXPECT_EQ(from_gemini_name(to_gemini_name(name)), name);
        EXPECT_TRUE(std::isalpha(to_gemini_name(name).front()) || to_gemini_name(name).front() == '_') << name;
    }
    EXPECT_EQ(to_gemini_name("_look"), "_look");
    EXPECT_EQ(make_call_id(7, 0, "f"), make_call_id(7, 0, "f"));
    EXPECT_NE(make_call_id(7, 0, "f"), make_call_id(7, 1, "f"));
    EXPECT_NE(make_call_id(7, 0, "f"), make_call_id(8, 0, "f"));
}

TEST(GeminiRequest, says_five_stop_sequences_and_tells_of_more) {
    openai::ChatRequest request;
    const auto unused = openai::read_chat_request(R"({"model":"m","prompt":"x","stop":["1","2","3","4","5","6"]})", request);
    const auto encoded = encode_body(request, catalog::DialectRules());
    ASSERT_TRUE(encoded);
    EXPECT_NE(encoded->inserted.find(R"("stopSequences":["1","2","3","4","5"])"), std::string::npos);
    EXPECT_EQ(encoded->dropped, std::vector<std::string>{"stop"});
}

TEST(GeminiRequest, leaves_a_long_text_where_it_is) {
    const std::string text(4096, 'x');
    const std::string body = R"({"model":"m","prompt":")" + text + "\"}";
    openai::ChatRequest request;
    ASSERT_FALSE(openai::read_chat_request(body, request));
    const auto encoded = encode_body(request, catalog::DialectRules());
    ASSERT_TRUE(encoded);
    ASSERT_EQ(encoded->body.size(), 3u);
    EXPECT_EQ(encoded->body[1].data(), body.data() + body.find(text));
    EXPECT_LT(encoded->inserted.size(), 200u);
}

}  // namespace
}  // namespace parley::providers::gemini
