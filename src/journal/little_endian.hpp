// little_endian.hpp: numbers as they lie in a file.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

namespace parley::journal {

static_assert(std::endian::native == std::endian::little, "numbers are copied as they lie in memory");

template <std::unsigned_integral Number>
void append_number(std::string& out, Number number) {
    out.append(reinterpret_cast<const char*>(&number), sizeof number);
}

/// The caller has made sure that the bytes are there.
template <std::unsigned_integral Number>
Number number_at(std::string_view bytes, std::size_t offset) {
    Number number;
    std::memcpy(&number, bytes.data() + offset, sizeof number);
    return number;
}

template <std::unsigned_integral Number>
void put_number(std::string& bytes, std::size_t offset, Number number) {
    std::memcpy(bytes.data() + offset, &number, sizeof number);
}

}  // namespace parley::journal
