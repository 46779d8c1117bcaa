// pattern.hpp: the regular expressions of schemas, matched by RE2: in time linear in the text, whoever wrote the expression.
//
// Schemas write them as ECMAScript does. What RE2 writes differently is translated; what it has no way to do (looks ahead and back,
// references to groups) is refused: an expression that is half understood would let anything pass.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace parley::schema {

/// The same expression in RE2's words, or nothing where there is no such thing. Whether RE2 takes it is another question.
/// Sources: ECMA-262, section 22.2.1 "Patterns"; RE2, "Syntax".
std::optional<std::string> to_re2(std::string_view ecmascript);

class Pattern {
  public:
    /// Nothing where the expression cannot be matched.
    static std::optional<Pattern> compile(std::string_view ecmascript);

    /// Whether it matches anywhere in the text, which is UTF-8.
    bool matches(std::string_view text) const;

    /// Of its program: what compiling it has cost, about.
    std::size_t instructions() const;
    /// It never takes more memory, whatever it is matched against; an expression that needs more is not compiled.
    static constexpr std::size_t memory_bytes_max = 1 << 20;

  private:
    struct Program;
    explicit Pattern(std::shared_ptr<const Program> program) : program_(std::move(program)) {}

    std::shared_ptr<const Program> program_;
};

}  // namespace parley::schema
