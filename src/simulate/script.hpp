// script.hpp: names of one's own for simulated models, and the count of requests that scripted faults go by.
//
//     {"models": {"flaky": "words-5?fail_first=1&status=500",
//                 "moody": ["echo?status=429&retry_after=1", "echo?hang=headers", "echo"]}}
//
// A list is an order: the first request for the name takes the first entry, the second the second, and the last entry
// holds from then on.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "simulate/model_options.hpp"

namespace parley::simulate {

class Script {
  public:
    static constexpr std::size_t names_max = 1'000;
    static constexpr std::size_t entries_max = 1'000;  // in one list
    static constexpr std::size_t counted_models_max = 10'000;

    /// Reads a script. Errors: bad_request with every mistake in Error::problems, each naming its model.
    static Result<Script> parse(std::string_view json);

    /// The options for one more request of `model`, with Faults cleared when they do not befall this request. Counts
    /// it. Errors: those of parse_model for a name that is in no script; not_ready when too many models are counted.
    Result<ModelOptions> choose(std::string_view model);

    /// Starts every count again.
    void forget_counts() { counts_.clear(); }

    std::vector<std::string> names() const;

  private:
    Result<std::uint64_t> count(std::string_view model);

    std::map<std::string, std::vector<ModelOptions>, std::less<>> models_;
    std::map<std::string, std::uint64_t, std::less<>> counts_;  // requests so far, by name
};

}  // namespace parley::simulate
