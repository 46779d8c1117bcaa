#include "postprocess/json_repair/blanks.hpp"

#include "postprocess/json_repair/characters.hpp"

namespace parley::postprocess::json_repair {
namespace {

constexpr int end = Lookahead::end;
constexpr int far = Lookahead::far;

void skip_line(Lookahead& look) {
    for (int c = look.peek(); c != '\n' && c != end && c != far; c = look.peek()) look.skip();
}

void skip_block(Lookahead& look) {
    for (int c = look.peek(); c != end && c != far; c = look.peek()) {
        if (c == '*' && look.peek(1) == '/') return look.skip(2);
        look.skip();
    }
}

bool skip_comment(Lookahead& look, bool behind_blank) {
    const int c = look.peek();
    if (c == '/' && look.peek(1) == '/') {
        skip_line(look);
        return true;
    }
    if (c == '/' && look.peek(1) == '*') {
        skip_block(look);
        return true;
    }
    if (c != '#' || !behind_blank) return false;
    skip_line(look);
    return true;
}

}  // namespace

bool fence_follows(Lookahead& look) {
    if (!look.starts_with("```")) return false;
    const int behind = look.peek(3);
    return is_blank(behind) || behind == end;
}

Blanks skip_blanks(Lookahead& look) {
    Blanks blanks;
    for (;;) {
        const int c = look.peek();
        if (is_blank(c)) {
            blanks.any = true;
            blanks.line_end = blanks.line_end || c == '\n';
            look.skip();
        } else if (const std::size_t bytes = foreign_space(look)) {
            blanks.any = true;
            look.skip(bytes);
        } else if (!skip_comment(look, blanks.any)) {
            return blanks;
        }
    }
}

}  // namespace parley::postprocess::json_repair
