#include "schema/pattern.hpp"

#include <re2/re2.h>

namespace parley::schema {
namespace {

RE2::Options options() {
    RE2::Options options(RE2::Quiet);
    options.set_max_mem(Pattern::memory_bytes_max);
    return options;
}

}  // namespace

struct Pattern::Program {
    explicit Program(const std::string& expression) : re2(expression, options()) {}
    RE2 re2;
};

std::optional<Pattern> Pattern::compile(std::string_view ecmascript) {
    const std::optional<std::string> expression = to_re2(ecmascript);
    if (!expression) return std::nullopt;
    auto program = std::make_shared<const Program>(*expression);
    if (!program->re2.ok()) return std::nullopt;
    return Pattern(std::move(program));
}

bool Pattern::matches(std::string_view text) const { return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), program_->re2); }

std::size_t Pattern::instructions() const { return static_cast<std::size_t>(program_->re2.ProgramSize()); }

}  // namespace parley::schema
