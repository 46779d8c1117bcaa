#include "schema/schema_cache.hpp"

#include <iterator>
#include <utility>

namespace parley::schema {

Result<std::shared_ptr<const CompiledSchema>> SchemaCache::find_or_compile(std::string_view text) {
    if (auto known = find(text)) return known;
    auto compiled = CompiledSchema::compile(text);
    if (compiled) put({std::string(text), *compiled, sizeof(Entry) + text.size() + (*compiled)->memory_bytes()});
    return compiled;
}

std::shared_ptr<const CompiledSchema> SchemaCache::find(std::string_view text) {
    const std::lock_guard lock(mutex_);
    const auto found = by_text_.find(text);
    if (found == by_text_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->schema;
}

/// Two threads may have compiled the same: the first stays.
void SchemaCache::put(Entry entry) {
    if (entry.bytes > bytes_max_ / 4) return;
    const std::lock_guard lock(mutex_);
    if (by_text_.contains(entry.text)) return;
    while (bytes_ + entry.bytes > bytes_max_) remove(std::prev(entries_.end()));
    bytes_ += entry.bytes;
    entries_.push_front(std::move(entry));
    by_text_.emplace(entries_.front().text, entries_.begin());
}

void SchemaCache::remove(std::list<Entry>::iterator entry) {
    bytes_ -= entry->bytes;
    by_text_.erase(entry->text);
    entries_.erase(entry);
}

std::size_t SchemaCache::bytes() const {
    const std::lock_guard lock(mutex_);
    return bytes_;
}

}  // namespace parley::schema
