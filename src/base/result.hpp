// result.hpp: a value, or the Error that stands in its place. GCC 12 has no std::expected in C++20.
//
// An Error is large, and few results are one: it lies on the heap, so that a Result is little more than its value and is cheap to
// hand on through a chain of coroutines. The names are those of boost::system::result, whose tags it takes.
#pragma once

#include <boost/system/result.hpp>

#include <cassert>
#include <concepts>
#include <memory>
#include <type_traits>
#include <utility>

#include "base/error.hpp"

namespace parley {
namespace detail {

[[noreturn]] void throw_for_value_of(const Error& error);
/// Of a Result that has none.
const Error& no_error();

}  // namespace detail

template <class T>
class Result;

template <class Type>
inline constexpr bool is_result = false;
template <class T>
inline constexpr bool is_result<Result<T>> = true;

/// What a Result<T> is made of without saying which of the two it is.
template <class From, class T>
concept ValueOf = std::convertible_to<From, T> && !std::convertible_to<From, Error> && !is_result<std::remove_cvref_t<From>>;

template <class T>
class Result {
  public:
    using value_type = T;
    using error_type = Error;

    Result() requires std::default_initializable<T> : value_() {}
    template <ValueOf<T> From>
    Result(From&& value) : value_(std::forward<From>(value)) {}
    Result(Error error) : error_(new Error(std::move(error))), has_value_(false) {}
    template <class... Arguments>
    requires std::constructible_from<T, Arguments...>
    explicit Result(boost::system::in_place_value_t, Arguments&&... arguments) : value_(std::forward<Arguments>(arguments)...) {}
    template <class... Arguments>
    explicit Result(boost::system::in_place_error_t, Arguments&&... arguments)
        : error_(new Error(std::forward<Arguments>(arguments)...)), has_value_(false) {}
    template <class Other>
    requires(!std::same_as<Other, T> && std::convertible_to<Other, T>) Result(Result<Other> other) : has_value_(other.has_value()) {
        if (has_value_) {
            std::construct_at(&value_, *std::move(other));
        } else {
            error_ = new Error(std::move(other).error());
        }
    }

    Result(const Result& other) requires std::copy_constructible<T> : has_value_(other.has_value_) {
        if (has_value_) {
            std::construct_at(&value_, other.value_);
        } else {
            error_ = new Error(*other.error_);
        }
    }
    Result(Result&& other) noexcept(std::is_nothrow_move_constructible_v<T>) : has_value_(other.has_value_) {
        if (has_value_) {
            std::construct_at(&value_, std::move(other.value_));
        } else {
            error_ = std::exchange(other.error_, nullptr);
        }
    }
    Result& operator=(Result other) noexcept(std::is_nothrow_move_constructible_v<T>) {
        std::destroy_at(this);
        std::construct_at(this, std::move(other));
        return *this;
    }
    ~Result() {
        if (has_value_) {
            std::destroy_at(&value_);
        } else {
            delete error_;
        }
    }

    bool has_value() const { return has_value_; }
    bool has_error() const { return !has_value_; }
    explicit operator bool() const { return has_value_; }
    bool operator!() const { return !has_value_; }

    T& operator*() & {
        assert(has_value_);
        return value_;
    }
    const T& operator*() const& {
        assert(has_value_);
        return value_;
    }
    T operator*() && {  // by value, so that what is read from a temporary lasts
        assert(has_value_);
        return std::move(value_);
    }
    T* operator->() { return &**this; }
    const T* operator->() const { return &**this; }

    T& value() & { return checked(), value_; }
    const T& value() const& { return checked(), value_; }
    T value() && { return checked(), std::move(value_); }

    const Error& error() const& { return has_value_ ? detail::no_error() : *error_; }
    Error error() && { return has_value_ ? Error() : std::move(*error_); }

    friend bool operator==(const Result& one, const Result& other) {
        if (one.has_value_ != other.has_value_) return false;
        return one.has_value_ ? one.value_ == other.value_ : *one.error_ == *other.error_;
    }

  private:
    void checked() const {
        if (!has_value_) detail::throw_for_value_of(*error_);
    }

    union {
        T value_;
        Error* error_;
    };
    bool has_value_ = true;
};

template <>
class Result<void> {
  public:
    using value_type = void;
    using error_type = Error;

    Result() = default;
    Result(Error error) : error_(std::make_unique<Error>(std::move(error))) {}
    explicit Result(boost::system::in_place_value_t) {}
    Result(const Result& other) : error_(other.error_ ? std::make_unique<Error>(*other.error_) : nullptr) {}
    Result(Result&&) = default;
    Result& operator=(Result other) {
        error_ = std::move(other.error_);
        return *this;
    }

    bool has_value() const { return !error_; }
    bool has_error() const { return !has_value(); }
    explicit operator bool() const { return has_value(); }
    bool operator!() const { return !has_value(); }
    void operator*() const { assert(has_value()); }
    void value() const {
        if (error_) detail::throw_for_value_of(*error_);
    }

    const Error& error() const& { return error_ ? *error_ : detail::no_error(); }
    Error error() && { return error_ ? std::move(*error_) : Error(); }

    friend bool operator==(const Result& one, const Result& other) {
        return one.has_value() == other.has_value() && one.error() == other.error();
    }

  private:
    std::unique_ptr<Error> error_;  // null: all is well
};

}  // namespace parley
