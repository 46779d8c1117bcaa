#include "store/sql_functions.hpp"

#include <sqlite3.h>

#include <string_view>

#include "base/uuid_bytes.hpp"

namespace parley::store {
namespace {

void uuid_bytes_of(sqlite3_context* context, int, sqlite3_value** values) {
    const auto* const text = reinterpret_cast<const char*>(sqlite3_value_text(*values));
    const auto bytes = text ? uuid_bytes({text, static_cast<std::size_t>(sqlite3_value_bytes(*values))}) : std::nullopt;
    if (bytes) {
        sqlite3_result_blob(context, bytes->data(), static_cast<int>(bytes->size()), SQLITE_TRANSIENT);
    } else {
        sqlite3_result_value(context, *values);
    }
}

}  // namespace

int add_sql_functions(sqlite3* connection) {
    constexpr int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
    return sqlite3_create_function_v2(connection, "uuid_bytes", 1, flags, nullptr, uuid_bytes_of, nullptr, nullptr, nullptr);
}

}  // namespace parley::store
