#include "http/spare_buffers.hpp"

#include <gtest/gtest.h>

namespace parley::http {
namespace {

constexpr std::size_t KiB = 1024;

TEST(SpareBuffers, give_the_one_that_came_back_last_to_the_next_that_fits_in) {
    SpareBuffers spares(200 * KiB);
    SpareBuffer first = spares.take(60 * KiB);
    SpareBuffer second = spares.take(60 * KiB);
    EXPECT_NE(first.bytes.get(), second.bytes.get());
    const char* const last = second.bytes.get();
    spares.give_back(std::move(first));
    spares.give_back(std::move(second));
    EXPECT_EQ(spares.waiting_bytes(), 120 * KiB);
    const SpareBuffer again = spares.take(50 * KiB);
    EXPECT_EQ(again.bytes.get(), last);
    EXPECT_EQ(again.capacity, 60 * KiB);
    EXPECT_EQ(spares.waiting_bytes(), 60 * KiB);
}

TEST(SpareBuffers, give_nobody_less_than_was_asked_for_nor_more_than_twice_as_much) {
    SpareBuffers spares(200 * KiB);
    spares.give_back(spares.take(60 * KiB));
    EXPECT_EQ(spares.take(60 * KiB + 1).capacity, 60 * KiB + 1);
    EXPECT_EQ(spares.take(30 * KiB - 1).capacity, 30 * KiB - 1);
    EXPECT_EQ(spares.waiting_bytes(), 60 * KiB);
    EXPECT_EQ(spares.take(30 * KiB).capacity, 60 * KiB);
}

TEST(SpareBuffers, keep_no_more_than_they_may_and_let_the_longest_waiting_go) {
    SpareBuffers spares(100 * KiB);
    SpareBuffer early = spares.take(40 * KiB);
    SpareBuffer later = spares.take(50 * KiB);
    SpareBuffer last = spares.take(30 * KiB);
    const char* const latest = last.bytes.get();
    spares.give_back(std::move(early));
    spares.give_back(std::move(later));
    spares.give_back(std::move(last));
    EXPECT_EQ(spares.waiting_bytes(), 80 * KiB);
    EXPECT_EQ(spares.take(25 * KiB).bytes.get(), latest);
    EXPECT_EQ(spares.take(50 * KiB).capacity, 50 * KiB);
    EXPECT_EQ(spares.waiting_bytes(), 0u);
    spares.give_back(spares.take(101 * KiB));
    EXPECT_EQ(spares.waiting_bytes(), 0u) << "more than all may have together";
}

TEST(SpareBuffers, keep_none_where_none_may_be_kept) {
    SpareBuffers spares(0);
    spares.give_back(spares.take(KiB));
    spares.give_back({});
    EXPECT_EQ(spares.waiting_bytes(), 0u);
}

}  // namespace
}  // namespace parley::http
