// splice.hpp: a few edits of a parsed text, with every other byte left as it was.
//
// A request that goes on to an upstream of the same dialect is not printed again: its bytes are sent with the few
// fields that change replaced. Numbers keep their digits, strings their escapes, unknown fields their place.
//
//     Splice splice(document);
//     splice.set("model", "\"gpt-5\"");          // replaced where it stands, or else appended
//     splice.remove("api_key");                  // with its comma
//     splice.replace(part, "\"[redacted]\"");    // any value, however deep
//     std::string body = splice.join();
//
// Edits are noted, and applied all at once by slices() or join(). They must not overlap: two replacements of one value,
// or a replacement inside something removed, are mistakes of ours and end in an assert.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "json/document.hpp"

namespace parley::json {

class Splice {
  public:
    /// The document, and the text under it, must outlive the splice.
    explicit Splice(const Document& document) : document_(document) {}

    /// Puts `json`, one value, in the place of `value`, which is any value of the document.
    void replace(Value value, std::string json);

    // The members of the outermost object, by name (compared unescaped).

    /// Replaces the member's value; false if there is no such member.
    bool replace(std::string_view name, std::string json);
    /// Removes the member; false if there is no such member. Once a member is removed, its name may be appended.
    bool remove(std::string_view name);
    /// The same for a member at hand.
    void remove(const Member& member) { removed_.push_back(member.begin()); }
    /// The same for members of an object within, all of them at once: of each object only one time. False if there is none.
    bool remove_from(Value object, std::initializer_list<std::string_view> names);
    bool remove_from(Value object, std::string_view name) { return remove_from(object, {name}); }
    /// Adds a member behind the last one of an object within. There must not be one of that name, and one must stay. Once for each
    /// object.
    void append_to(Value object, std::string_view name, std::string_view json);
    /// Adds a member at the end. There must not be one of that name, in the text or appended before. The outermost
    /// value must be an object.
    void append(std::string_view name, std::string_view json);
    /// Replaces the member's value, or appends the member.
    void set(std::string_view name, std::string json);

    /// Nothing was noted: the result is the text.
    bool changes_nothing() const {
        return replacements_.empty() && cuts_.empty() && insertions_.empty() && removed_.empty() && appended_.empty();
    }
    /// The result as a gather list: slices of the text and of what was inserted, in order, none of them empty. They are
    /// valid until the splice changes or ends.
    std::vector<std::string_view> slices() const&;
    std::vector<std::string_view> slices() && = delete;

    /// The result as one string.
    std::string join() const;

  private:
    struct Edit {
        std::size_t begin;  // [begin, end) of the text
        std::size_t end;
        std::string_view json;  // takes its place
    };
    struct Replacement {
        Value value;
        std::string json;
    };

    bool is_removed(const Member& member) const;
    Member find(std::string_view name) const;
    void edit_members(std::vector<Edit>& edits) const;

    const Document& document_;
    std::vector<Replacement> replacements_;
    std::vector<std::pair<std::size_t, std::size_t>> cuts_;        // members of inner objects, each with one comma
    std::vector<std::pair<std::size_t, std::string>> insertions_;  // where inner objects end, and what comes before
    std::vector<std::size_t> removed_;                             // offsets of the removed members' keys
    std::vector<std::string> appended_names_;
    std::string appended_;  // `,"name":json` for each; the first comma is dropped where nothing stands before it
};

}  // namespace parley::json
