// write.hpp: printing JSON by appending to a string. No document is ever built just to be printed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace parley::json {

struct Member;

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
///
/// Names are constants of ours: at most name_bytes_max letters, digits and underscores, nothing that needs an escape.
class ObjectWriter {
  public:
    static constexpr std::size_t name_bytes_max = 60;

    explicit ObjectWriter(std::string& out) : out_(out) { out_ += '{'; }
    /// Goes on in an object of which somebody has printed the bracket and the first members.
    static ObjectWriter continued(std::string& out) { return ObjectWriter(out, false); }
    void string(std::string_view name, std::string_view value) { append_string(key(name), value); }
    void integer(std::string_view name, std::int64_t value) { append_integer(key(name), value); }
    void boolean(std::string_view name, bool value) { key(name) += value ? "true" : "false"; }
    void null(std::string_view name) { key(name) += "null"; }
    /// `json` is written as it is: a slice of validated text, or something printed before.
    void raw(std::string_view name, std::string_view json) { key(name) += json; }
    /// Writes a member of a parsed object as it stands there, name and all.
    void copy(const Member& member);
    /// Writes the key and leaves the value to the caller, who appends exactly one value to the same string.
    std::string& key(std::string_view name);
    /// The same for a name that somebody else chose: of any length, escaped where need be.
    std::string& foreign_key(std::string_view name);
    void close() { out_ += '}'; }

  private:
    ObjectWriter(std::string& out, bool first) : out_(out), first_(first) {}
    std::string& out_;
    bool first_ = true;
};

}  // namespace parley::json
