#include <algorithm>
#include <array>

#include "understanding/formats.hpp"
#include "understanding/letters.hpp"

namespace parley::understanding {
namespace {

constexpr std::array<std::string_view, 2> patterns = {"username@domain.com", "firstname.lastname@domain.com"};
constexpr std::string_view local_bytes = "._+-";
constexpr std::string_view said_at = " at ";
constexpr std::string_view said_dot = " dot ";
constexpr std::size_t dotted_bytes_max = 255;  // RFC 5321, 4.5.3.1.2

struct Email {
    std::string local;
    std::string domain;
    std::size_t end = 0;
};

bool take_said(Scan& scan, std::string_view text, std::string_view word) {
    if (small(text.substr(scan.at(), word.size())) != word) return false;
    for (std::size_t count = 0; count < word.size(); ++count) scan.take(text[scan.at()]);
    return true;
}

/// What stands between dots, which may be said.
std::string take_dotted(Scan& scan, std::string_view text, std::string_view extra) {
    std::string taken(scan.take_of(extra));
    for (;;) {
        Scan behind = scan;
        if (taken.empty() || taken.size() > dotted_bytes_max || !take_said(behind, text, said_dot)) return taken;
        const std::string_view next = behind.take_of(extra);
        if (next.empty()) return taken;
        taken += "." + std::string(next);
        scan = behind;
    }
}

/// A full stop behind an address belongs to the sentence.
std::size_t dots_behind(std::string_view domain) {
    const std::size_t last = domain.find_last_not_of(".-");
    return last == std::string_view::npos ? domain.size() : domain.size() - last - 1;
}

/// past  where what could stand before an "at" ends: where there is no address, none begins before that either.
std::optional<Email> email_at(std::string_view text, std::size_t at, std::size_t& past) {
    Scan scan(text, at);
    Email email;
    email.local = take_dotted(scan, text, local_bytes);
    past = scan.at();
    if (email.local.empty()) return std::nullopt;
    // "Look at example dot com" is no address: one that is said shows itself by more than a word.
    const bool may_be_said = !std::all_of(email.local.begin(), email.local.end(), is_letter);
    const bool is_said = may_be_said && take_said(scan, text, said_at);
    if (!is_said && !scan.take('@')) return std::nullopt;
    email.domain = take_dotted(scan, text, ".-");
    const std::size_t behind = dots_behind(email.domain);
    email.domain.resize(email.domain.size() - behind);
    email.end = scan.at() - behind;
    const std::size_t dot = email.domain.rfind('.');
    if (dot == std::string::npos || dot == 0) return std::nullopt;
    const std::string_view top = std::string_view(email.domain).substr(dot + 1);
    const bool is_name = top.size() >= 2 && std::all_of(top.begin(), top.end(), [](char byte) { return is_letter(byte); });
    return is_name ? std::optional(email) : std::nullopt;
}

/// Two names, however they are put together; nothing where there are more, or fewer, or digits.
std::optional<std::string> two_names(std::string_view local) {
    const std::size_t middle = local.find_first_of("._-");
    if (middle == std::string_view::npos) return std::nullopt;
    const std::string_view first = local.substr(0, middle);
    const std::string_view last = local.substr(middle + 1);
    const auto is_name = [](std::string_view name) {
        return !name.empty() && std::all_of(name.begin(), name.end(), [](char byte) { return is_letter(byte); });
    };
    if (!is_name(first) || !is_name(last)) return std::nullopt;
    return std::string(first) + "." + std::string(last);
}

std::optional<std::string> print(const Email& email, std::string_view pattern) {
    std::string local = email.local;
    if (pattern == patterns[1]) {
        const auto names = two_names(email.local);
        if (!names) return std::nullopt;
        local = *names;
    }
    return small(local + "@" + email.domain);
}

}  // namespace

bool is_email_pattern(std::string_view pattern) { return std::find(patterns.begin(), patterns.end(), pattern) != patterns.end(); }

std::vector<Rewrite> rewrite_emails(std::string_view text, std::string_view pattern) {
    std::vector<Rewrite> rewrites;
    if (pattern.empty()) return rewrites;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool begins = (is_letter(text[at]) || is_digit(text[at])) &&
                            (at == 0 || (!is_word_byte(text[at - 1]) && local_bytes.find(text[at - 1]) == std::string_view::npos));
        if (!begins) continue;
        std::size_t past = at;
        const auto email = email_at(text, at, past);
        if (!email) {
            at = std::max(at, past - 1);
            continue;
        }
        const auto written = print(*email, pattern);
        if (written && text.substr(at, email->end - at) != *written) rewrites.push_back({at, email->end, *written});
        at = email->end - 1;
    }
    return rewrites;
}

}  // namespace parley::understanding
