#include "config/substitute.hpp"

#include "support.hpp"

namespace parley::config {
namespace {

const Environment environment = environment_of({{"A", "one"}, {"_b2", "two"}, {"EMPTY", ""}, {"NESTED", "${A}$"}});

TEST(Substitute, replaces_variables_wherever_they_stand) {
    const std::pair<const char*, const char*> cases[] = {
        {"", ""},
        {"plain", "plain"},
        {"${A}", "one"},
        {"<${A}${_b2}>", "<onetwo>"},
        {"${EMPTY}", ""},
        {"$A $ $$ {A}", "$A $ $$ {A}"},
        {"$${A}", "${A}"},
        {"$$${A}", "$${A}"},
        {"$${A}${A}", "${A}one"},
        {"${NESTED}", "${A}$"},
        {"${NESTED}${A}", "${A}$one"},
    };
    for (const auto& [scalar, expected] : cases) {
        const Substitution done = substitute(scalar, environment);
        EXPECT_EQ(done.fault, "") << scalar;
        EXPECT_EQ(done.text, expected) << scalar;
    }
}

TEST(Substitute, knows_whether_anything_came_from_outside) {
    EXPECT_TRUE(substitute("x${A}", environment).from_outside);
    EXPECT_TRUE(substitute("${EMPTY}", environment).from_outside);
    EXPECT_FALSE(substitute("$${A}", environment).from_outside);
}

TEST(Substitute, puts_in_a_file_without_one_line_end) {
    const TemporaryFolder folder;
    const std::pair<const char*, const char*> cases[] = {
        {"secret", "secret"}, {"secret\n", "secret"}, {"secret\r\n", "secret"}, {"secret\n\n", "secret\n"}, {"", ""}};
    for (const auto& [content, expected] : cases) {
        const std::string path = folder.write("secret", content);
        const Substitution done = substitute("${file:" + path + "}", environment);
        EXPECT_EQ(done.fault, "");
        EXPECT_EQ(done.text, expected);
        EXPECT_TRUE(done.warnings.empty());
    }
}

TEST(Substitute, warns_of_a_file_that_everyone_may_read) {
    const TemporaryFolder folder;
    const std::string path = folder.write("secret", "text", 0644);
    const Substitution done = substitute("${file:" + path + "}", environment);
    EXPECT_EQ(done.text, "text");
    EXPECT_EQ(done.warnings, (std::vector<std::string>{path + " can be read by everyone on this machine"}));
}

TEST(Substitute, is_bounded_with_everything_put_in) {
    const auto with = [](std::size_t bytes) { return substitute("${LONG}", environment_of({{"LONG", std::string(bytes, 'x')}})).fault; };
    EXPECT_EQ(with(scalar_bytes_max), "");
    EXPECT_EQ(with(scalar_bytes_max + 1), "is longer than 64KiB");

    const TemporaryFolder folder;
    const std::string path = folder.write("long", std::string(scalar_bytes_max + 1, 'x'));
    EXPECT_EQ(substitute("${file:" + path + "}", environment).fault, path + " is larger than 64KiB");
}

}  // namespace
}  // namespace parley::config
