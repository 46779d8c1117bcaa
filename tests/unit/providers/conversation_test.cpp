// What the walk makes of a conversation, as lines: the instructions, then the turns, each with its pieces.
#include "providers/conversation.hpp"

#include <gtest/gtest.h>

namespace parley::providers {
namespace {

std::string describe(const Piece& piece, const Conversation& conversation) {
    const auto call = [&] { return conversation.calls[piece.call].name.string(); };
    std::string text = piece.speaker ? piece.speaker.string() + ": " : "";
    switch (piece.kind) {
        case Piece::Kind::text: text += piece.value.string(); break;
        case Piece::Kind::image: text += "<image>"; break;
        case Piece::Kind::audio: text += "<audio>"; break;
        case Piece::Kind::file: text += "<file>"; break;
        case Piece::Kind::call: text += "<call " + call() + ">"; break;
        case Piece::Kind::result: text += "<result of " + call() + " " + std::string(piece.value.raw()) + ">"; break;
        case Piece::Kind::no_result: text += "<no result of " + call() + ">"; break;
        case Piece::Kind::state: text += "<state>"; break;
    }
    return text + (piece.cache_control ? "*" : "");
}

std::string describe(const std::vector<Piece>& pieces, const Conversation& conversation) {
    std::string line;
    for (const Piece& piece : pieces) line += (line.empty() ? "" : " | ") + describe(piece, conversation);
    return line + "\n";
}

std::string walk(const std::string& messages) {
    const std::string body = R"({"model":"m",)" + messages + "}";
    openai::ChatRequest request;
    const auto error = openai::read_chat_request(body, request);
    EXPECT_FALSE(error) << (error ? error->problems.front() : "");
    const Conversation conversation = read_conversation(request);
    std::string lines;
    if (!conversation.instructions.empty()) lines += "system " + describe(conversation.instructions, conversation);
    for (const Turn& turn : conversation.turns) {
        lines += (turn.speaker == Turn::Speaker::user ? "user " : "model ") + describe(turn.pieces, conversation);
    }
    return lines;
}

std::string walk_messages(const std::string& messages) { return walk(R"("messages":[)" + messages + "]"); }

/// An assistant's message that calls a function of each name, with the name as the id.
std::string calls(std::initializer_list<std::string> names, const std::string& content = "null") {
    std::string list;
    for (const std::string& name : names) {
        list += (list.empty() ? "" : ",") +
                (R"({"id":")" + name + R"(","type":"function","function":{"name":")" + name + R"(","arguments":"{}"}})");
    }
    return R"({"role":"assistant","content":)" + content + R"(,"tool_calls":[)" + list + "]}";
}

std::string result(const std::string& id, const std::string& content) {
    return R"({"role":"tool","tool_call_id":")" + id + R"(","content":)" + content + "}";
}

constexpr const char* hello = R"({"role":"user","content":"hello"})";

TEST(Conversation, takes_a_prompt_for_one_turn) { EXPECT_EQ(walk(R"("prompt":"hi")"), "user hi\n"); }

TEST(Conversation, sets_the_instructions_that_open_it_apart) {
    EXPECT_EQ(walk_messages(R"({"role":"system","content":"one"},{"role":"developer","content":[{"type":"text","text":"two"}]},)" +
                            std::string(hello)),
              "system one | two\nuser hello\n");
}

TEST(Conversation, leaves_later_instructions_in_their_place) {
    EXPECT_EQ(walk_messages(std::string(hello) + R"(,{"role":"assistant","content":"hi"},{"role":"system","content":"be brief"})"),
              "user hello\nmodel hi\nuser be brief\n");
}

TEST(Conversation, merges_neighbours_of_one_speaker) {
    EXPECT_EQ(walk_messages(std::string(hello) + R"(,{"role":"user","content":"again"},{"role":"assistant","content":"a"},)"
                                                 R"({"role":"assistant","content":"b"})"),
              "user hello | again\nmodel a | b\n");
}

TEST(Conversation, leaves_out_white_space) {
    EXPECT_EQ(walk_messages(std::string(hello) + R"(,{"role":"assistant","content":" \n"},{"role":"user","content":"b"},)"
                                                 R"({"role":"user","content":[{"type":"text","text":"\t"},{"type":"text","text":"c"}]})"),
              "user hello | b | c\n");
}

TEST(Conversation, puts_a_name_in_front_of_the_first_text_of_its_message) {
    EXPECT_EQ(walk_messages(R"({"role":"user","name":"Ann","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]})"),
              "user Ann: a | b\n");
}

TEST(Conversation, says_what_was_refused) {
    EXPECT_EQ(walk_messages(std::string(hello) + R"(,{"role":"assistant","content":null,"refusal":"no"},{"role":"user","content":"why"})"),
              "user hello\nmodel no\nuser why\n");
}

TEST(Conversation, puts_results_first_and_in_the_order_of_their_calls) {
    EXPECT_EQ(walk_messages(std::string(hello) + "," + calls({"a", "b"}, R"("wait")") + "," + hello + "," + result("b", R"("2")") + "," +
                            result("a", R"("1")")),
              "user hello\nmodel wait | <call a> | <call b>\nuser <result of a \"1\"> | <result of b \"2\"> | hello\n");
}

TEST(Conversation, leaves_no_call_without_a_result) {
    EXPECT_EQ(walk_messages(std::string(hello) + "," + calls({"a", "b"}) + "," + result("b", R"("2")")),
              "user hello\nmodel <call a> | <call b>\nuser <no result of a> | <result of b \"2\">\n");
    EXPECT_EQ(walk_messages(std::string(hello) + "," + calls({"a"})), "user hello\nmodel <call a>\nuser <no result of a>\n");
}

