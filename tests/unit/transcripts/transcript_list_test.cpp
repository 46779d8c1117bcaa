// transcript_list_test.cpp: pages of an account's transcripts, forwards and back, and the rows of a database from before there were lists.
#include "transcripts/transcript_list.hpp"

#include <gtest/gtest.h>

#include "json/document.hpp"
#include "store/migrations.hpp"
#include "unit/store/temporary_folder.hpp"

namespace parley::transcripts {
namespace {

const Owner us{"acme", "us"};
const Owner eu{"acme", "eu"};
constexpr std::uint64_t plenty = 1 << 20;
constexpr UnixMicroseconds second = 1'000'000;
constexpr UnixMicroseconds noon = 1'790'000'000 * second;  // 2026-09-21T14:13:20
constexpr UnixSeconds that_day = 1'789'948'800;

class TranscriptList : public testing::Test {
  protected:
    TranscriptList() { EXPECT_EQ(store::migrate(connection), std::nullopt); }

    void put(const std::string& id, UnixMicroseconds now, TranscriptFacts facts = {}, Keeper keeper = Keeper::store,
             const Owner& owner = us) {
        EXPECT_FALSE(
            put_transcript(connection, owner, id, {keeper, keeper == Keeper::store ? "{}" : "", false, std::move(facts)}, plenty, now));
    }
    TranscriptPage page(const ListWish& wish = {}) { return list_transcripts(connection, us, wish).value(); }
    std::string ids(const ListWish& wish = {}) {
        std::string joined;
        for (const ListedTranscript& listed : page(wish).transcripts) joined += (joined.empty() ? "" : " ") + listed.id;
        return joined;
    }

