// record.hpp: entries as bytes, for a journal. Three kinds of record: one when the first upstream is about to be contacted, one
// for every attempt that begins or ends after that, one when the request is over.
//
// A close tells everything, the opening included: it makes an entry also where the records before it were lost. An open whose
// close never came makes an entry that is `interrupted`.
//
// Form: the version (1 byte), the kind (1 byte), and one block. A block is its length (4 bytes) and its fields, one after
// another: whole numbers of seven bits a byte (the least first), texts with their length in front. Newer fields are appended to
// their block, and a reader leaves alone what follows the fields that it knows; the version changes only when that is not enough.
// Pure; no clock, no prices, no files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.hpp"
#include "ledger/entry.hpp"

namespace parley::ledger {

inline constexpr std::uint8_t record_version = 1;

/// `attempt` is as far as it has come: its outcome is `interrupted` until a later record says better.
struct OpenRecord {
    Opening opening;
    Attempt attempt;

    bool operator==(const OpenRecord&) const = default;
};
struct AttemptRecord {
    std::string request_id;
    Attempt attempt;

    bool operator==(const AttemptRecord&) const = default;
};

/// A close carries the whole entry.
using Record = std::variant<OpenRecord, AttemptRecord, Entry>;

void append_open(std::string& out, const OpenRecord& record);
void append_attempt(std::string& out, const AttemptRecord& record);
/// At most attempts_max attempts are written. Costs are not: whoever reads computes them from the tokens and the rates.
void append_close(std::string& out, const Entry& entry);

/// What a close can take at most beyond what the request's open record took, whatever becomes of the request: the room to be
/// reserved before money is spent. Below 64 KiB for attempts_max attempts.
///
/// answered_model  the longest id among the models that may answer
/// targets         those that may be asked, the same one several times
std::size_t close_rest_bytes_max(std::string_view answered_model, std::span<const catalog::Target> targets, std::size_t attempts);
/// The same for the record of one attempt.
std::size_t attempt_bytes_max(std::span<const catalog::Target> targets);

/// What a record is and of which request, its fields looked at and left where they are.
enum class RecordKind : std::uint8_t { open = 1, attempt = 2, close = 3 };
struct RecordHead {
    RecordKind kind = RecordKind::open;
    std::string_view request_id = {};  // lies in the payload; of a close empty: decode_record() tells it
};
/// Errors  of an open and of an attempt those of decode_record(), which reads it back later. Of a close only what its kind takes to know.
Result<RecordHead> read_record_head(std::string_view payload);

/// Reads one payload back; entries come settled.
///
/// Errors  ErrorKind::bad_request: cut short, damaged, or written by a newer version (which is named). Never reads outside
///         `payload`, and never makes more than the limits of entry.hpp allow.
Result<Record> decode_record(std::string_view payload);
/// The same of a close, into `entry`. Whatever it was before, it is what the record says, or after an error anything.
std::optional<Error> decode_close(std::string_view payload, Entry& entry);

}  // namespace parley::ledger
