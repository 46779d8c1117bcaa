// request_key.hpp: what stands for a request's id in the tables of a running process: 16 bytes with no memory of their own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace parley::ledger {

/// The UUID that the id is, as ours are; of any other text a tag. The ids are ours: nobody aims for two of one key.
struct RequestKey {
    std::uint64_t low = 0;
    std::uint64_t high = 0;

    bool operator==(const RequestKey&) const = default;
};

RequestKey request_key(std::string_view request_id);

/// All of its upper bits depend on each bit of `high`, the half in which UUIDs of one millisecond differ.
inline std::uint64_t mixed(const RequestKey& key) {
    constexpr std::uint64_t odd = 0x9E37'79B9'7F4A'7C15;  // 2^64 by the golden ratio: Knuth, TAOCP 3, 6.4
    return (key.high ^ (key.high >> 32)) * odd;
}

struct RequestKeyHash {
    std::size_t operator()(const RequestKey& key) const noexcept { return mixed(key) >> 20; }
};

}  // namespace parley::ledger
