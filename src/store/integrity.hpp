// integrity.hpp: is the database in one piece?
#pragma once

#include <string>
#include <vector>

#include "store/connection.hpp"

namespace parley::store {

/// One answer names no more; the first are enough.
inline constexpr int faults_told_max = 100;

/// What SQLite finds wrong with its pages, rows, indexes and constraints, a sentence each; empty when all is well. Reads the whole
/// file: seconds for a million entries.
///
/// Source: sqlite.org/pragma.html, integrity_check.
Result<std::vector<std::string>> check_integrity(Connection& connection);

}  // namespace parley::store
