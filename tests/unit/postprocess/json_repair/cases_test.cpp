// Every case is mended whole, and streamed at every split into two pieces and byte by byte. nlohmann's strict parser judges.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <map>

#include "postprocess/json_repair/repair.hpp"
#include "postprocess/json_repair/stream_repair.hpp"
#include "postprocess/json_repair/valid_json.hpp"
#include "unit/postprocess/json_repair/case.hpp"

namespace parley::postprocess::json_repair {
namespace {

const std::vector<Case>& cases() {
    static const std::vector<Case> all = read_cases();
    return all;
}

struct Streamed {
    std::string text;
    std::optional<RepairFault> fault;
    bool operator==(const Streamed&) const = default;
};

Streamed stream(std::string_view text, std::size_t cut) {
    Streamed streamed;
    StreamRepair repair;
    repair.feed(text.substr(0, cut), streamed.text);
    EXPECT_LE(repair.held_bytes(), held_bytes_max);
    repair.feed(text.substr(cut), streamed.text);
    streamed.fault = repair.finish(streamed.text);
    return streamed;
}

TEST(RepairCases, there_are_hundreds_of_them_in_every_group_that_models_are_known_for) {
    std::map<std::string, int> groups;
    for (const Case& one : cases()) ++groups[one.group];
    EXPECT_GE(cases().size(), 400u);
    EXPECT_GE(groups.size(), 25u);
    for (const auto& [group, count] : groups) EXPECT_GE(count, 8) << group;
}

TEST(RepairCases, each_is_mended_as_it_was_meant_or_refused) {
    for (const Case& one : cases()) {
        const Repair mended = repair(one.broken);
        ASSERT_EQ(static_cast<bool>(mended), one.expected.has_value()) << testing::PrintToString(one) << "\n" << mended.text;
        if (!one.expected) continue;
        EXPECT_EQ(value_of(mended.text), *one.expected) << testing::PrintToString(one) << "\n" << mended.text;
        EXPECT_GT(mended.mends.size(), 0u) << testing::PrintToString(one);
    }
}

TEST(RepairCases, what_was_mended_is_not_mended_again) {
    for (const Case& one : cases()) {
        const Repair mended = repair(one.broken);
        if (!mended) continue;
        EXPECT_TRUE(is_json(mended.text)) << testing::PrintToString(one);
        EXPECT_EQ(repair(mended.text).text, mended.text) << testing::PrintToString(one);
    }
}

TEST(RepairCases, streamed_each_is_a_document_or_the_error_and_cuts_change_nothing) {
    for (const Case& one : cases()) {
        const Streamed whole = stream(one.broken, one.broken.size());
        // Whether the first bracket is missing may only show at the end of the text.
        const bool may_refuse = !one.expected || one.group == "first_bracket";
        EXPECT_TRUE(!whole.fault || may_refuse) << testing::PrintToString(one);
        EXPECT_TRUE(whole.fault || one.expected) << testing::PrintToString(one);
        EXPECT_NE(whole.fault.has_value(), is_json(whole.text)) << testing::PrintToString(one) << "\n" << whole.text;
        for (std::size_t cut = 0; cut < one.broken.size(); ++cut) {
            ASSERT_EQ(stream(one.broken, cut), whole) << testing::PrintToString(one) << "\ncut at " << cut;
        }
    }
}

TEST(RepairCases, streamed_byte_by_byte_what_was_written_stays_written) {
    for (const Case& one : cases()) {
        const Streamed whole = stream(one.broken, one.broken.size());
        StreamRepair repair;
        std::string text;
        for (const char byte : one.broken) {
            repair.feed(std::string_view(&byte, 1), text);
            ASSERT_TRUE(whole.text.starts_with(text)) << testing::PrintToString(one) << "\n" << text;
            ASSERT_LE(repair.held_bytes(), held_bytes_max);
        }
        repair.finish(text);
        EXPECT_EQ(text, whole.text);
    }
}

// Of several values a stream gives the first; a few mends need the whole text. Everywhere else both say the same.
TEST(RepairCases, streamed_most_mean_the_same_as_whole) {
    std::size_t asked = 0;
    std::size_t same = 0;
    for (const Case& one : cases()) {
        if (!one.expected || one.group == "several_values") continue;
        const std::string streamed = stream(one.broken, one.broken.size()).text;
        const bool is_same = value_of(streamed) == *one.expected;
        if (!is_same) std::cout << "streamed otherwise: " << ::testing::PrintToString(one) << "  ->  " << streamed << '\n';
        ++asked;
        same += is_same;
    }
    std::cout << "streamed as whole: " << same << " of " << asked << '\n';
    EXPECT_GE(same * 100, asked * 95);
}

// A list of one broken value again and again, whose breaks reach no further than themselves.
TEST(RepairCases, nine_tenths_of_a_streamed_document_are_out_before_its_last_byte) {
    std::size_t documents = 0;
    std::size_t bytes = 0;
    std::size_t early = 0;
    for (const Case& one : cases()) {
        if (!one.expected || !(one.expected->is_object() || one.expected->is_array())) continue;
        std::string text = "[" + one.broken;
        nlohmann::json meant = nlohmann::json::array({*one.expected});
        for (; text.size() <= 1024; meant.push_back(*one.expected)) text += ",\n" + one.broken;
        text += ']';
        StreamRepair repair;
        std::string out;
        repair.feed(std::string_view(text).substr(0, text.size() - 1), out);
        const std::size_t out_before = out.size();
        repair.feed(std::string_view(text).substr(text.size() - 1), out);
        if (repair.finish(out) || value_of(out) != meant) continue;
        ++documents;
        bytes += out.size();
        early += out_before;
    }
    std::cout << early << " of " << bytes << " bytes of " << documents << " documents\n";
    EXPECT_GE(documents, 200u);
    EXPECT_GE(early * 100, bytes * 90);
}

}  // namespace
}  // namespace parley::postprocess::json_repair
