#include "config/problem.hpp"

#include <gtest/gtest.h>

namespace parley::config {
namespace {

TEST(ConfigProblem, is_printed_as_compilers_print_theirs) {
    EXPECT_EQ(to_text({"parley.yaml", 12, 5, "providers.openai.base_url", "must start with http:// or https://", ""}),
              "parley.yaml:12:5: providers.openai.base_url: must start with http:// or https://");
    EXPECT_EQ(to_text({"p", 1, 1, "lisen", "unknown name", "did you mean 'listen'?"}),
              "p:1:1: lisen: unknown name\n    hint: did you mean 'listen'?");
    EXPECT_EQ(to_text({"p", 0, 0, "", "is a directory", ""}), "p: is a directory");
    EXPECT_EQ(to_text({"p", 2, 1, "", "not valid UTF-8", ""}), "p:2:1: not valid UTF-8");
}

TEST(ConfigProblem, cannot_paint_on_a_terminal) {
    EXPECT_EQ(to_text({"p", 1, 1, "\x1b[2Jname\x7f", "a\nb", "\xc3\xa9"}), "p:1:1: \\x1b[2Jname\\x7f: a\\x0ab\n    hint: \xc3\xa9");
}

}  // namespace
}  // namespace parley::config
