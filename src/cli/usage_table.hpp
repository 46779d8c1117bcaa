// usage_table.hpp: a usage report (server/usage_verbs.hpp) for people and for spreadsheets.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace parley::cli {

/// Rows and their total, money to the last digit that any of its column has. A sum that lacks something says so: `unknown` where
/// nothing of it is known, a note beside it where a part is.
std::string usage_table(const nlohmann::json& report);

/// A line of names, then a line for each row; a sum of which nothing is known is empty. No total: whoever adds up the rows has it.
///
/// Source: RFC 4180, but for the line ends, which are those of the machine.
std::string usage_csv(const nlohmann::json& report);

/// A sentence about requests whose cost nobody knows; empty where there are none.
std::string usage_alarm(const nlohmann::json& report);

}  // namespace parley::cli
