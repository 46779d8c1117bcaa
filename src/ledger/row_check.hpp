// row_check.hpp: one number that tells whether an entry's rows are as they were written.
//
// It is made from every column of the entry but its row number, and then from those of each attempt in their order, as check_bytes.hpp
// writes them; traits are there as the check of theirs. Rows that are older than traits have one that was made from all columns in
// the order of then, as store/value_bytes.hpp writes them. That finds what was changed; what went, or came, is missed in the sums of the
// checks, which usage_sums.hpp keeps beside the other sums. Docs: decisions/0011 and 0021.
#pragma once

#include <cstdint>
#include <string_view>

namespace parley::ledger {

using RowCheck = std::uint64_t;

RowCheck row_check(std::string_view bytes);

}  // namespace parley::ledger
