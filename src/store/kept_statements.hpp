// kept_statements.hpp: statements that SQLite has read and nobody uses at the moment.
//
// Reading the text of one takes as long as running it for a hundred rows.
#pragma once

#include <map>
#include <string_view>

struct sqlite3_stmt;  // SQLite's

namespace parley::store {

/// One connection's, and on its thread.
class KeptStatements {
  public:
    KeptStatements() = default;
    ~KeptStatements();
    KeptStatements(const KeptStatements&) = delete;
    KeptStatements& operator=(const KeptStatements&) = delete;

    /// One of this text, reset and without values, or null.
    sqlite3_stmt* take(std::string_view sql);
    /// Takes over one that is done with. One of each text stays.
    void keep(sqlite3_stmt* statement);

    static void finalize(sqlite3_stmt* statement);

  private:
    std::map<std::string_view, sqlite3_stmt*> statements_;  // by their texts, which they hold themselves
};

}  // namespace parley::store
