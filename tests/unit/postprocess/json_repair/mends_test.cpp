#include <gtest/gtest.h>

#include "postprocess/json_repair/number.hpp"
#include "postprocess/json_repair/repair.hpp"

namespace parley::postprocess::json_repair {
namespace {

TEST(Mends, say_what_was_wrong_and_where) {
    const Repair mended = repair("{a: 'b',}");
    ASSERT_TRUE(mended);
    EXPECT_EQ(mended.text, R"({"a": "b"})");
    EXPECT_EQ(mended.mends.first(),
              (std::vector<Mend>{{MendKind::key_quoted, 1}, {MendKind::quote_replaced, 4}, {MendKind::comma_removed, 8}}));
    EXPECT_EQ(mended.mends.count(MendKind::comma_removed), 1u);
}

TEST(Mends, are_counted_to_the_last_and_kept_up_to_a_limit) {
    std::string text = "[";
    for (int i = 0; i < 1'000; ++i) text += "1,,";
    const Repair mended = repair(text + "1]");
    EXPECT_EQ(mended.mends.size(), 1'000u);
    EXPECT_EQ(mended.mends.first().size(), Mends::kept_max);
}

TEST(Mends, have_names) {
    EXPECT_EQ(to_string(MendKind::comma_added), "comma_added");
    EXPECT_EQ(to_string(MendKind::values_gathered), "values_gathered");
}

TEST(Refusal, has_words_and_no_text) {
    const Repair refused = repair("The caller was polite.");
    EXPECT_EQ(refused.fault, RepairFault::no_json);
    EXPECT_TRUE(refused.text.empty());
    EXPECT_EQ(describe(*refused.fault), "there is no JSON in the text");
}

TEST(Number, is_put_as_json_has_it_and_keeps_its_digits) {
    EXPECT_EQ(print_number(".5"), "0.5");
    EXPECT_EQ(print_number("-.5"), "-0.5");
    EXPECT_EQ(print_number("5."), "5.0");
    EXPECT_EQ(print_number("5.e3"), "5.0e3");
    EXPECT_EQ(print_number("1e"), "1e0");
    EXPECT_EQ(print_number("1e-"), "1e-0");
    EXPECT_EQ(print_number("-"), "-0");
    EXPECT_EQ(print_number("+1"), "1");
    EXPECT_EQ(print_number("1_000"), "1000");
    EXPECT_EQ(print_number("0xff"), "255");
    EXPECT_EQ(print_number("0xffffffffffffffffff"), "\"0xffffffffffffffffff\"");
    EXPECT_EQ(print_number("007"), "\"007\"");
    EXPECT_EQ(print_number("123456789012345678901234567890"), "123456789012345678901234567890");
}

TEST(Number, ends_where_something_else_begins) {
    EXPECT_EQ(number_bytes("12,"), 2u);
    EXPECT_EQ(number_bytes("1.5e3x"), 5u);
    EXPECT_EQ(number_bytes("2024-01-15"), 4u);
    EXPECT_EQ(number_bytes("x1"), 0u);
    EXPECT_EQ(number_bytes("-x"), 0u);
    EXPECT_EQ(number_bytes("."), 0u);
}

}  // namespace
}  // namespace parley::postprocess::json_repair
