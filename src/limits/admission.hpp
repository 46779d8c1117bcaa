// admission.hpp: how much may be under way at once in the whole process, and whose it is.
//
//     up to half of the room     everybody is let in
//     from there on              whoever holds less than an equal part of it, and never more than three quarters; whoever holds nothing
//     no room                    nobody
//
// A gateway that takes whatever comes ends by answering nobody: what it cannot carry is refused at once, before its body is read. And one caller
// who asks for everything leaves room for the others.
#pragma once

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

enum class Refusal : std::uint8_t {
    over_share,  // there is room, but for others
    no_room,
};

class Admission;

/// One request that was let in. Gives back what it holds by itself.
class Permit {
  public:
    Permit() = default;
    Permit(Permit&& other) noexcept : admission_(std::exchange(other.admission_, nullptr)), holder_(other.holder_), load_(other.load_) {}
    Permit& operator=(Permit&& other) noexcept;
    ~Permit();

    /// The body has so many bytes, as is known by now.
    void settle(std::uint64_t bytes);

  private:
    friend class Admission;
    using Holder = std::pair<const std::string, Load>;
    Permit(Admission& admission, Holder& holder, Load load) : admission_(&admission), holder_(&holder), load_(load) {}

    Admission* admission_ = nullptr;
    Holder* holder_ = nullptr;
    Load load_;
};

/// Thread-safe. Cost: a hash, and a lock for as long as an addition takes. As many accounts are known as have something under way.
class Admission {
  public:
    /// Lets one request of `account` in, with a body of so many bytes, if that fits.
    ///
    /// most  at once, of all accounts together; 0 is no limit. It may be another at each call.
    std::variant<Permit, Refusal> take(std::string_view account, std::uint64_t bytes, const Load& most);

    Load under_way() const;

  private:
    friend class Permit;
    void give_back(Permit::Holder& holder, const Load& load);
    void change(Permit::Holder& holder, std::uint64_t bytes_before, std::uint64_t bytes_after);

    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };

    mutable std::mutex mutex_;
    Load all_;
    std::unordered_map<std::string, Load, TextHash, std::equal_to<>> accounts_;
};

/// The rule, for one of the two: nothing where `wanted` more is let in.
///
/// used      of all together
/// held      of whoever asks
/// accounts  with something under way, whoever asks included
std::optional<Refusal> refusal_of(std::uint64_t wanted, std::uint64_t used, std::uint64_t held, std::uint64_t most, std::uint64_t accounts);

}  // namespace parley::limits
