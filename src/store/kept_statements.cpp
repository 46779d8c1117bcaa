#include "store/kept_statements.hpp"

#include <sqlite3.h>

namespace parley::store {

KeptStatements::~KeptStatements() {
    for (const auto& [sql, statement] : statements_) finalize(statement);
}

sqlite3_stmt* KeptStatements::take(std::string_view sql) {
    const auto found = statements_.find(sql);
    if (found == statements_.end()) return nullptr;
    sqlite3_stmt* const statement = found->second;
    statements_.erase(found);
    return statement;
}

// What is bound may be gone by the next run.
void KeptStatements::keep(sqlite3_stmt* statement) {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    if (!statements_.try_emplace(sqlite3_sql(statement), statement).second) finalize(statement);
}

void KeptStatements::finalize(sqlite3_stmt* statement) { sqlite3_finalize(statement); }

}  // namespace parley::store
