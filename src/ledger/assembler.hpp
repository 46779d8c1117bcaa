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
#include <deque>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/result.hpp"
#include "base/sip_hash.hpp"
#include "ledger/record.hpp"

namespace parley::ledger {

/// Where in the journal a record was read, in the order of the journal: a segment's number, say.
using Place = std::uint64_t;

/// Both at least 1.
struct AssemblerLimits {
    std::size_t open_max = 65'536;    // requests that have begun and not ended
    std::size_t closed_max = 4'096;  // requests whose end is remembered, so that a second copy changes nothing
};

/// Of one request: each attempt is told when it begins and when it ends, and all of that can stand in two segments.
inline constexpr std::size_t attempt_records_max = 4 * attempts_max;

class Assembler {
  public:
    explicit Assembler(AssemblerLimits limits = {}) : limits_(limits) {}

    /// Errors  those of decode_record(): nothing has changed.
    std::optional<Error> add(std::string_view payload, Place place);
    /// Finished entries, in the order in which they finished; each once. More come after every add() at the earliest.
    std::vector<Entry> take();
    /// The same, to the end of `entries`. Where that is empty, the two change places, with the room that they have.
    void take_into(std::vector<Entry>& entries);
    /// How many that would be.
    std::size_t finished() const { return finished_.size(); }
    /// Nothing more will come: everything open is interrupted. take() has it.
    void end();
    /// What began before `place` need not be kept there any longer: it comes out as `interrupted` now. It may end all the same, and
    /// its end makes an entry that replaces it.
    void give_up_before(Place place);

    std::size_t open() const { return open_.size(); }
    /// The earliest place whose records are needed still; empty when nothing is open. What lies before it may be released.
    std::optional<Place> oldest_open() const;

  private:
    /// Stands for a request's id: a third of its bytes, and no memory of its own.
    using Key = SipTag;
    struct KeyHash {
        std::size_t operator()(const Key& key) const noexcept { return static_cast<std::size_t>(key.low); }
    };
    struct Open {
        std::string opening;                // the payload of its open record; empty: not seen
        std::vector<std::string> attempts;  // those of its attempt records
        Place place;  // the earliest of its records
        std::list<Key>::iterator age;  // within ages_
    };
    using OpenRequests = std::unordered_map<Key, Open, KeyHash>;
    /// Whose memory is kept, with room for their records.
    static constexpr std::size_t spare_requests_max = 64;

    static Key key_of(std::string_view request_id);
    void add_open(std::string_view request_id, std::string_view payload, Place place);
    void add_attempt(std::string_view request_id, std::string_view payload, Place place);
    std::optional<Error> add_close(std::string_view payload);
    /// Found, or begun.
    Open& open_request(const Key& key, Place place);
    void move_place(Open& request, Place place);
    void leave_place(Place place);
    void interrupt(OpenRequests::iterator request);
    void forget(OpenRequests::iterator request);
    void remember_closed(const Key& key);

    AssemblerLimits limits_;
    OpenRequests open_;
    std::list<Key> ages_;                  // of open requests, the first seen in front
    std::vector<OpenRequests::node_type> spare_;
    std::list<Key> spare_ages_;            // as many
    std::map<Place, std::size_t> places_;  // how many open requests begin there
    std::unordered_set<Key, KeyHash> closed_;
    std::deque<Key> closed_ages_;
    std::vector<Entry> finished_;
};

}  // namespace parley::ledger
