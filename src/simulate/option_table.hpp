// option_table.hpp: every option of a simulated model, once: its name, its value, its meaning and what it sets. The
// parser and the help text both read this table.
#pragma once

#include <span>
#include <string_view>

#include "simulate/model_options.hpp"

namespace parley::simulate {

struct OptionRule {
    std::string_view name;
    std::string_view value;  // how the help text writes the value and its bounds; empty when there is none
    std::string_view meaning;
    /// Sets the option; false when the value is not acceptable.
    bool (*apply)(ModelOptions& options, std::string_view value);
};

std::span<const OptionRule> option_table();

}  // namespace parley::simulate
