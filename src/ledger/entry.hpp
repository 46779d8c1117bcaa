// entry.hpp: an entry is one request; an attempt is one call of an upstream that was made for it. Values: nothing here reads a
// clock, a price list or a database.
//
// Texts longer than their limit are cut where they are written (record.hpp), between two characters.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/money.hpp"
#include "base/outcome.hpp"
#include "catalog/model.hpp"
#include "ledger/attempt_kind.hpp"
#include "ledger/cost.hpp"
#include "ledger/token_counts.hpp"

namespace parley::ledger {

using Microseconds = std::chrono::microseconds;
using UnixMicroseconds = std::int64_t;  // the wall clock, for people and reports; durations come from the monotonic one

inline constexpr std::size_t request_id_bytes_max = 36;  // a UUID
inline constexpr std::size_t client_request_id_bytes_max = 128;
inline constexpr std::size_t account_bytes_max = 100;
inline constexpr std::size_t key_id_bytes_max = 100;
inline constexpr std::size_t model_bytes_max = 256;  // of our id and of the upstream's name
inline constexpr std::size_t provider_bytes_max = 64;
inline constexpr std::size_t region_bytes_max = 16;
inline constexpr std::size_t error_class_bytes_max = 32;
inline constexpr std::size_t upstream_id_bytes_max = 64;
/// Of one request. Nobody makes more: what is not in the close would be paid and not accounted for.
inline constexpr std::size_t attempts_max = 64;

/// What is known of a request when an upstream is first contacted.
struct Opening {
    std::string request_id = {};         // ours: the name of the entry
    std::string client_request_id = {};  // the caller's x-request-id; empty: none
    UnixMicroseconds began = 0;
    std::string account = {};
    std::string key_id = {};  // of a key of the configuration, its name
    std::string asked_model = {};
    bool stream = false;

    bool operator==(const Opening&) const = default;
};

struct Attempt {
    std::uint32_t number = 0;  // from 0, in the order in which they began
    AttemptKind kind = AttemptKind::primary;
    catalog::Target target = {};
    Microseconds began{0};                                   // after the request
    std::optional<Microseconds> first_chunk = std::nullopt;  // after the attempt began; empty: none came
    Microseconds total{0};
    Outcome outcome = Outcome::interrupted;  // until more is known
    int http_status = 0;                     // the upstream's; 0: it gave none
    std::string error_class = {};            // as in metrics; empty: none
    std::string upstream_id = {};            // the provider's name of the answer, for questions to it
    bool answered = false;                   // what the caller got came from here; several may share an answer
    TokenCounts tokens = {};
    bool estimated = false;                     // the provider did not say how many
    std::optional<Rates> rates = std::nullopt;  // in force when the request began; empty: not known, which is not free
    BasisPoints regional_increase = {};
    std::optional<Money> cost = Money{};  // settle() fills it; empty: not known

    bool operator==(const Attempt&) const = default;
};

struct Entry {
    Opening opening = {};
    std::string answered_model = {};  // our id; empty: nobody answered
    Outcome outcome = Outcome::interrupted;
    int http_status = 0;  // what the caller got; 0: nothing
    std::string error_class = {};
    std::optional<Microseconds> first_chunk = std::nullopt;  // after the request; empty: none was sent
    Microseconds total{0};
    std::vector<Attempt> attempts = {};  // by number

    // settle() fills both; empty: not known, because a price or a sum is not.
    std::optional<Money> charged = Money{};   // what the caller pays: the attempts that answered
    std::optional<Money> incurred = Money{};  // what we pay: all attempts

    bool operator==(const Entry&) const = default;
};

/// Computes every cost of the entry from its tokens and rates. An attempt without tokens costs nothing at any price.
void settle(Entry& entry);

/// The tokens that the caller pays for.
TokenCounts charged_tokens(const Entry& entry);
/// At least one of them is our estimate.
bool is_estimated(const Entry& entry);

/// For reports: the model that answered, or was asked where none answered.
const std::string& model_of(const Entry& entry);
/// For reports: where the answer came from, or where it was last looked for; empty where nobody was asked. The entry outlives it.
std::string_view region_of(const Entry& entry);

}  // namespace parley::ledger
