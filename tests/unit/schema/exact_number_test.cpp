#include "schema/exact_number.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <iterator>

namespace parley::schema {
namespace {

TEST(ExactNumber, has_one_way_to_be_written) {
    for (const char* text : {"10", "10.0", "1e1", "1.0E+1", "100e-1", "0.10e2"}) EXPECT_EQ(ExactNumber(text).canonical(), "1e1") << text;
    for (const char* text : {"0", "-0", "0.000", "0e99", "-0.0E-7"}) EXPECT_EQ(ExactNumber(text).canonical(), "0") << text;
    EXPECT_EQ(ExactNumber("-0.0120").canonical(), "-12e-3");
    EXPECT_EQ(ExactNumber("123456789012345678901234567890").canonical(), "12345678901234567890123456789e1");
}

TEST(ExactNumber, is_compared_by_all_its_digits) {
    const char* const ascending[] = {"-1e99999999999999999999",
                                     "-10",
                                     "-9.5",
                                     "-9",
                                     "-0.1",
                                     "0",
                                     "1e-400",
                                     "0.1",
                                     "0.10000000000000000001",
                                     "1",
                                     "9.99",
                                     "10",
                                     "123456789012345678901234567890",
                                     "123456789012345678901234567891",
                                     "1e400"};
    for (const char* one : ascending) {
        for (const char* other : ascending) {
            EXPECT_EQ(ExactNumber(one) < ExactNumber(other), std::less<>()(std::find(std::begin(ascending), std::end(ascending), one),
                                                                           std::find(std::begin(ascending), std::end(ascending), other)))
                << one << " " << other;
        }
    }
    EXPECT_EQ(ExactNumber("1.50"), ExactNumber("15e-1"));
}

TEST(ExactNumber, knows_integers_and_multiples) {
    EXPECT_TRUE(ExactNumber("1.0").is_integer());
    EXPECT_TRUE(ExactNumber("1e400").is_integer());
    EXPECT_FALSE(ExactNumber("1.5").is_integer());
    EXPECT_TRUE(ExactNumber("19.99").is_multiple_of(ExactNumber("0.01")));
    EXPECT_TRUE(ExactNumber("0.3").is_multiple_of(ExactNumber("0.1"))) << "which doubles get wrong";
    EXPECT_FALSE(ExactNumber("1.005").is_multiple_of(ExactNumber("0.01")));
    EXPECT_FALSE(ExactNumber("7").is_multiple_of(ExactNumber("2.5")));
    EXPECT_TRUE(ExactNumber("7.5").is_multiple_of(ExactNumber("2.5")));
    EXPECT_TRUE(ExactNumber("123456789012345678901234567890").is_multiple_of(ExactNumber("30")));
    EXPECT_FALSE(ExactNumber("1e308").is_multiple_of(ExactNumber("7")));
    EXPECT_FALSE(ExactNumber("1e308").is_multiple_of(ExactNumber("0.123456789")));
    EXPECT_TRUE(ExactNumber("0").is_multiple_of(ExactNumber("7")));
}

}  // namespace
}  // namespace parley::schema
