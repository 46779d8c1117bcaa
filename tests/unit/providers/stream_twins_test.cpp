// A stream and a whole answer that say the same are told the same. Every golden stream of OpenAI's and Anthropic's dialects that ends
// well and keeps to the letter of its API is put together here as that API's reference says: its twin, the body that would have been
// sent if nobody had asked for a stream. Both are decoded, gathered and printed. (Gemini's twins are in gemini_golden_test.cpp.)
//
// Streams that no reference describes (calls without an index, content in a list, a message that is filled when it begins ...) have
// no twin; how many have one is counted, so that none is lost unseen.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "config/hosts.hpp"
#include "http/sse_reader.hpp"
#include "json/document.hpp"
#include "json/write.hpp"
#include "openai/chat_request.hpp"
#include "openai/completion_collector.hpp"
#include "openai/request_echo.hpp"
#include "providers/anthropic/provider.hpp"
#include "providers/openai/provider.hpp"
#include "unit/providers/golden_case.hpp"
#include "unit/providers/openai_replay.hpp"

namespace parley::tests {
namespace {

using Twin = std::optional<std::string>;

/// Calls `read` with the JSON of every event until it says no.
template <class Read>
bool for_each_event(const std::string& stream, Read read) {
    http::SseReader reader;
    http::SseEvent event;
    for (std::string_view left = stream; reader.next(left, event) == http::SseReader::Status::event;) {
        json::Document document;
        if (event.data == "[DONE]") continue;
        if (document.parse(event.data, {.allow_lone_surrogates = true}) || !read(document.root())) return false;
    }
    return true;
}

std::string quoted(const std::string& escaped) { return '"' + escaped + '"'; }

/// OpenAI API reference, "Chat completion chunk": what a choice's deltas add up to.
class OpenAiTwin {
  public:
    bool read(json::Value chunk) {
        if (chunk.find("error")) return false;
        if (const json::Value usage = chunk.find("usage"); usage.is(json::Kind::object)) usage_ = usage.raw();
        if (chunk.find("x_groq")) return false;
        for (const json::Value choice : chunk.find("choices").elements()) {
            if (choice.find("index").integer() != 0 || choice.find("usage") || choice.find("logprobs").is(json::Kind::object)) return false;
            if (!read_delta(choice.find("delta"))) return false;
            const json::Value reason = choice.find("finish_reason");
            if (reason.is(json::Kind::string) && !finish_.empty()) return false;
            if (reason.is(json::Kind::string)) finish_ = reason.escaped();
        }
        return true;
    }

    Twin body() const {
        if (finish_.empty()) return std::nullopt;
        std::string out =
            R"({"id":"up-1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant")";
        for (const auto& [name, text] : texts_) out += ",\"" + name + "\":" + quoted(text);
        if (!texts_.contains("content")) out += R"(,"content":null)";
        if (!calls_.empty()) {
            out += R"(,"tool_calls":[)";
            for (const auto& [index, call] : calls_) {
                if (index > 0) out += ',';
                out += R"({"id":)" + quoted(call.id) + R"(,"type":"function","function":{"name":)" + quoted(call.name) +
                       R"(,"arguments":)" + quoted(call.arguments) + "}}";
            }
            out += ']';
        }
        out += R"(},"finish_reason":)" + quoted(finish_) + "}]";
        if (!usage_.empty()) out += R"(,"usage":)" + usage_;
        return out + "}";
    }

  private:
    struct Call {
        std::string id, name, arguments;
    };

    bool read_delta(json::Value delta) {
        static const std::set<std::string> known = {"role", "content", "refusal", "reasoning_content", "tool_calls"};
        for (const json::Member member : delta.members()) {
            const std::string name = member.key.string();
            if (member.value.is_null()) continue;
            if (!known.contains(name)) return false;
            if (name == "role" || name == "tool_calls") continue;
            if (!member.value.is(json::Kind::string)) return false;
            if (!member.value.escaped().empty()) texts_[name] += member.value.escaped();
        }
        for (const json::Value part : delta.find("tool_calls").elements()) {
            const auto index = part.find("index").integer();
            if (!index || *index > static_cast<std::int64_t>(calls_.size())) return false;
            const bool begins = !calls_.contains(*index);
            const json::Value id = part.find("id"), name = part.find("function").find("name");
            if (begins != id.is(json::Kind::string) || begins != name.is(json::Kind::string)) return false;
            if (part.find("function").find("arguments").is(json::Kind::object)) return false;
            Call& call = calls_[*index];
            call.id += begins ? id.escaped() : "";
            call.name += begins ? name.escaped() : "";
            call.arguments += part.find("function").find("arguments").escaped();
            if (call.id.empty() || call.name.empty()) return false;
        }
        return true;
    }

