// transcript_table.hpp: the SQL of kept transcripts. Functions over the store's connection, called on its thread.
//
// An id belongs to an account and a region: two accounts may use the same one and never learn of each other. Moments are in
// microseconds: lists are in their order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/wall_clock.hpp"
#include "store/connection.hpp"
#include "transcripts/transcript_facts.hpp"

namespace parley::transcripts {

using UnixMicroseconds = std::int64_t;

/// Whose transcripts are meant: an account's, in the region of the host that was asked.
struct Owner {
    std::string account;
    std::string region;  // us | eu
};

/// Where the words are.
enum class Keeper : std::uint8_t {
    store,     // here
    upstream,  // with a speech-to-text service, which was asked for them through this gateway
};

struct TranscriptRow {
    Keeper keeper = Keeper::store;
    std::string document;  // AssemblyAI's JSON; empty: deleted, or kept upstream
    bool is_deleted = false;
    TranscriptFacts facts = {};  // written, and read by lists alone
};

/// Rows of one account and region, deleted ones among them.
inline constexpr std::int64_t transcripts_max = 100'000;

/// Inserts the transcript, or replaces the one of this id, deleted or not.
///
/// bytes_max  of all documents of the account and region together
/// Errors     bad_request when the account has too many, or too large ones.
std::optional<Error> put_transcript(store::Connection& connection, const Owner& owner, std::string_view id, const TranscriptRow& row,
                                    std::uint64_t bytes_max, UnixMicroseconds now);

/// Notes how far a transcript that was made upstream is found to be. Others, and deleted ones, stay as they are.
std::optional<Error> note_facts(store::Connection& connection, const Owner& owner, std::string_view id, const TranscriptFacts& facts,
                                UnixMicroseconds now);

/// Nothing for an id that the owner has never used.
Result<std::optional<TranscriptRow>> find_transcript(store::Connection& connection, const Owner& owner, std::string_view id);

/// Leaves a mark in the transcript's place. False when there is none.
Result<bool> delete_transcript(store::Connection& connection, const Owner& owner, std::string_view id, UnixMicroseconds now);

/// Transcripts that one call removes at most: the writer has other work.
inline constexpr std::size_t pruned_transcripts_max = 100;

/// Removes transcripts, and the marks of deleted ones, that were handed in before `keep_since`. Of those that a service holds it stays
/// known whose they are. Says how many went: pruned_transcripts_max of them may be followed by more.
Result<std::size_t> prune_transcripts(store::Connection& connection, UnixSeconds keep_since);

/// Whether another account has had this id transcribed upstream.
Result<bool> belongs_to_another(store::Connection& connection, const Owner& owner, std::string_view id);

}  // namespace parley::transcripts