    store::TemporaryFolder folder;
    store::Connection connection = store::Connection::open(folder.file("parley.db")).value();
};

TEST_F(TranscriptList, has_the_newest_first_and_those_of_one_moment_in_the_order_in_which_they_came) {
    put("b", noon + 1);
    put("a", noon);
    put("c", noon + 1);
    put("d", noon + 1, {}, Keeper::store, eu);
    EXPECT_EQ(ids(), "c b a");
    put("a", noon + 2);
    EXPECT_EQ(ids(), "a c b") << "what is handed in again is new again";
}

TEST_F(TranscriptList, is_turned_page_by_page_to_its_end_and_back) {
    for (int number = 10; number < 35; ++number) put("t" + std::to_string(number), noon + number / 3);
    ListWish wish;
    std::string seen;
    std::vector<std::string> first_of_page;
    for (;;) {
        const TranscriptPage found = page(wish);
        for (const ListedTranscript& listed : found.transcripts) seen += listed.id + " ";
        EXPECT_EQ(found.has_newer, wish.before_id.has_value());
        first_of_page.push_back(found.transcripts.front().id);
        if (!found.has_older) break;
        wish.before_id = found.transcripts.back().id;
    }
    std::string all;
    for (int number = 34; number >= 10; --number) all += "t" + std::to_string(number) + " ";
    EXPECT_EQ(seen, all);
    ASSERT_EQ(first_of_page, (std::vector<std::string>{"t34", "t24", "t14"}));
    EXPECT_EQ(ids({.after_id = "t14"}), "t24 t23 t22 t21 t20 t19 t18 t17 t16 t15") << "the next newer page, not the newest";
    EXPECT_EQ(ids({.after_id = "t24"}), "t34 t33 t32 t31 t30 t29 t28 t27 t26 t25");
    EXPECT_FALSE(page({.after_id = "t24"}).has_newer);
    EXPECT_EQ(ids({.after_id = "t34"}), "");
    EXPECT_EQ(ids({.before_id = "t14", .after_id = "t10"}), "t13 t12 t11");
    EXPECT_EQ(ids({.limit = 2, .before_id = "t30", .after_id = "t10"}), "t29 t28");
}

TEST_F(TranscriptList, is_narrowed_to_a_status_and_to_a_day) {
    put("done", noon);
    put("waits", noon + 1, {.status = Status::queued});
    put("failed", noon + 2, {.status = Status::error, .error = "no audio"});
    put("midnight", that_day * second);
    put("evening_before", that_day * second - 1);
    put("last", (that_day + 86'400) * second - 1);
    put("next_day", (that_day + 86'400) * second);
    EXPECT_EQ(ids({.status = Status::queued}), "waits");
    EXPECT_EQ(ids({.status = Status::processing}), "");
    EXPECT_EQ(ids({.created_on = that_day}), "last failed waits done midnight");
    EXPECT_EQ(ids({.limit = 2, .status = Status::completed, .created_on = that_day}), "last done");
    EXPECT_TRUE(page({.limit = 2, .status = Status::completed, .created_on = that_day}).has_older);
    EXPECT_EQ(ids({.limit = 2, .status = Status::completed, .created_on = that_day, .before_id = "done"}), "midnight");
    EXPECT_FALSE(page({.status = Status::completed, .created_on = that_day, .before_id = "done"}).has_older)
        << "the evening before is another day";
    EXPECT_EQ(ids({.nothing = true}), "");
}

TEST_F(TranscriptList, knows_how_far_the_transcripts_of_a_service_were_found_to_be) {
    put("made", noon, {.status = Status::queued, .audio_url = "https://example.com/a.wav"}, Keeper::upstream);
    put("mine", noon, {.status = Status::queued});
    ASSERT_FALSE(note_facts(connection, us, "made", {.status = Status::completed}, noon + 5));
    ASSERT_FALSE(note_facts(connection, us, "made", {.status = Status::completed}, noon + 9));
    ASSERT_FALSE(note_facts(connection, us, "mine", {.status = Status::completed}, noon + 9));
    const TranscriptPage found = page();
    EXPECT_EQ(found.transcripts[1].facts, (TranscriptFacts{Status::completed, "https://example.com/a.wav", ""}));
    EXPECT_EQ(found.transcripts[1].completed, noon + 5) << "when it was seen first";
    EXPECT_EQ(found.transcripts[0].facts.status, Status::queued) << "what was handed in is as it was handed in";
}

TEST_F(TranscriptList, says_which_id_nobody_has_used) {
    put("a", noon);
    put("theirs", noon, {}, Keeper::store, eu);
    for (const char* const id : {"b", "theirs"}) {
        EXPECT_EQ(list_transcripts(connection, us, {.before_id = id}).error().message, "before_id: transcript not found");
        EXPECT_EQ(list_transcripts(connection, us, {.after_id = id}).error().message, "after_id: transcript not found");
    }
}

TEST_F(TranscriptList, is_printed_as_clients_read_it) {
    put("old", noon - 1);
    put("gone", noon, {.audio_url = "https://example.com/secret.wav"});
    put("failed", noon + 7, {.status = Status::error, .audio_url = "https://example.com/\"a\".wav", .error = "no audio"});
    EXPECT_TRUE(delete_transcript(connection, us, "gone", noon + 9).value());
    const ListWish wish{.limit = 2, .created_on = that_day};
    EXPECT_EQ(
        print_page(page(wish), wish),
        R"({"page_details":{"limit":2,"result_count":2,"current_url":"/v2/transcript?limit=2&created_on=2026-09-21",)"
        R"("prev_url":"/v2/transcript?limit=2&created_on=2026-09-21&before_id=gone","next_url":null},"transcripts":[)"
        R"({"id":"failed","resource_url":"/v2/transcript/failed","status":"error","created":"2026-09-21T14:13:20.000007","completed":null,)"
        R"("audio_url":"https://example.com/\"a\".wav","error":"no audio"},)"
        R"({"id":"gone","resource_url":"/v2/transcript/gone","status":"completed","created":"2026-09-21T14:13:20.000000",)"
        R"("completed":"2026-09-21T14:13:20.000000","audio_url":"http://deleted_by_user","error":null}]})");
}

TEST_F(TranscriptList, is_read_along_an_index_whatever_is_wished) {
    for (int number = 0; number < 50; ++number) put("t" + std::to_string(number), noon + number);
    for (const char* const sql : {"WHERE account = 'acme' AND region = 'us' AND (created, rowid) < (9, 9)",
                                  "WHERE account = 'acme' AND region = 'us' AND (created, rowid) < (9, 9) AND status = 'error'"}) {
        auto plan =
            connection
                .prepare("EXPLAIN QUERY PLAN SELECT id FROM transcripts " + std::string(sql) + " ORDER BY created DESC, rowid DESC LIMIT 5")
                .value();
        ASSERT_TRUE(plan.step().value());
        EXPECT_NE(plan.text(3).find("USING INDEX transcripts_by_"), std::string::npos) << plan.text(3);
        EXPECT_FALSE(plan.step().value()) << "nothing is sorted: " << plan.text(3);
    }
}

TEST(TranscriptFacts, are_read_from_a_document_within_bounds) {
    const auto facts = [](const std::string& text) {
        json::Document document;
        EXPECT_FALSE(document.parse(text));
        return facts_of(document.root());
    };
    EXPECT_EQ(facts(R"({"status":"queued","audio_url":"https://a/b"})"), (TranscriptFacts{Status::queued, "https://a/b", ""}));
    EXPECT_EQ(facts(R"({"status":"error","error":"why","audio_url":null})"), (TranscriptFacts{Status::error, "", "why"}));
    EXPECT_EQ(facts(R"({"text":"x"})"), TranscriptFacts{});
    EXPECT_EQ(facts(R"({"status":"throttled"})").status, Status::error);
    EXPECT_EQ(facts(R"({"audio_url":")" + std::string(fact_bytes_max + 1, 'x') + "\"}").audio_url, "");
}

/// A database that the version before lists has filled.
TEST(TranscriptListOfAnOlderDatabase, has_what_was_kept_before_there_were_lists) {
    store::TemporaryFolder folder;
    auto connection = store::Connection::open(folder.file("parley.db")).value();
    const auto all = store::all_migrations();
    ASSERT_EQ(store::migrate(connection, all.first(6)), std::nullopt);
    ASSERT_FALSE(connection.run(R"(INSERT INTO transcripts VALUES
        ('acme', 'us', 'done', 'store', 1790000000, NULL, CAST('{"id":"done","status":"completed","audio_url":"https://a/b","error":null}' AS BLOB)),
        ('acme', 'us', 'failed', 'store', 1790000000, NULL, CAST('{"status":"error","error":"no audio"}' AS BLOB)),
        ('acme', 'us', 'odd', 'store', 1790000001, NULL, CAST('no JSON' AS BLOB)),
        ('acme', 'us', 'gone', 'store', 1790000002, 1790000009, NULL),
        ('acme', 'us', 'made', 'upstream', 1790000003, NULL, NULL))"));
    ASSERT_EQ(store::migrate(connection), std::nullopt);
    const TranscriptPage page = list_transcripts(connection, us, {}).value();
    std::string shown;
    for (const ListedTranscript& listed : page.transcripts) {
        shown += listed.id + ' ' + std::string(to_string(listed.facts.status)) + ' ' + listed.facts.audio_url + listed.facts.error +
                 (listed.is_deleted ? "gone" : "") + '\n';
    }
    EXPECT_EQ(shown, "made queued \ngone completed gone\nodd completed \nfailed error no audio\ndone completed https://a/b\n");
    EXPECT_EQ(page.transcripts.back().created, noon);
    EXPECT_EQ(find_transcript(connection, us, "odd").value()->document, "no JSON");
    EXPECT_TRUE(belongs_to_another(connection, eu, "made").value());
}

}  // namespace
}  // namespace parley::transcripts
