#include "simulate/recorder.hpp"

#include <gtest/gtest.h>

#include "json/document.hpp"

namespace parley::simulate {
namespace {

using std::chrono::milliseconds;

constexpr Recorder::Limits small{.requests_max = 3, .body_bytes_max = 8, .kept_bytes_max = 20};

RequestRecord request(std::string path = {}) {
    RequestRecord record;
    record.path = std::move(path);
    return record;
}

TEST(Recorder, the_oldest_requests_leave_at_the_limit) {
    Recorder recorder(small);
    for (std::uint64_t i = 1; i <= 3; ++i) EXPECT_EQ(recorder.begin(request()), i);
    EXPECT_EQ(recorder.records().size(), 3u);
    EXPECT_NE(recorder.find(1), nullptr);
    recorder.begin(request());
    EXPECT_EQ(recorder.records().size(), 3u);
    EXPECT_EQ(recorder.find(1), nullptr);
    EXPECT_EQ(recorder.find(2)->sequence, 2u);
    EXPECT_EQ(recorder.find(5), nullptr);
    EXPECT_EQ(recorder.find(0), nullptr);
    EXPECT_EQ(recorder.counts().total, 4u);
}

TEST(Recorder, a_body_is_kept_up_to_its_bound_and_measured_whole) {
    Recorder recorder(small);
    const std::uint64_t sequence = recorder.begin(request());
    recorder.set_body(sequence, "12345678");
    EXPECT_EQ(recorder.find(sequence)->body, "12345678");
    recorder.set_body(sequence, "123456789");
    EXPECT_EQ(recorder.find(sequence)->body, "12345678");
    EXPECT_EQ(recorder.find(sequence)->body_bytes, 9u);
}

TEST(Recorder, all_requests_together_keep_within_their_bound) {
    Recorder recorder(small);
    recorder.set_body(recorder.begin(request()), "12345678");
    recorder.set_body(recorder.begin(request("/abc")), "12345678");
    EXPECT_EQ(recorder.kept_bytes(), 20u);
    EXPECT_EQ(recorder.records().size(), 2u);
    recorder.begin(request("/"));
    EXPECT_EQ(recorder.records().size(), 2u);
    EXPECT_EQ(recorder.kept_bytes(), 13u);
}

TEST(Recorder, counts_what_is_open_and_who_left) {
    Recorder recorder(small);
    const std::uint64_t one = recorder.begin(request());
    const std::uint64_t two = recorder.begin(request());
    EXPECT_EQ(recorder.counts(), (Recorder::Counts{.open = 2, .total = 2, .caller_left = 0}));
    recorder.end(one, Outcome::caller_left, milliseconds(30));
    EXPECT_EQ(recorder.counts(), (Recorder::Counts{.open = 1, .total = 2, .caller_left = 1}));
    EXPECT_EQ(recorder.find(one)->outcome, Outcome::caller_left);
    recorder.clear();
    EXPECT_EQ(recorder.counts(), (Recorder::Counts{.open = 1, .total = 0, .caller_left = 0}));
    recorder.end(two, Outcome::answered, milliseconds(1));
    EXPECT_EQ(recorder.counts().open, 0u);
    EXPECT_EQ(recorder.begin(request()), 3u);
}

TEST(Recorder, prints_the_last_requests_as_json) {
    Recorder recorder(Recorder::Limits{});
    recorder.begin(request("/first"));
    RequestRecord record = request("/v1/chat/completions");
    record.method = "POST";
    record.at = milliseconds(1500);
    record.fields = {{"authorization", "Bearer \"k\""}, {"x-bad", "\xFF"}};
    const std::uint64_t sequence = recorder.begin(std::move(record));
    recorder.set_body(sequence, "not \xF0 JSON");
    recorder.find(sequence)->chunks_sent = 4;
    recorder.end(sequence, Outcome::caller_left, milliseconds(42));
    EXPECT_EQ(print_requests(recorder, 1),
              R"({"requests":[{"sequence":2,"at_ms":1500,"method":"POST","path":"/v1/chat/completions",)"
              R"("headers":[["authorization","Bearer \"k\""],["x-bad","�"]],"body":"not � JSON","body_bytes":10,)"
              R"("model":"","streaming":false,"chunks_sent":4,"bytes_sent":0,"outcome":"caller_left",)"
              R"("caller_left_ms":42}]})");
    const std::string both = print_requests(recorder, 100);
    json::Document document;
    ASSERT_FALSE(document.parse(both));
    EXPECT_EQ(document.root().find("requests").size(), 2u);
    EXPECT_EQ(print_requests(recorder, 0), R"({"requests":[]})");
    EXPECT_EQ(print_state(recorder.counts()), R"({"open":1,"total":2,"caller_left":1})");
}

}  // namespace
}  // namespace parley::simulate
