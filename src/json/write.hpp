// write.hpp: printing JSON by appending to a string. No document is ever built just to be printed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace parley::json {

/// Appends `text` (UTF-8) as a JSON string, quotes included. Escapes `"`, `\` and control characters, nothing else.
/// The kernel looks at 16 bytes at a time, at 32 where the processor has AVX2 (chosen once, at run time).
void append_string(std::string& out, std::string_view text);

/// The same without the quotes.
void append_escaped(std::string& out, std::string_view text);

/// Appends the text of a JSON string's inside (validated, still escaped) as plain UTF-8. A lone surrogate becomes
/// U+FFFD.
void append_unescaped(std::string& out, std::string_view escaped);

void append_integer(std::string& out, std::int64_t value);

/// Prints one object, member by member, and keeps the commas right. The names are ours: nobody checks for duplicates.
///
///     ObjectWriter body(out);          // {
///     body.string("id", id);           //   "id":"..."
///     body.raw("choices", slice);      //   ,"choices":[...]
///     body.close();                    // }
class ObjectWriter {
  public:
    explicit ObjectWriter(std::string& out);
    void string(std::string_view name, std::string_view value);
    void integer(std::string_view name, std::int64_t value);
    void boolean(std::string_view name, bool value);
    void null(std::string_view name);
    /// `json` is written as it is: a slice of validated text, or something printed before.
    void raw(std::string_view name, std::string_view json);
    /// Writes the key and leaves the value to the caller, who appends exactly one value to the same string.
    std::string& key(std::string_view name);
    void close();

  private:
    std::string& out_;
    bool first_ = true;
};

}  // namespace parley::json