    std::map<std::string, std::string> texts_;  // escaped, by name
    std::map<std::int64_t, Call> calls_;
    std::string finish_, usage_;
};

/// Anthropic docs, "Streaming messages": a message with its blocks empty, which deltas fill.
class AnthropicTwin {
  public:
    bool read(json::Value event) {
        const json::Value type = event.find("type");
        if (type.equals("error")) return false;
        if (type.equals("message_start")) return start(event.find("message"));
        if (type.equals("content_block_start")) return open(event.find("index").integer(), event.find("content_block"));
        if (type.equals("content_block_delta")) return add(event.find("index").integer(), event.find("delta"));
        if (type.equals("message_delta")) {
            const json::Value reason = event.find("delta").find("stop_reason");
            if (reason.is(json::Kind::string)) stop_reason_ = reason.raw();
            if (event.find("delta").find("stop_details")) stop_details_ = event.find("delta").find("stop_details").raw();
            merge_usage(event.find("usage"));
        }
        stopped_ = stopped_ || type.equals("message_stop");
        return true;
    }

    Twin body() const {
        if (!stopped_) return std::nullopt;
        std::string out = R"({"id":)" + id_ + R"(,"type":"message","role":"assistant","model":"m","content":[)";
        for (const auto& [index, block] : blocks_) {
            if (index != blocks_.begin()->first) out += ',';
            out += block.json();
        }
        out += R"(],"stop_reason":)" + (stop_reason_.empty() ? "null" : stop_reason_);
        if (!stop_details_.empty()) out += R"(,"stop_details":)" + stop_details_;
        std::string usage;
        for (const auto& [name, value] : usage_) usage += (usage.empty() ? "\"" : ",\"") + name + "\":" + value;
        out += R"(,"usage":{)" + usage + "}}";
        json::Document document;  // an answer that was cut within a call has no whole: half of an object cannot be its input
        if (document.parse(out, {.allow_lone_surrogates = true})) return std::nullopt;
        return out;
    }

  private:
    struct Block {
        std::string type, id, name;   // JSON
        std::string input;            // JSON, as the block began
        std::string text, signature;  // escaped
        std::string whole;            // JSON of a block that nothing is added to

        std::string json() const {
            if (!whole.empty()) return whole;
            if (type == "\"text\"") return R"({"type":"text","text":)" + quoted(text) + "}";
            if (type == "\"thinking\"") {
                return R"({"type":"thinking","thinking":)" + quoted(text) + R"(,"signature":)" + quoted(signature) + "}";
            }
            std::string filled;
            json::append_unescaped(filled, text);
            return R"({"type":"tool_use","id":)" + id + R"(,"name":)" + name + R"(,"input":)" + (filled.empty() ? input : filled) + "}";
        }
    };

    bool start(json::Value message) {
        if (!id_.empty() || message.find("content").size() > 0) return false;
        id_ = message.find("id").raw();
        merge_usage(message.find("usage"));
        return true;
    }
    bool open(std::optional<std::int64_t> index, json::Value content) {
        if (!index || blocks_.contains(*index)) return false;
        Block& block = blocks_[*index];
        block.type = content.find("type").raw();
        if (block.type == "\"tool_use\"") {
            block.id = content.find("id").raw();
            block.name = content.find("name").raw();
            block.input = content.find("input").raw();
        } else if (block.type == "\"text\"") {
            block.text = content.find("text").escaped();
        } else if (block.type == "\"thinking\"") {
            block.text = content.find("thinking").escaped();
            if (const json::Value signature = content.find("signature")) block.signature = signature.escaped();
        } else {
            block.whole = content.raw();
        }
        return true;
    }
    bool add(std::optional<std::int64_t> index, json::Value delta) {
        const auto found = blocks_.find(index.value_or(-1));
        if (found == blocks_.end()) return false;
        Block& block = found->second;
        for (const char* name : {"text", "thinking", "partial_json"}) {
            if (const json::Value text = delta.find(name)) block.text += text.escaped();
        }
        if (delta.find("type").equals("signature_delta")) block.signature = delta.find("signature").escaped();
        return true;
    }
    void merge_usage(json::Value usage) {
        for (const json::Member member : usage.members()) {
            if (!member.value.is_null()) usage_[member.key.string()] = member.value.raw();
        }
    }

