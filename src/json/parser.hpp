// parser.hpp: the one validating pass over a text (RFC 8259), which leaves behind a Document's nodes.
//
// There is no recursion and no stack: a container that is still open keeps the index of the one around it in its
// `next`, so the nodes are their own stack and depth costs nothing.
//
// The place in the text is handed from step to step, and comes back moved, or null when the text is not acceptable: so it
// stays in a register.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "json/document.hpp"

namespace parley::json {

class Parser {
  public:
    /// Fills the document's nodes from the document's text.
    Parser(Document& document, const ParseOptions& options);
    ParseError run();

  private:
    static constexpr std::uint32_t none = 0xffff'ffff;  // no container is open

    // Each reads something at `at` and gives the place past it, or notes the error and gives null.
    const char* values(const char* at);  // the outermost value with all that is inside
    const char* scalar(const char* at);
    const char* open_container(const char* at);  // past its bracket
    const char* close_containers(const char* at);  // as many as end here
    const char* next_member(const char* at);     // behind the bracket or a comma, up to the value
    const char* key(const char* at);
    const char* string(const char* quote);
    const char* long_string(const char* quote);
    const char* long_escape(const char* at);  // one that is not of two bytes
    const char* number(const char* at);
    const char* digits(const char* at);
    const char* word(const char* at, std::string_view expected);
    const char* close_container(const char* at);

    bool utf8();
    void add_node(const char* begin, const char* past, std::uint32_t size);
    const char* skip_space(const char* at) const;
    const char* past_space(const char* at) const;
    bool is(const char* at, char byte) const { return at != end_ && *at == byte; }
    const char* fail(ParseFault fault, const char* at);
    std::uint32_t offset(const char* at) const { return static_cast<std::uint32_t>(at - text_.data()); }

    Document& document_;
    NodeArray& nodes_;
    const ParseOptions options_;
    const std::string_view text_;
    const char* const end_;
    std::uint32_t open_ = none;  // the innermost open container
    char closing_ = 0;           // its closing bracket
    std::size_t depth_ = 0;      // containers that are open
    unsigned non_ascii_ = 0;     // not 0: some string may hold more than ASCII
    ParseError error_;
};

}  // namespace parley::json
