// Both sides of a Result through every way in which it is made, copied, moved and read; the sanitizers see what is freed twice or
// never.
#include "base/result.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace parley {
namespace {

const std::string long_text = "a text that is too long to lie in the string itself";

Error failure() { return Error{.kind = ErrorKind::too_large, .message = long_text}; }

TEST(Result, is_a_value_or_an_error) {
    const Result<std::string> value = long_text;
    ASSERT_TRUE(value);
    EXPECT_TRUE(value.has_value());
    EXPECT_FALSE(value.has_error());
    EXPECT_EQ(*value, long_text);
    EXPECT_EQ(value->size(), long_text.size());
    EXPECT_EQ(value.error(), Error());

    const Result<std::string> error = failure();
    ASSERT_FALSE(error);
    EXPECT_TRUE(!error);
    EXPECT_TRUE(error.has_error());
    EXPECT_EQ(error.error(), failure());
    EXPECT_THROW(error.value(), std::logic_error);
}

TEST(Result, takes_what_its_value_can_be_made_of) {
    struct Base {
        virtual ~Base() = default;
    };
    struct Derived : Base {};
    EXPECT_TRUE(Result<std::unique_ptr<Base>>(std::make_unique<Derived>()));
    EXPECT_EQ(*Result<std::string>("letters"), "letters");
    EXPECT_EQ(*Result<std::optional<int>>(std::nullopt), std::nullopt);
    EXPECT_EQ(*Result<std::string>(boost::system::in_place_value, 3, 'x'), "xxx");
    const Result<const char*> letters = "letters";
    EXPECT_EQ(*Result<std::string_view>(letters), "letters");
    EXPECT_EQ(Result<std::string_view>(Result<const char*>(failure())).error(), failure());
}

TEST(Result, of_either_kind_is_copied_and_moved_over_either_kind) {
    const Result<std::string> kinds[] = {long_text, failure()};
    for (const Result<std::string>& from : kinds) {
        for (const Result<std::string>& over : kinds) {
            Result<std::string> copied = over;
            copied = from;
            EXPECT_EQ(copied, from);
            Result<std::string> moved = over;
            moved = std::move(copied);
            EXPECT_EQ(moved, from);
            const Result<std::string> last = std::move(moved);
            EXPECT_EQ(last, from);
        }
    }
    EXPECT_FALSE(kinds[0] == kinds[1]);
}

TEST(Result, that_only_moves_gives_its_value_away) {
    Result<std::unique_ptr<std::string>> result = std::make_unique<std::string>(long_text);
    Result<std::unique_ptr<std::string>> taken = std::move(result);
    const std::unique_ptr<std::string> value = *std::move(taken);
    EXPECT_EQ(*value, long_text);
}

TEST(Result, of_nothing_says_only_whether_it_went_well) {
    EXPECT_TRUE(Result<void>());
    const Result<void> error = failure();
    ASSERT_FALSE(error);
    const Result<void> copied = error;
    EXPECT_EQ(copied.error(), failure());
    EXPECT_THROW(copied.value(), std::logic_error);
}

TEST(Result, is_little_more_than_its_value) {
    EXPECT_EQ(sizeof(Result<std::string_view>), sizeof(std::string_view) + sizeof(void*));
    EXPECT_EQ(sizeof(Result<void>), sizeof(void*));
}

}  // namespace
}  // namespace parley
