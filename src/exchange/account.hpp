// account.hpp: what the ledger will say of a chat request, while it runs.
//
// Every request of a known caller that was let in (admit.hpp) gets one entry. A record is appended before the first upstream is asked, one
// for each further attempt, and one when the request is over, before its last byte leaves.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/deadline.hpp"
#include "base/money.hpp"
#include "base/outcome.hpp"
#include "base/small_blocks.hpp"
#include "journal/record.hpp"
#include "journal/reservation.hpp"
#include "ledger/attempt_kind.hpp"
#include "ledger/estimate.hpp"

namespace parley::exchange {

struct ResolvedTarget;
struct ServedModel;

/// A text in its thread's small blocks: it is made and let go of on that thread.
using BlockText = std::basic_string<char, std::char_traits<char>, SmallBlocks<char>>;

/// One of these for each call of an upstream; what points somewhere points into the request's snapshot.
struct AttemptFacts {
    const ServedModel* model = nullptr;
    const ResolvedTarget* target = nullptr;
    ledger::AttemptKind kind = ledger::AttemptKind::primary;
    bool is_global = false;         // asked for model_region "global": the list price
    std::uint64_t asked_bytes = 0;  // of the request's body
    TimePoint began{};
    TimePoint ended{};
    Outcome outcome = Outcome::interrupted;  // while it runs, and where another one spoke first
    int http_status = 0;                     // the upstream's; 0: none so far
    std::string_view error_class = {};       // a constant
    BlockText upstream_id = {};              // the provider's id of it, if it gave one that is fit to be repeated
    bool answered = false;
    ledger::CountedTokens counted = {};

    bool is_running() const { return ended == TimePoint{}; }
};

struct Account {
    bool is_kept = false;          // the request is to have an entry
    bool is_closed = false;        // everything is said
    std::int64_t began = 0;        // Unix microseconds
    std::string asked_model = {};  // empty while it is not known, and for one that does not exist
    std::vector<AttemptFacts, SmallBlocks<AttemptFacts>> attempts = {};
    std::uint32_t attempts_most = 0;                       // that room is kept for
    std::optional<journal::Reservation> reservation = {};  // from the first attempt to the close
    journal::Ticket closed_by = 0;                         // the close record
    std::optional<Money> charged = Money{};                // what the caller pays, once closed; empty: not known

    /// The attempt of that number, as long as it runs.
    AttemptFacts* running(std::size_t attempt) {
        return attempt < attempts.size() && attempts[attempt].is_running() ? &attempts[attempt] : nullptr;
    }
};

}  // namespace parley::exchange