    std::string id_, stop_reason_, stop_details_;  // JSON
    std::map<std::int64_t, Block> blocks_;
    std::map<std::string, std::string> usage_;
    bool stopped_ = false;
};

template <class Fold>
Twin twin_of(const std::string& stream) {
    Fold fold;
    if (!for_each_event(stream, [&fold](json::Value event) { return fold.read(event); })) return std::nullopt;
    return fold.body();
}

std::string print(const openai::CompletionCollector& events, const openai::ChatRequest& request) {
    std::string echo;
    openai::append_request_echo(echo, request, request.model);
    openai::CompletionFacts facts;
    facts.request_id = replay_facts.request_id;
    facts.model = request.model;
    facts.created = replay_facts.created;
    facts.request_echo = echo;
    facts.call_form = request.call_form;
    std::string out;
    const auto summary = events.append(out, facts);
    return summary ? out : "error: " + summary.error().message;
}

/// How many streams of the dialect have a twin; each is compared with it.
template <class Fold, class ProviderOf>
std::size_t compare_twins(std::string_view dialect, std::string_view model, ProviderOf provider_of) {
    std::size_t twins = 0;
    for (const GoldenCase& golden : load_golden_cases(dialect)) {
        if (golden.answers_whole || !golden.from_note("status").empty()) continue;
        const Twin twin = twin_of<Fold>(golden.upstream);
        if (!twin) continue;
        SCOPED_TRACE(golden.name);
        openai::ChatRequest request;
        EXPECT_FALSE(openai::read_chat_request(golden.request, request));
        const std::string stated = golden.from_note("model");
        const catalog::Target target{.provider = "p", .model = stated.empty() ? std::string(model) : stated, .region = ""};
        const std::unique_ptr<providers::Provider> provider = provider_of(golden);

        openai::CompletionCollector streamed;
        const auto decoder = provider->stream_decoder(target, golden.from_note("reply_field"));
        decoder->feed(golden.upstream, streamed);
        decoder->finish(streamed);
        const std::string told = print(streamed, request);
        if (told.starts_with("error")) continue;  // broken by what stands between its events

        const std::string reply_field = golden.from_note("reply_field");
        providers::UpstreamReply reply;
        reply.status = 200;
        reply.content_type = "application/json";
        reply.body = *twin;
        reply.reply_field = reply_field;
        openai::CompletionCollector whole;
        EXPECT_FALSE(provider->decode(reply, target, whole)) << *twin;
        EXPECT_EQ(told, print(whole, request)) << *twin;
        ++twins;
    }
    return twins;
}

TEST(StreamTwins, openai_streams_are_their_whole_answers) {
    const auto provider_of = [](const GoldenCase& golden) {
        const catalog::Host* host = config::find_host(golden.from_note("host"));
        providers::openai_dialect::Options options;
        options.base_url = host && !host->base_url.empty() ? host->base_url : "https://compatible.example/v1";
        options.credential = Secret("k");
        options.user_agent = "parley/test";
        if (host) options.rules = host->rules;
        return std::move(*providers::openai_dialect::make_provider(options));
    };
    EXPECT_GE(compare_twins<OpenAiTwin>("openai", "upstream-model", provider_of), 20u);
}

TEST(StreamTwins, anthropic_streams_are_their_whole_answers) {
    const auto provider_of = [](const GoldenCase&) {
        return std::move(*providers::anthropic::make_provider({.base_url = "https://api.anthropic.com",
                                                               .credential = Secret("sk-ant-1"),
                                                               .user_agent = "parley/test",
                                                               .rules = config::find_host("anthropic")->rules}));
    };
    EXPECT_GE(compare_twins<AnthropicTwin>("anthropic", "claude-sonnet-4-5-20250929", provider_of), 12u);
}

}  // namespace
}  // namespace parley::tests
