// schema_compact_ledger.hpp: one step of schema.cpp, which is long.
#pragma once

namespace parley::store {

extern const char* const compact_ledger;

}  // namespace parley::store
