// mender_trivia.cpp: what may stand between any two tokens: white space, comments, what was left out.
#include "postprocess/json_repair/characters.hpp"
#include "postprocess/json_repair/mender.hpp"

namespace parley::postprocess::json_repair {

// `skipped` is whether there was something.
bool Mender::skip_trivia(int c, bool& skipped) {
    skipped = true;
    if (is_blank(c)) {
        write_space(static_cast<char>(c));
        ++at_;
        return true;
    }
    Lookahead look = look_from(at_);
    const int next = c == '/' || c == '#' || c == '\\' ? look.peek(1) : 0;
    const std::size_t space_bytes = foreign_space(look);
    if (!sated(look)) return false;
    if (c == '/' && (next == '/' || next == '*')) {
        mend(MendKind::comment_removed);
        after_comment_ = phase_;
        phase_ = next == '/' ? Phase::line_comment : Phase::block_comment;
        at_ += 2;
    } else if (c == '#' && (top().place != Place::value || is_blank(next))) {
        mend(MendKind::comment_removed);
        after_comment_ = phase_;
        phase_ = Phase::line_comment;
        ++at_;
    } else if (c == '\\' && next != '"') {  // a line end that was escaped together with everything else
        mend(MendKind::stray_removed);
        const bool is_space = next == 'n' || next == 'r' || next == 't';
        if (is_space) write_space(' ');
        at_ += is_space ? 2 : 1;
    } else if (space_bytes > 0) {
        mend(MendKind::stray_removed);
        write_space(' ');
        at_ += space_bytes;
    } else {
        return skip_ellipsis_or_fence(skipped);
    }
    return true;
}

bool Mender::skip_ellipsis_or_fence(bool& skipped) {
    const int c = byte();
    skipped = false;
    if (c != '.' && c != 0xe2 && c != '`') return true;
    Lookahead look = look_from(at_);
    const bool is_ellipsis = look.starts_with("...") || look.starts_with("\xe2\x80\xa6");
    const bool is_fence = look.starts_with("```");
    if (!sated(look)) return false;
    skipped = is_ellipsis || is_fence;
    if (is_ellipsis) {
        mend(MendKind::ellipsis_removed);
        at_ += 3;
    }
    if (is_fence) end_of_text();
    return true;
}

bool Mender::comment_step() {
    const bool is_line = phase_ == Phase::line_comment;
    const std::size_t found = is_line ? window_.find('\n', at_) : window_.find("*/", at_);
    if (found != std::string_view::npos) {
        at_ = is_line ? found : found + 2;
        phase_ = after_comment_;
        return true;
    }
    const bool star = !is_line && !last_ && at_ < window_.size() && window_.back() == '*';  // its "/" may follow
    at_ = window_.size() - (star ? 1 : 0);
    if (last_) phase_ = after_comment_;
    return last_;
}

}  // namespace parley::postprocess::json_repair
