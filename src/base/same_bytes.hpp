// same_bytes.hpp: equality of short texts without a call. Names are compared a hundred times a request, and for a dozen
// bytes the way to the library and back costs more than looking at them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace parley {
namespace detail {

template <class Word>
inline Word word_at(const char* at) {
    Word word;
    std::memcpy(&word, at, sizeof word);
    return word;
}

}  // namespace detail

/// a == b. Texts that are no multiple of a word end in a word that overlaps the one before, so nothing outside is read.
constexpr bool same_bytes(std::string_view a, std::string_view b) {
    if (std::is_constant_evaluated()) return a == b;
    const std::size_t bytes = a.size();
    if (bytes != b.size()) return false;
    const auto differ = [&]<class Word>(Word, std::size_t at) {
        return detail::word_at<Word>(a.data() + at) != detail::word_at<Word>(b.data() + at);
    };
    if (bytes >= 8) {
        for (std::size_t at = 0; at + 8 < bytes; at += 8) {
            if (differ(std::uint64_t{}, at)) return false;
        }
        return !differ(std::uint64_t{}, bytes - 8);
    }
    if (bytes >= 4) return !differ(std::uint32_t{}, 0) && !differ(std::uint32_t{}, bytes - 4);
    for (std::size_t at = 0; at < bytes; ++at) {
        if (a[at] != b[at]) return false;
    }
    return true;
}

}  // namespace parley
