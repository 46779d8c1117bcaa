// result.hpp: a value, or the Error that stands in its place. GCC 12 has no std::expected in C++20.
#pragma once

#include <boost/system/result.hpp>

#include "base/error.hpp"

/// Lets boost::system::result throw (only on a mistaken .value()) without knowing Error.
namespace parley {
[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location& where);

template <class T>
using Result = boost::system::result<T, Error>;
}  // namespace parley
