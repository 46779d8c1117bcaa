// script.hpp: names of one's own for simulated models, and the count of requests that scripted faults go by.
//
//     {"models": {"flaky": "words-5?fail_first=1&status=500",
//                 "moody": ["echo?status=429&retry_after=1", "echo?hang=headers", "echo"]}}
//
// A list is an order: the first request for the name takes the first entry, the second the second, and the last entry
// holds from then on. An object is a climate: what the model is on a fair day, one string or such a list, and spells (spell.hpp) in
// which it is something else.
//
//     {"models": {"house": {"fair": "words-20?first=200ms&sigma=0.3",
//                           "spells": [{"from": "60s", "to": "120s", "as": "echo?status=503"}]}}}
//
//     {"models": {"slow": "scripted?first=2s"},
//      "answers": [{"when": "Translate", "say": ["{\"lines\":[]}", "Not today."]}, {"when": "", "say": "What?"}]}
//
// What a `scripted` model says: the first answer whose `when` stands in the request's body, as it was sent.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "json/document.hpp"
#include "simulate/model_options.hpp"
#include "simulate/spell.hpp"

namespace parley::simulate {

class Script {
  public:
    static constexpr std::size_t names_max = 1'000;
    static constexpr std::size_t entries_max = 1'000;  // in one list, of entries or spells
    static constexpr std::size_t counted_models_max = 10'000;
    static constexpr std::size_t answers_max = 100;

    /// Reads a script. Errors: bad_request with every mistake in Error::problems, each naming its model or its answer.
    static Result<Script> parse(std::string_view json);

    /// It takes effect now: its spells count from here.
    ///
    /// now  as in choose()
    void begin(Duration now) { began_ = now; }

    /// The options for one more request of `model`, as they are for this one: Faults cleared when they do not befall it,
    /// Pace::first drawn. Counts it. Errors: those of parse_model for a name that is in no script; not_ready when too many
    /// models are counted.
    ///
    /// now   since the simulator started
    /// body  of the request: what a scripted answer goes by
    Result<ModelOptions> choose(std::string_view model, Duration now, std::string_view body = {});

    /// Starts every count again.
    void forget_counts();

    std::vector<std::string> names() const;

  private:
    /// What a script says of one name.
    struct Climate {
        std::vector<ModelOptions> fair;  // at least one
        std::vector<Spell> spells = {};
    };
    static Climate read_climate(json::Value value, const std::string& name, std::vector<std::string>& problems);

    struct ScriptedAnswer {
        std::string when;
        std::vector<std::string> says;  // an order, as above
        std::size_t said = 0;           // so far
    };

    static std::vector<ScriptedAnswer> read_answers(json::Value value, std::vector<std::string>& problems);
    Result<ModelOptions> choose_options(std::string_view model, Duration now);
    std::string answer_to(std::string_view body);
    Result<std::uint64_t> count(std::string_view model);

    Duration began_{0};
    std::map<std::string, Climate, std::less<>> models_;
    std::map<std::string, std::uint64_t, std::less<>> counts_;  // requests so far, by name
    std::vector<ScriptedAnswer> answers_;
};

}  // namespace parley::simulate
