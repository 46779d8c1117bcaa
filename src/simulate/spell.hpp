// spell.hpp: weather that passes: for a while, or for some requests, a model is another than it usually is.
//
//     {"from": "60s", "to": "120s", "as": "echo?status=503"}                        an outage of a minute
//     {"from": "5s", "to": "10s", "every": "60s", "as": "words-5?first=3s"}         slow for five seconds of every minute
//     {"from_request": 101, "to_request": 200, "as": "echo?reset=headers"}          a hundred requests
//     {"from": "300s", "to": "600s", "share": 0.2, "as": "echo?status=529"}         a brown-out
//
// Time counts from the moment at which the script took effect. A fair day is what remains of a script without its spells.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/deadline.hpp"
#include "json/document.hpp"
#include "simulate/model_options.hpp"

namespace parley::simulate {

struct Spell {
    std::optional<Duration> from = {}, to = {};                       // since the script took effect; empty: not bounded there
    std::optional<Duration> every = {};                               // it comes again at this distance
    std::optional<std::uint64_t> from_request = {}, to_request = {};  // both included; requests are counted from 1
    double share = 1;                                                 // of the requests, drawn by the seed of `options`
    ModelOptions options = {};

    /// Whether the `nth` request, which comes `since` the script took effect, falls into it.
    bool holds(Duration since, std::uint64_t nth) const;
};

/// The first of them that holds and, where it has only a share, is drawn. Null: it is a fair day.
const Spell* spell_at(std::span<const Spell> spells, Duration since, std::uint64_t nth);

/// Reads one; adds to `problems`, each beginning with `name`, what is wrong with it.
Spell read_spell(json::Value value, const std::string& name, std::vector<std::string>& problems);

}  // namespace parley::simulate
