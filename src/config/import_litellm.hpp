// import_litellm.hpp: a LiteLLM proxy's config.yaml, carried over.
//
// Source: LiteLLM's documentation, "Proxy: config.yaml" and "Proxy: all settings".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/problem.hpp"

namespace parley::config {

struct LitellmImport {
    std::string yaml;                     // our configuration; empty when there are problems
    std::vector<ConfigProblem> problems;  // why the text is no such file
    std::vector<std::string> notes;       // one line for everything that is not carried over as it stood; never a secret
};

/// Entries of `model_list` with one `model_name` become one model with several targets, in their order; a provider is
/// made for each address and key; `os.environ/NAME` becomes ${NAME}; the master key, aliases of models and the request
/// timeout are kept. `name` stands for the file in messages.
LitellmImport import_litellm(std::string_view text, const std::string& name);

}  // namespace parley::config
