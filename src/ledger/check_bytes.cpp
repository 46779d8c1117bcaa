#include "ledger/check_bytes.hpp"

namespace parley::ledger {

void CheckBytes::add_columns(const store::Statement& row, int first, int end) {
    for (int column = first; column < end; ++column) {
        switch (row.type(column)) {
            case store::ColumnType::null: add(std::nullopt); break;
            case store::ColumnType::integer: add(row.integer(column)); break;
            case store::ColumnType::text: add(row.text_view(column)); break;
            case store::ColumnType::other: add(Other{row.bytes(column)}); break;
        }
    }
}

}  // namespace parley::ledger
