// transcript_list.hpp: an account's transcripts a page at a time, the newest first. A function over the store's connection, called on its
// thread; it reads no words.
//
// Source: AssemblyAI API reference, "List transcripts".
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "transcripts/transcript_table.hpp"

namespace parley::transcripts {

inline constexpr std::size_t listed_usual = 10;
inline constexpr std::size_t listed_max = 200;

struct ListWish {
    std::size_t limit = listed_usual;  // 1 to listed_max
    std::optional<Status> status = {};
    std::optional<UnixSeconds> created_on = {};  // the midnight, in UTC, with which the day begins
    std::optional<std::string> before_id = {};   // older than this one
    std::optional<std::string> after_id = {};    // newer: without `before_id` the next newer ones, so that pages can be turned back
    bool nothing = false;                        // of what there never is
};

struct ListedTranscript {
    std::string id;
    TranscriptFacts facts;
    UnixMicroseconds created = 0;
    std::optional<UnixMicroseconds> completed = {};
    bool is_deleted = false;
};

struct TranscriptPage {
    std::vector<ListedTranscript> transcripts;
    bool has_older = false;  // with the same status, of the same day
    bool has_newer = false;
};

/// What was handed in and what was had made through this gateway, deleted ones among them. Of the latter the status is the one that was
/// seen last: nobody is asked.
///
/// Errors  bad_request for `before_id` and `after_id` that the owner has never used, which the message names.
Result<TranscriptPage> list_transcripts(store::Connection& connection, const Owner& owner, const ListWish& wish);

/// As AssemblyAI's API shows a page. Its addresses are paths: by which name and scheme the gateway was reached, it does not know.
std::string print_page(const TranscriptPage& page, const ListWish& wish);

}  // namespace parley::transcripts
