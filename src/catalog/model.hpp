// model.hpp: a model is data: an id that callers name, what it can and costs, and the targets that can answer for it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/money.hpp"
#include "catalog/hedge.hpp"
#include "catalog/parameter.hpp"
#include "catalog/tokenizer.hpp"

namespace parley::catalog {

/// What an attempt is aimed at. The caller's model id is not the upstream's name for it.
struct Target {
    std::string provider = {};         // a key of the configuration's `providers`; in the built-in catalogue, a host's id
    std::string model = {};            // the upstream's own name
    std::string region = {};           // us | eu; empty: serves only model_region "global"
    std::uint16_t weight = 0;          // its share among its neighbours; 0: none, it is asked where it stands
    bool zero_data_retention = false;  // keeps nothing of what it is sent, by contract

    bool operator==(const Target&) const = default;
};

/// More of them would never be tried within one request's time.
inline constexpr std::size_t targets_max = 16;

/// List prices. What is not stated for cached tokens costs what `input` costs.
struct Prices {
    PricePerToken input;
    PricePerToken output;  // reasoning included
    std::optional<PricePerToken> cache_read = std::nullopt;
    std::optional<PricePerToken> cache_write_5m = std::nullopt;
    std::optional<PricePerToken> cache_write_1h = std::nullopt;

    bool operator==(const Prices&) const = default;
};

/// What the provider takes where a caller says nothing; in millionths. Information for callers: nothing of it is sent.
struct DefaultParameters {
    std::optional<std::uint64_t> temperature = std::nullopt;
    std::optional<std::uint64_t> top_p = std::nullopt;
    std::optional<std::uint64_t> frequency_penalty = std::nullopt;  // whole units only: clients read an integer

    bool operator==(const DefaultParameters&) const = default;
};

/// For so long before its retirement date, answers of a model warn of it: thirty days.
inline constexpr std::int64_t retirement_notice_seconds = 30 * 24 * 3600;

struct Model {
    std::string id = {};
    std::string name = {};                     // for people; empty: the id is all there is
    std::string description = {};              // a sentence for people
    std::string creator = {};                  // who made it: "Anthropic"
    std::int64_t context_length = 0;           // tokens; 0: not stated
    std::int64_t max_output_tokens = 0;        // tokens; 0: not stated
    Tokenizer tokenizer = Tokenizer::unknown;  // for guesses of what fits into its context
    ParameterSet supported_parameters = {};    // empty: everything is passed on
    ModalitySet input = {Modality::text};
    DefaultParameters default_parameters = {};
    std::optional<Prices> prices = std::nullopt;  // unknown is not free of charge
    BasisPoints regional_increase = {};           // on top of the list price when a request stays in its region
    std::int64_t retirement_date = 0;             // unix seconds of a midnight in UTC; 0: none
    std::string replaced_by = {};                 // the id of the model that answers from then on
    std::optional<Hedge> hedge = std::nullopt;    // wins over the one of `routing`
    bool simulated = false;                       // made-up answers
    std::vector<Target> targets = {};             // in order of preference; at least one, at most targets_max

    bool supports(Parameter parameter) const { return supported_parameters.empty() || supported_parameters.contains(parameter); }
    bool takes(Modality modality) const { return input.contains(modality); }
    bool retired(std::int64_t now_unix_seconds) const { return retirement_date != 0 && now_unix_seconds >= retirement_date; }
    bool retires_soon(std::int64_t now_unix_seconds) const {
        return retirement_date != 0 && !retired(now_unix_seconds) && now_unix_seconds >= retirement_date - retirement_notice_seconds;
    }

    bool operator==(const Model&) const = default;
};

}  // namespace parley::catalog
