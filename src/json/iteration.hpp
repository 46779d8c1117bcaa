// iteration.hpp: range-for over the elements of an array and the members of an object.
//
// Both ranges walk the node array: a step is one load, and whatever lies inside an element is skipped unseen. Included
// by document.hpp, which declares Value; include that instead.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>

#include "json/document.hpp"

namespace parley::json {

/// The elements of an array, in order.
class Value::Elements {
  public:
    class Iterator {
      public:
        using value_type = Value;
        using difference_type = std::ptrdiff_t;
        using iterator_concept = std::forward_iterator_tag;

        Iterator() = default;
        explicit Iterator(Value at) : at_(at) {}

        Value operator*() const { return at_; }
        Iterator& operator++() {
            at_.node_ += at_.node_->span;
            return *this;
        }
        Iterator operator++(int) {
            const Iterator before = *this;
            ++*this;
            return before;
        }
        bool operator==(const Iterator& other) const { return at_.node_ == other.at_.node_; }

      private:
        Value at_;
    };

    Elements(Value first, Value past) : first_(first), past_(past) {}
    Iterator begin() const { return Iterator(first_); }
    Iterator end() const { return Iterator(past_); }

  private:
    Value first_;
    Value past_;
};

/// The members of an object, in order. Their keys lie one node before their values.
class Value::Members {
  public:
    class Iterator {
      public:
        using value_type = Member;
        using difference_type = std::ptrdiff_t;
        using iterator_concept = std::forward_iterator_tag;

        Iterator() = default;
        explicit Iterator(Value key) : key_(key) {}

        Member operator*() const { return {key_, value()}; }
        Iterator& operator++() {
            key_.node_ += 1 + key_.node_[1].span;
            return *this;
        }
        Iterator operator++(int) {
            const Iterator before = *this;
            ++*this;
            return before;
        }
        bool operator==(const Iterator& other) const { return key_.node_ == other.key_.node_; }

      private:
        Value value() const { return {key_.node_ + 1, key_.text_}; }
        Value key_;
    };

    Members(Value first, Value past) : first_(first), past_(past) {}
    Iterator begin() const { return Iterator(first_); }
    Iterator end() const { return Iterator(past_); }

  private:
    Value first_;
    Value past_;
};

}  // namespace parley::json
