// admission.hpp: how much may be under way at once in the whole process, and whose it is.
//
//     up to half of the room     everybody is let in
//     from there on              an account that holds less than an equal part of it, and never more than three quarters;
//                                one that holds nothing
//         of the account's keys  whoever holds less than an equal part of the account's; whoever holds nothing
//     no room                    nobody
//
// A gateway that takes whatever comes ends by answering nobody: what it cannot carry is refused at once, before its body is read. And one
// caller who asks for everything leaves room for the others: of other accounts, and with other keys of the same.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>

namespace parley::limits {

/// Requests, and the bytes of their bodies.
struct Load {
    std::uint64_t requests = 0;
    std::uint64_t bytes = 0;

    bool operator==(const Load&) const = default;
};

/// Who asks.
struct Caller {
    std::string_view account;
    std::string_view key;  // a word that tells it from the account's others
};

enum class Refusal : std::uint8_t {
    over_share,  // there is room, but for others
    no_room,
};

/// Found by a text that is not copied.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};
template <class Value>
using ByText = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;

/// What an account has under way, and what of it with which of its keys.
struct AccountLoad {
    Load load;
    ByText<Load> keys = {};
};

class Admission;

/// One request that was let in. Gives back what it holds by itself.
class Permit {
  public:
    Permit() = default;
    Permit(Permit&& other) noexcept
        : admission_(std::exchange(other.admission_, nullptr)), account_(other.account_), key_(other.key_), load_(other.load_) {}
    Permit& operator=(Permit&& other) noexcept;
    ~Permit();

    /// The body has so many bytes, as is known by now.
    void settle(std::uint64_t bytes);

  private:
    friend class Admission;
    using Key = std::pair<const std::string, Load>;
    using Account = std::pair<const std::string, AccountLoad>;
    Permit(Admission& admission, Account& account, Key& key, Load load)
        : admission_(&admission), account_(&account), key_(&key), load_(load) {}

    Admission* admission_ = nullptr;
    Account* account_ = nullptr;
    Key* key_ = nullptr;
    Load load_;
};

/// Thread-safe. Cost: two hashes, and a lock for as long as an addition takes. As many accounts and keys are known as have something under
/// way.
class Admission {
  public:
    /// Lets one request of `caller` in, with a body of so many bytes, if that fits.
    ///
    /// most  at once, of all accounts together; 0 is no limit. It may be another at each call.
    std::variant<Permit, Refusal> take(const Caller& caller, std::uint64_t bytes, const Load& most);

    /// The caller has an equal part, or more, of the requests that are under way.
    bool has_equal_part(const Caller& caller) const;

    Load under_way() const;
    /// Of that the requests, as they were a moment ago, without a lock.
    std::uint64_t requests_under_way() const { return requests_under_way_.load(std::memory_order_relaxed); }

  private:
    friend class Permit;
    void give_back(Permit::Account& account, Permit::Key& key, const Load& load);
    void change(Permit::Account& account, Permit::Key& key, std::uint64_t bytes_before, std::uint64_t bytes_after);

    mutable std::mutex mutex_;
    Load all_;
    std::atomic<std::uint64_t> requests_under_way_ = 0;  // all_.requests, for those who do not lock
    ByText<AccountLoad> accounts_;
};

/// How the room stands for whoever asks, in one of the two.
struct Holdings {
    std::uint64_t used = 0;  // of all together
    std::uint64_t of_account = 0;
    std::uint64_t of_key = 0;
    std::uint64_t accounts = 1;  // with something under way, whoever asks included
    std::uint64_t keys = 1;      // of the account, likewise
};

/// The rule, for one of the two: nothing where `wanted` more is let in.
/// An account whose keys share its part may have an eighth of
/// the room more, or one of them that has all of it would keep the others out until something of it ends.
std::optional<Refusal> refusal_of(std::uint64_t wanted, const Holdings& holdings, std::uint64_t most);

}  // namespace parley::limits
