// builtin_models.hpp: the catalogue that ships in the binary (catalog/models*.yaml), read with the tables of `models`.
#pragma once

#include <string_view>
#include <vector>

#include "catalog/model.hpp"
#include "config/problem.hpp"

namespace parley::config {

/// Targets name hosts (catalog/host_names.hpp) instead of configured providers, and their regions are as written: empty where
/// the provider's counts, or "global". served_models.hpp makes targets of them that can be asked.
struct BuiltinModels {
    std::vector<catalog::Model> models;   // in the order of the files
    std::vector<ConfigProblem> problems;  // of our own making; a test keeps this empty
};

/// Read once in a process, when first asked for. Thread-safe.
const BuiltinModels& builtin_models();

/// Null for an id that is not built in.
const catalog::Model* find_builtin_model(std::string_view id);

}  // namespace parley::config
