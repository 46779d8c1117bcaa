#include "openai/surrogate_joiner.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace parley::openai {
namespace {

/// What comes out of `pieces`, each in brackets; the flush at the end, if it says anything, in braces.
std::string join(const std::vector<std::string>& pieces) {
    SurrogateJoiner joiner;
    std::string all, scratch;
    for (const std::string& piece : pieces) all += "[" + std::string(joiner.join(piece, scratch)) + "]";
    const std::string_view rest = joiner.flush();
    return rest.empty() ? all : all + "{" + std::string(rest) + "}";
}

TEST(SurrogateJoiner, leaves_whole_text_as_it_is) {
    EXPECT_EQ(join({"plain", "\\ud83d\\ude00", "\\\\ud83d", "\\n", ""}), "[plain][\\ud83d\\ude00][\\\\ud83d][\\n][]");
}

TEST(SurrogateJoiner, joins_a_pair_cut_between_two_deltas) {
    EXPECT_EQ(join({"a\\ud83d", "\\ude00b"}), "[a][\\ud83d\\ude00b]");
    EXPECT_EQ(join({"\\uD83D", "\\uDE00"}), "[][\\ud83d\\uDE00]");
}

TEST(SurrogateJoiner, waits_through_empty_deltas) { EXPECT_EQ(join({"\\ud83d", "", "\\ude00"}), "[][][\\ud83d\\ude00]"); }

TEST(SurrogateJoiner, replaces_a_half_that_stays_alone) {
    EXPECT_EQ(join({"\\ud83d", "x"}), "[][\xef\xbf\xbdx]");
    EXPECT_EQ(join({"a\\ude00b"}),
              "[a\xef\xbf\xbd"
              "b]");
    EXPECT_EQ(join({"\\ud83d\\ud83d", "\\ude00"}), "[\xef\xbf\xbd][\\ud83d\\ude00]");
    EXPECT_EQ(join({"\\ud83dx\\ude00"}), "[\xef\xbf\xbdx\xef\xbf\xbd]");
}

TEST(SurrogateJoiner, replaces_a_half_at_the_end_of_the_text) { EXPECT_EQ(join({"a\\ud83d"}), "[a]{\xef\xbf\xbd}"); }

}  // namespace
}  // namespace parley::openai
