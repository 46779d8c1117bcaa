// assembler.hpp: records in, entries out. A pure state machine: whoever reads the journal feeds it.
//
// Records may come twice, in two segments, and in another order than they were written. What is forgotten to keep the limits
// below is not lost: the entry comes out early as `interrupted`, or a record of a finished request makes such an entry again, and
// the store keeps the more complete of two (entry_table.hpp). One assembler serves one run of the process: at the end of a run
// that has died, whatever is still open was interrupted.
//
// Of an open request the bytes of its records are kept, a sixth of what they would be as an entry: nearly always the close tells
// everything, and they are dropped unread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"
#include "ledger/entry_batch.hpp"
#include "ledger/recent_keys.hpp"
#include "ledger/record.hpp"
#include "ledger/request_key.hpp"

namespace parley::ledger {

/// Where in the journal a record was read, in the order of the journal: a segment's number, say.
using Place = std::uint64_t;

struct AssemblerLimits {
    std::size_t open_max = 65'536;   // requests that have begun and not ended; at least 1
    std::size_t closed_max = 4'096;  // requests whose end is remembered, so that a second copy changes nothing (recent_keys.hpp)
};

/// Of one request: each attempt is told when it begins and when it ends, and all of that can stand in two segments.
inline constexpr std::size_t attempt_records_max = 4 * attempts_max;

class Assembler {
  public:
    explicit Assembler(AssemblerLimits limits = {}) : limits_(limits), closed_(limits.closed_max) {}

    /// Errors  those of decode_record(): nothing has changed.
    std::optional<Error> add(std::string_view payload, Place place);
    /// Finished entries, in the order in which they finished, until they are dropped or taken; each once.
    std::span<const Entry> finished() const { return finished_.view(); }
    void drop_finished() { finished_.clear(); }
    std::vector<Entry> take() { return finished_.take(); }
    /// Nothing more will come: everything open is interrupted, and finished.
    void end();
    /// What began before `place` need not be kept there any longer: it is finished as `interrupted` now. It may end all the same, and
    /// its end makes an entry that replaces it.
    void give_up_before(Place place);

    std::size_t open() const { return open_.size(); }
    /// The earliest place whose records are needed still; empty when nothing is open. What lies before it may be released.
    std::optional<Place> oldest_open() const;

  private:
    struct Open {
        std::string opening;                  // the payload of its open record; empty: not seen
        std::vector<std::string> attempts;    // those of its attempt records
        Place place;                          // the earliest of its records
        std::list<RequestKey>::iterator age;  // within ages_
    };
    using OpenRequests = std::unordered_map<RequestKey, Open, RequestKeyHash>;
    /// Whose memory is kept, with room for their records.
    static constexpr std::size_t spare_requests_max = 64;

    void add_open(std::string_view request_id, std::string_view payload, Place place);
    void add_attempt(std::string_view request_id, std::string_view payload, Place place);
    std::optional<Error> add_close(std::string_view payload);
    /// Found, or begun.
    Open& open_request(const RequestKey& key, Place place);
    void move_place(Open& request, Place place);
    void leave_place(Place place);
    void interrupt(OpenRequests::iterator request);
    void forget(OpenRequests::iterator request);

    AssemblerLimits limits_;
    OpenRequests open_;
    std::list<RequestKey> ages_;  // of open requests, the first seen in front
    std::vector<OpenRequests::node_type> spare_;
    std::list<RequestKey> spare_ages_;     // as many
    std::map<Place, std::size_t> places_;  // how many open requests begin there
    RecentKeys closed_;
    EntryBatch finished_;
};

}  // namespace parley::ledger
