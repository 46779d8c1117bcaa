#include "store/integrity.hpp"

namespace parley::store {

Result<std::vector<std::string>> check_integrity(Connection& connection) {
    auto query = connection.prepare("PRAGMA integrity_check(" + std::to_string(faults_told_max) + ")");
    if (!query) return query.error();
    std::vector<std::string> faults;
    for (;;) {
        const Result<bool> row = query->step();
        if (!row) return row.error();
        if (!*row) return faults;
        std::string said = query->text(0);
        if (said != "ok") faults.push_back(std::move(said));
    }
}

}  // namespace parley::store
