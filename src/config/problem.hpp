// problem.hpp: one mistake in a configuration, with the place where someone can mend it.
#pragma once

#include <string>

namespace parley::config {

struct ConfigProblem {
    std::string file;     // as it was named; "environment" for a variable
    int line = 0;         // from 1; 0 when the mistake is the whole file's
    int column = 0;       // from 1, in bytes
    std::string path;     // "providers.openai.base_url", "models[2].targets[0].provider"; empty for the whole file
    std::string message;  // "must start with http:// or https://"; never a secret, nor a substituted value
    std::string hint;     // "did you mean 'listen'?"; empty when there is none

    bool operator==(const ConfigProblem&) const = default;
};

/// "parley.yaml:12:5: providers.openai.base_url: must start with http:// or https://", and the hint on a line of its
/// own. No line end after the last. Control characters are printed as \xNN: a file cannot paint on the operator's
/// terminal.
std::string to_text(const ConfigProblem& problem);

}  // namespace parley::config
