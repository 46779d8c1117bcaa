// model.hpp: a model is data: an id that callers name, and the targets that can answer for it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace parley::catalog {

/// What an attempt is aimed at. The caller's model id is not the upstream's name for it.
struct Target {
    std::string provider;  // a key of the configuration's `providers`
    std::string model;     // the upstream's own name
    std::string region;    // us | eu; empty: serves only model_region "global"

    bool operator==(const Target&) const = default;
};

struct Model {
    std::string id;
    std::int64_t context_length = 0;                 // tokens; 0 when not stated
    std::vector<std::string> supported_parameters;   // empty: everything is passed on
    std::vector<Target> targets;                     // in order of preference; at least one

    bool operator==(const Model&) const = default;
};

}  // namespace parley::catalog
