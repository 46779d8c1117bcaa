// kept_test.cpp: transcripts in the store and in memory: whose they are, what is kept of them, what is left of deleted ones.
#include <gtest/gtest.h>

#include "store/migrations.hpp"
#include "transcripts/kept_document.hpp"
#include "transcripts/transcript_cache.hpp"
#include "transcripts/transcript_table.hpp"
#include "unit/store/temporary_folder.hpp"

namespace parley::transcripts {
namespace {

const Owner us{"acme", "us"};
const Owner eu{"acme", "eu"};
const Owner other{"other", "us"};
constexpr std::uint64_t plenty = 1 << 20;

struct Table : testing::Test {
    Table() { EXPECT_EQ(store::migrate(connection), std::nullopt); }

    std::optional<Error> put(const Owner& owner, const char* id, TranscriptRow row, std::uint64_t bytes_max = plenty) {
        return put_transcript(connection, owner, id, row, bytes_max, 1'000);
    }
    std::optional<TranscriptRow> find(const Owner& owner, const char* id) { return find_transcript(connection, owner, id).value(); }

    store::TemporaryFolder folder;
    store::Connection connection = store::Connection::open(folder.file("parley.db")).value();
};

using TranscriptTable = Table;

TEST_F(TranscriptTable, shows_a_transcript_to_its_account_in_its_region_alone) {
    ASSERT_FALSE(put(us, "t", {Keeper::store, "{}", false}));
    ASSERT_TRUE(find(us, "t"));
    EXPECT_EQ(find(us, "t")->document, "{}");
    EXPECT_FALSE(find(eu, "t"));
    EXPECT_FALSE(find(other, "t"));
    EXPECT_FALSE(find(us, "u"));
}

TEST_F(TranscriptTable, lets_two_accounts_use_one_id_and_neither_learn_of_it) {
    ASSERT_FALSE(put(us, "t", {Keeper::store, "mine", false}));
    ASSERT_FALSE(put(other, "t", {Keeper::store, "theirs", false}));
    EXPECT_EQ(find(us, "t")->document, "mine");
    EXPECT_TRUE(delete_transcript(connection, other, "t", 2'000).value());
    EXPECT_EQ(find(us, "t")->document, "mine");
    EXPECT_FALSE(belongs_to_another(connection, us, "t").value());
}

TEST_F(TranscriptTable, leaves_a_mark_and_no_word_of_what_was_deleted) {
    ASSERT_FALSE(put(us, "t", {Keeper::store, "words", false}));
    EXPECT_TRUE(delete_transcript(connection, us, "t", 2'000).value());
    EXPECT_TRUE(find(us, "t")->is_deleted);
    EXPECT_EQ(find(us, "t")->document, "");
    EXPECT_TRUE(delete_transcript(connection, us, "t", 3'000).value());
    EXPECT_FALSE(delete_transcript(connection, us, "u", 3'000).value());
    ASSERT_FALSE(put(us, "t", {Keeper::store, "again", false}));
    EXPECT_FALSE(find(us, "t")->is_deleted);
}

TEST_F(TranscriptTable, remembers_who_had_a_transcript_made_upstream) {
    ASSERT_FALSE(put(us, "t", {Keeper::upstream, "", false}));
    EXPECT_EQ(find(us, "t")->keeper, Keeper::upstream);
    EXPECT_FALSE(belongs_to_another(connection, us, "t").value());
    EXPECT_TRUE(belongs_to_another(connection, other, "t").value());
    EXPECT_TRUE(belongs_to_another(connection, eu, "t").value());
    EXPECT_FALSE(belongs_to_another(connection, other, "u").value());
}

TEST_F(TranscriptTable, keeps_no_more_bytes_of_an_account_than_it_may) {
    ASSERT_FALSE(put(us, "a", {Keeper::store, std::string(60, 'x'), false}, 100));
    EXPECT_TRUE(put(us, "b", {Keeper::store, std::string(41, 'x'), false}, 100));
    EXPECT_FALSE(put(us, "b", {Keeper::store, std::string(40, 'x'), false}, 100));
    EXPECT_FALSE(put(us, "a", {Keeper::store, std::string(60, 'y'), false}, 100)) << "the one that is replaced makes room";
    EXPECT_FALSE(put(eu, "a", {Keeper::store, std::string(100, 'x'), false}, 100));
    EXPECT_TRUE(delete_transcript(connection, us, "a", 2'000).value());
    EXPECT_FALSE(put(us, "c", {Keeper::store, std::string(60, 'x'), false}, 100));
}

TEST(KeptDocument, has_every_field_but_what_was_taken_out_of_the_transcript) {
    const auto kept = kept_document(R"({"id":"theirs","text":"[NAME] called","unredacted_text":"Greta called","audio_duration":7,
        "unredacted_words":[],"unredacted_utterances":[]})",
                                    "mine");
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->json.find("Greta"), std::string::npos);
    EXPECT_EQ(kept->json.find("unredacted"), std::string::npos);
    EXPECT_NE(kept->json.find(R"("audio_duration":7)"), std::string::npos);
    EXPECT_NE(kept->json.find(R"("id":"mine")"), std::string::npos);
    EXPECT_NE(kept->json.find(R"("status":"completed")"), std::string::npos);
    EXPECT_EQ(kept->transcript.text, "[NAME] called");
}

TEST(KeptDocument, of_another_service_is_put_in_one_shape) {
    const auto kept = kept_document("1\n00:00:00,000 --> 00:00:01,000\nHello\n", "mine");
    ASSERT_TRUE(kept);
    EXPECT_EQ(
        kept->json,
        R"({"id":"mine","status":"completed","text":"Hello","utterances":[{"text":"Hello","start":0,"end":1000,"speaker":null,"words":[]}],"words":null})");
    EXPECT_FALSE(kept_document("no transcript", "mine"));
}

std::shared_ptr<const Transcript> of_bytes(std::size_t bytes) {
    Transcript transcript;
    transcript.text = std::string(bytes, 'x');
    return std::make_shared<const Transcript>(std::move(transcript));
}

TEST(TranscriptCache, gives_what_was_put_to_its_owner_until_it_is_no_longer_good) {
    TranscriptCache cache;
    const TimePoint now{std::chrono::hours(1)};
    const auto transcript = of_bytes(10);
    cache.put(us, "t", transcript, Deadline::after(now, std::chrono::seconds(60)));
    EXPECT_EQ(cache.find(us, "t", now), transcript);
    EXPECT_EQ(cache.find(eu, "t", now), nullptr);
    EXPECT_EQ(cache.find(other, "t", now), nullptr);
    EXPECT_EQ(cache.find(us, "t", now + std::chrono::seconds(60)), nullptr);
    EXPECT_EQ(cache.bytes(), 0u);
    cache.put(us, "t", transcript, Deadline::never());
    cache.forget(us, "t");
    EXPECT_EQ(cache.find(us, "t", now), nullptr);
}

TEST(TranscriptCache, never_holds_more_than_it_may) {
    constexpr std::size_t bytes_max = 400'000;
    TranscriptCache cache(bytes_max);
    const TimePoint now{};
    for (int number = 0; number < 1'000; ++number) {
        cache.put(us, std::to_string(number), of_bytes(10'000), Deadline::never());
        EXPECT_LE(cache.bytes(), bytes_max);
    }
    EXPECT_NE(cache.find(us, "999", now), nullptr);
    EXPECT_EQ(cache.find(us, "0", now), nullptr);
    cache.put(us, "large", of_bytes(bytes_max / 2), Deadline::never());
    EXPECT_EQ(cache.find(us, "large", now), nullptr) << "it would drive out too many others";
    EXPECT_LE(cache.bytes(), bytes_max);
}

}  // namespace
}  // namespace parley::transcripts
