#include "thinking/restore_state.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "thinking/state_carrier.hpp"

namespace parley::thinking {
namespace {

using Memory = StateScope::Memory;

const TimePoint noon{std::chrono::hours(12)};
const std::string state = R"({"anthropic":{"thinking":[{"type":"thinking","thinking":"hm","signature":"EqQB"}]}})";

/// Notes under which ids calls were told.
struct IdSink final : openai::EventSink {
    void start(std::string_view) override {}
    void text(std::string_view, openai::TextChannel, std::string_view) override {}
    void reasoning(std::string_view) override {}
    void signature(std::string_view json) override { states.emplace_back(json); }
    void tool_start(std::uint32_t, std::string_view id, std::string_view) override { ids.emplace_back(id); }
    void tool_args(std::uint32_t, std::string_view) override {}
    void tool_end(std::uint32_t) override {}
    void usage(const openai::Usage&) override {}
    void finish(openai::FinishReason, std::string_view) override {}
    void error(const Error&) override {}

    std::vector<std::string> ids;
    std::vector<std::string> states;
};

class RestoreState : public testing::Test {
  protected:
    StateScope scope(Memory memory = Memory::seal_and_cache, std::string_view account = "acme") { return {keeper_, account, memory, noon}; }
    /// How a call is told that came after `text` was said as state.
    std::string told(std::string_view text, std::string_view id = "toolu_1", Memory memory = Memory::seal_and_cache) {
        IdSink sink;
        StateCarrier carrier(sink, scope(memory));
        if (!text.empty()) carrier.signature(text);
        carrier.tool_start(0, id, "look_up");
        return sink.ids.at(0);
    }
    static std::string conversation(const std::string& id, const std::string& more = {}) {
        return R"({"model":"m","messages":[{"role":"user","content":"hi"},{"role":"assistant","content":null,"tool_calls":[{"id":")" + id +
               R"(","type":"function","function":{"name":"look_up","arguments":"{}"}}])" + more + R"(},{"role":"tool","tool_call_id":")" +
               id + R"(","content":"4"}]})";
    }
    std::optional<std::string> restored(const std::string& body, const StateScope& scope) {
        json::Document document;
        EXPECT_FALSE(document.parse(body, {}));
        return restore_state(document, scope);
    }

    StateKeeper keeper_{Secret(std::string(32, 'p'))};
};

TEST_F(RestoreState, gives_a_conversation_its_ids_and_its_state_back) {
    EXPECT_EQ(restored(conversation(told(state)), scope()), conversation("toolu_1", R"(,"provider_state":)" + state));
}

TEST_F(RestoreState, leaves_every_other_conversation_alone) {
    EXPECT_FALSE(restored(conversation("toolu_1"), scope()));
    EXPECT_FALSE(restored(conversation(told("", "toolu_1")), scope()));
    EXPECT_FALSE(restored(R"({"prompt":"hi"})", scope()));
    EXPECT_FALSE(restored(R"({"messages":[1,null,{"role":"tool","tool_call_id":7,"content":""},{"tool_calls":[1,{"id":[]}],"a":1,"b":2}]})",
                          scope()));
}

TEST_F(RestoreState, a_state_that_the_client_has_sent_back_itself_wins) {
    const std::string own = R"(,"provider_state":{"anthropic":{"thinking":[]}})";
    EXPECT_EQ(restored(conversation(told(state), own), scope()), conversation("toolu_1", own));
    EXPECT_EQ(restored(conversation(told(state), R"(,"provider_state":null)"), scope()),
              conversation("toolu_1", R"(,"provider_state":)" + state));
}

TEST_F(RestoreState, what_is_too_large_to_travel_is_remembered) {
    const std::string large = R"({"anthropic":")" + std::string(sealed_state_bytes_max, 't') + R"("})";
    const std::string id = told(large);
    EXPECT_EQ(id, "toolu_1");
    EXPECT_EQ(restored(conversation(id), scope()), conversation("toolu_1", R"(,"provider_state":)" + large));
    EXPECT_FALSE(restored(conversation(id), scope(Memory::seal_and_cache, "bravo"))) << "by its account only";
}

TEST_F(RestoreState, an_id_that_a_client_has_cut_still_finds_what_it_carried) {
    const std::string id = told(state).substr(0, 40);
    EXPECT_EQ(restored(conversation(id), scope()), conversation("toolu_1", R"(,"provider_state":)" + state));
}

TEST_F(RestoreState, a_caller_whose_data_nobody_may_keep_has_what_travels_and_nothing_else) {
    const std::string id = told(state, "toolu_1", Memory::seal_only);
    EXPECT_EQ(keeper_.cache().bytes(), 0u);
    EXPECT_EQ(restored(conversation(id), scope(Memory::seal_only)), conversation("toolu_1", R"(,"provider_state":)" + state));
    EXPECT_FALSE(restored(conversation(id.substr(0, 40)), scope(Memory::seal_only)));
    told(state, "toolu_2");
    EXPECT_FALSE(restored(conversation("toolu_2"), scope(Memory::seal_only))) << "nor is it given what others left";
}

TEST_F(RestoreState, forged_and_foreign_ids_are_ids_like_any_other) {
    const std::string id = told(state);
    std::string forged = id;
    forged.back() = forged.back() == 'A' ? 'B' : 'A';
    EXPECT_FALSE(restored(conversation(forged), scope(Memory::seal_only)));
    EXPECT_FALSE(restored(conversation(id), scope(Memory::seal_and_cache, "bravo")));
    EXPECT_FALSE(restored(conversation(std::string(10'000, 'A')), scope()));
}

TEST_F(RestoreState, restores_the_ids_of_older_history_items) {
    const std::string id = told(state);
    const std::string item = R"({"messages":[{"type":"function_call_output","call_id":")";
    EXPECT_EQ(restored(item + id + R"(","output":"4"}]})", scope()), item + R"(toolu_1","output":"4"}]})");
}

TEST_F(RestoreState, of_several_calls_the_last_state_is_the_whole_of_it) {
    IdSink sink;
    StateCarrier carrier(sink, scope());
    carrier.signature(R"({"google":1})");
    carrier.tool_start(0, "a", "x");
    carrier.tool_start(1, "b", "x");
    carrier.signature(R"({"google":2})");
    carrier.tool_start(2, "c", "x");
    EXPECT_EQ(sink.ids.at(1), "b") << "what was carried once is not carried again";
    EXPECT_EQ(sink.states.size(), 2u);
    const auto call = [](const std::string& id) { return R"({"id":")" + id + R"("})"; };
    const auto body = [&](const std::string& a, const std::string& b, const std::string& c, const std::string& more) {
        return R"({"messages":[{"role":"assistant","content":null,"tool_calls":[)" + call(a) + "," + call(b) + "," + call(c) + "]" + more +
               "}]}";
    };
    EXPECT_EQ(restored(body(sink.ids[0], sink.ids[1], sink.ids[2], ""), scope(Memory::seal_only)),
              body("a", "b", "c", R"(,"provider_state":{"google":2})"));
}

}  // namespace
}  // namespace parley::thinking
