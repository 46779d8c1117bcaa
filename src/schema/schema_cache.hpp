// schema_cache.hpp: schemas that were compiled lately. The process's, for all threads.
//
// The same schema comes with every request of a client, and compiling one costs as much as many checks. Keyed by its bytes; bounded in
// bytes; what was used longest ago goes first. No lock is held while anything is compiled.
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.hpp"
#include "schema/compiled_schema.hpp"

namespace parley::schema {

class SchemaCache {
  public:
    /// bytes_max  of memory, about; what is larger than a fourth of it is not kept
    explicit SchemaCache(std::size_t bytes_max = 64u << 20) : bytes_max_(bytes_max) {}

    /// Errors  as CompiledSchema::compile; they are not kept.
    Result<std::shared_ptr<const CompiledSchema>> find_or_compile(std::string_view text);

    /// Of all entries together.
    std::size_t bytes() const;

  private:
    struct Entry {
        std::string text;
        std::shared_ptr<const CompiledSchema> schema;
        std::size_t bytes;
    };

    std::shared_ptr<const CompiledSchema> find(std::string_view text);
    void put(Entry entry);
    void remove(std::list<Entry>::iterator entry);

    const std::size_t bytes_max_;
    mutable std::mutex mutex_;
    std::list<Entry> entries_;                                                  // the one used last in front
    std::unordered_map<std::string_view, std::list<Entry>::iterator> by_text_;  // the texts are the entries'
    std::size_t bytes_ = 0;
};

}  // namespace parley::schema