TEST(Conversation, keeps_the_first_of_two_results_for_one_call) {
    EXPECT_EQ(walk_messages(std::string(hello) + "," + calls({"a"}) + "," + result("a", R"("1")") + "," + result("a", R"("2")")),
              "user hello\nmodel <call a>\nuser <result of a \"1\">\n");
}

TEST(Conversation, makes_text_of_a_result_that_comes_too_late) {
    EXPECT_EQ(walk_messages(std::string(hello) + "," + calls({"a"}) + "," + hello + R"(,{"role":"assistant","content":"x"},)" +
                            result("a", R"("late")")),
              "user hello\nmodel <call a>\nuser <no result of a> | hello\nmodel x\nuser late\n");
}

TEST(Conversation, joins_what_an_empty_turn_held_apart) {
    EXPECT_EQ(walk_messages(std::string(hello) + "," + calls({"a"}) + "," + result("a", R"("1")") +
                            R"(,{"role":"assistant","content":"x"},)" + result("a", R"("")") + R"(,{"role":"assistant","content":"y"})"),
              "user hello\nmodel <call a>\nuser <result of a \"1\">\nmodel x | y\n");
}

TEST(Conversation, gives_a_result_to_the_latest_call_with_its_id) {
    const std::string again = calls({"a"}) + "," + result("a", R"("1")");
    EXPECT_EQ(walk_messages(std::string(hello) + "," + again + "," + again),
              "user hello\nmodel <call a>\nuser <result of a \"1\">\nmodel <call a>\nuser <result of a \"1\">\n");
}

TEST(Conversation, moves_calls_behind_text_but_not_past_state) {
    const std::string state = R"({"role":"assistant","content":"two","provider_state":{"x":1}})";
    EXPECT_EQ(walk_messages(std::string(hello) + "," + calls({"a"}) + R"(,{"role":"assistant","content":"one"},)" + state),
              "user hello\nmodel one | <call a> | <state> | two\nuser <no result of a>\n");
}

TEST(Conversation, leaves_out_state_that_stands_alone) {
    const std::string state = R"({"role":"assistant","content":" ","provider_state":{"x":1}})";
    EXPECT_EQ(walk_messages(std::string(hello) + "," + state), "user hello\n");
}

TEST(Conversation, that_ends_with_a_message_of_nothing_still_waits_for_an_answer) {
    const auto ends_in_silence = [](const std::string& last) {
        const std::string body =
            R"({"model":"m","messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"})" + last + "]}";
        openai::ChatRequest request;
        EXPECT_FALSE(openai::read_chat_request(body, request));
        return read_conversation(request).ends_in_silence;
    };
    for (const std::string said :
         {R"({"role":"user","content":" "})", R"({"role":"user","content":[]})", R"({"role":"system","content":""})"}) {
        EXPECT_TRUE(ends_in_silence("," + said)) << said;
    }
    EXPECT_FALSE(ends_in_silence("")) << "an answer that the caller began";
    EXPECT_FALSE(ends_in_silence(R"(,{"role":"user","content":"c"})"));
    EXPECT_FALSE(ends_in_silence(R"(,{"role":"user","content":" "},{"role":"assistant","content":"c"})"));
}

TEST(Conversation, gives_a_messages_cache_marker_to_its_last_piece) {
    constexpr const char* marker = R"("cache_control":{"type":"ephemeral"})";
    EXPECT_EQ(walk_messages(R"({"role":"system","content":"s",)" + std::string(marker) +
                            R"(},{"role":"user","content":[)"
                            R"({"type":"text","text":"a",)" +
                            marker + R"(},{"type":"text","text":"b"}],)" + marker + "}"),
              "system s*\nuser a* | b*\n");
}

TEST(Conversation, keeps_pictures_sound_and_files_as_they_are) {
    EXPECT_EQ(walk_messages(R"({"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x/y.png"}},)"
                            R"({"type":"input_audio","input_audio":{"data":"AAAA"}},{"type":"file","file":{}}]})"),
              "user <image> | <audio> | <file>\n");
}

TEST(Conversation, names_the_place_of_a_piece_as_the_caller_counts) {
    EXPECT_EQ((PiecePlace{.message = 2, .part = 1}.text()), "messages[2].content[1]");
}

TEST(WhiteSpace, is_told_from_escapes_that_only_look_like_it) {
    EXPECT_TRUE(is_blank(R"( \n\t\r\u0020)"));
    EXPECT_FALSE(is_blank(R"( \\n)"));
    EXPECT_EQ(without_space_at_end(R"(a\\n \n)"), R"(a\\n)");
    EXPECT_EQ(without_space_at_end(R"(a\\\n)"), R"(a\\)");
}

TEST(WhiteSpace, is_what_unicode_calls_so_written_out_or_escaped) {
    EXPECT_TRUE(is_blank("\u00a0\u3000 \u2003\u2028\xc2\x85"));
    EXPECT_TRUE(is_blank(R"(\u00A0\f\u000b\u2009\u3000)"));
    EXPECT_FALSE(is_blank("\u200b")) << "a character without width is none";
    EXPECT_FALSE(is_blank("\u3042\u3000"));
    EXPECT_EQ(without_space_at_end("\u3042\u3000\u00a0"), "\u3042");
    for (const std::string other : {R"(\\u0020)", R"(\\uzzzz)", "u0020", "\u00e0", "\U0001f600", R"(\ud83d)"}) {
        EXPECT_FALSE(is_blank(other)) << other;
        EXPECT_EQ(without_space_at_end(other), other);
    }
}

}  // namespace
}  // namespace parley::providers
