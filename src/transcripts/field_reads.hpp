// field_reads.hpp: typed reads of a transcript's JSON, whose mistakes are told by the path of the field.
//
// The path is written only when there is something to say: a recording has words by the ten thousand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "json/document.hpp"

namespace parley::transcripts {

/// Where a value stands: "utterances[3].words[0]". The places around it outlive it.
struct Place {
    const Place* around = nullptr;
    std::string_view name = {};
    std::optional<std::size_t> index = {};

    std::string text() const;
};

/// Keeps the first mistake of a file. After it, reads give empty values.
class Faults {
  public:
    bool any() const { return !first_.empty(); }
    /// The path of `place`, its member `name` if there is one, and what is wrong: "must be a string".
    void note(const Place& place, std::string_view name, std::string_view what);
    /// The 400 that says it.
    Error error() const;

  private:
    std::string first_;
};

// Each gives what stands in `value`, the member `name` of the object at `place`; nothing for what is absent or null.

std::string read_text(json::Value value, std::string_view name, const Place& place, Faults& faults);

/// A text of at most label_bytes_max bytes, or a whole number written as one.
std::string read_label(json::Value value, std::string_view name, const Place& place, Faults& faults);

std::optional<double> read_confidence(json::Value value, std::string_view name, const Place& place, Faults& faults);

/// The array there, of at most `most` objects; absent when there is none.
json::Value read_list(json::Value value, std::string_view name, std::size_t most, const Place& place, Faults& faults);

/// In what a service counts time.
enum class TimeUnit : std::uint8_t { milliseconds, seconds };

/// A moment that must be there, in milliseconds from the beginning: a whole number of them, or any number of seconds.
std::int64_t read_moment(json::Value value, TimeUnit unit, std::string_view name, const Place& place, Faults& faults);

}  // namespace parley::transcripts
