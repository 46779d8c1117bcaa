#include "understanding/formats.hpp"

#include <algorithm>
#include <iterator>

namespace parley::understanding {

std::vector<Rewrite> rewrite(std::string_view text, const Formats& formats) {
    std::vector<Rewrite> all = rewrite_dates(text, formats.dates);
    for (std::vector<Rewrite> found : {rewrite_phones(text, formats.phone), rewrite_emails(text, formats.email)}) {
        std::move(found.begin(), found.end(), std::back_inserter(all));
    }
    std::stable_sort(all.begin(), all.end(), [](const Rewrite& a, const Rewrite& b) { return a.begin < b.begin; });
    std::size_t end = 0;
    std::erase_if(all, [&](const Rewrite& one) {
        if (one.begin < end) return true;
        end = one.end;
        return false;
    });
    return all;
}

std::string rewritten(std::string_view text, const std::vector<Rewrite>& rewrites) {
    std::string written;
    std::size_t copied = 0;
    for (const Rewrite& one : rewrites) {
        written += text.substr(copied, one.begin - copied);
        written += one.written;
        copied = one.end;
    }
    written += text.substr(copied);
    return written;
}

}  // namespace parley::understanding
