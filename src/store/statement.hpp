// statement.hpp: one prepared SQL statement: values go in by position, columns come out by type.
//
// SQL is text of ours, fixed when the program is built; what varies is always bound. There is no other way in.
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"
#include "store/kept_statements.hpp"

struct sqlite3_stmt;  // SQLite's

namespace parley::store {

/// Bytes that are no text: a digest.
struct Blob {
    std::string_view bytes;
};

/// What a column holds. Others than the first three come about by blobs, and by damage.
enum class ColumnType { null, integer, text, other };

class Statement {
  public:
    /// Takes over a statement that Connection::prepare made.
    explicit Statement(sqlite3_stmt* handle, std::shared_ptr<KeptStatements> keeper = nullptr) : handle_(handle, {std::move(keeper)}) {}
    /// Where it goes when it is done with, instead of away.
    void keep_in(std::shared_ptr<KeptStatements> keeper) { handle_.get_deleter().keeper = std::move(keeper); }

    /// Binds every parameter, in the order in which they stand, and forgets the rows of an earlier run. Text and bytes are
    /// copied. An empty optional is NULL.
    template <class... Values>
    Statement& bind(const Values&... values) {
        rewind();
        int position = 0;
        (bind_one(++position, values), ...);
        return *this;
    }
    /// Binds as bind() does and runs to the end, without a copy of text and bytes.
    template <class... Values>
    std::optional<Error> run_with(const Values&... values) {
        lifetime_ = Lifetime::of_the_run;
        bind(values...);
        lifetime_ = Lifetime::unknown;
        return run();
    }

    /// Binds some parameters, from `first` on, without a copy of text and bytes: they stay where they are until run().
    /// The first parameter of all is number 1. Returns the number that follows.
    template <class... Values>
    int bind_from(int first, const Values&... values) {
        if (first == 1) rewind();
        lifetime_ = Lifetime::of_the_run;
        (bind_one(first++, values), ...);
        lifetime_ = Lifetime::unknown;
        return first;
    }

    /// The next row: true when there is one, false after the last. Errors: what SQLite says, without any bound value.
    Result<bool> step();
    /// Runs to the end, rows left aside.
    std::optional<Error> run();

    // Columns of the current row, from 0.
    ColumnType type(int column) const;
    bool is_null(int column) const;
    std::int64_t integer(int column) const;
    std::string text(int column) const;
    /// Until the next step.
    std::string_view text_view(int column) const;
    std::string bytes(int column) const;
    std::optional<std::int64_t> integer_or_null(int column) const;
    std::optional<std::string> text_or_null(int column) const;

    int columns() const;
    /// Columns from `first` to the one before `end`, as value_bytes.hpp writes them.
    void append_values(int first, int end, std::string& out) const;

  private:
    struct Finalize {
        std::shared_ptr<KeptStatements> keeper = nullptr;  // null: nobody keeps it
        void operator()(sqlite3_stmt* handle) const;
    };

    /// How long bound text and bytes stay where they are.
    enum class Lifetime { unknown, of_the_run };

    void rewind();
    void bind_one(int position, std::string_view text);
    void bind_one(int position, Blob blob);
    void bind_one(int position, std::nullopt_t);
    void bind_integer(int position, std::int64_t number);
    template <std::integral Number>
    void bind_one(int position, Number number) {
        bind_integer(position, static_cast<std::int64_t>(number));
    }
    template <class Value>
    void bind_one(int position, const std::optional<Value>& value) {
        value ? bind_one(position, *value) : bind_one(position, std::nullopt);
    }

    std::unique_ptr<sqlite3_stmt, Finalize> handle_;
    Lifetime lifetime_ = Lifetime::unknown;
    int bind_status_ = 0;  // the first that was not SQLITE_OK; told by the next step()
};

}  // namespace parley::store
