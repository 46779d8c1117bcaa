// parser.hpp: the one validating pass over a text (RFC 8259), which leaves behind a Document's nodes.
//
// There is no recursion and no stack: a container that is still open keeps the index of the one around it in its
// `next`, so the nodes are their own stack and depth costs nothing.
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

    // Each reads something at at_ and steps past it, or notes the error and returns false.
    bool values();  // the outermost value with all that is inside
    bool scalar();
    bool open_container();   // up to its first value, or past its end
    bool end_value();        // what stands behind a value: up to the next one, or past the ends of containers
    bool next_member();      // behind the bracket or a comma, up to the value
    bool key();
    bool string();
    bool long_escape();  // one that is not of two bytes
    bool number();
    bool digits();
    bool word(std::string_view expected);
    bool close_container();

    bool utf8();
    void add_node(const char* begin, std::uint32_t size);
    void skip_space();
    bool at_end() const { return at_ == end_; }
    bool is_next(char byte) const { return at_ != end_ && *at_ == byte; }
    bool fail(ParseFault fault) { return fail(fault, offset(at_)); }
    bool fail(ParseFault fault, std::size_t offset);
    std::uint32_t offset(const char* at) const { return static_cast<std::uint32_t>(at - text_.data()); }

    Document& document_;
    NodeArray& nodes_;
    const ParseOptions options_;
    const std::string_view text_;
    const char* at_;
    const char* const end_;
    std::uint32_t open_ = none;  // the innermost open container
    char closing_ = 0;           // its closing bracket
    bool value_is_due_ = true;   // at_ stands where a value must begin
    std::size_t depth_ = 0;      // containers that are open
    bool non_ascii_ = false;     // some string may hold more than ASCII
    ParseError error_;
};

}  // namespace parley::json
