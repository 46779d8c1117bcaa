#include "catalog/name_pattern.hpp"

namespace parley::catalog {

// The last star seen is the only one that ever needs to take more: what stood before it has matched already.
bool matches_pattern(std::string_view pattern, std::string_view name) {
    std::size_t at = 0;
    std::size_t star = std::string_view::npos;
    std::size_t taken = 0;  // where the name goes on once the star has taken what it takes
    std::size_t wanted = 0;
    while (at < name.size()) {
        if (wanted < pattern.size() && pattern[wanted] == '*') {
            star = wanted++;
            taken = at;
        } else if (wanted < pattern.size() && pattern[wanted] == name[at]) {
            ++wanted;
            ++at;
        } else if (star != std::string_view::npos) {
            wanted = star + 1;
            at = ++taken;
        } else {
            return false;
        }
    }
    while (wanted < pattern.size() && pattern[wanted] == '*') ++wanted;
    return wanted == pattern.size();
}

}  // namespace parley::catalog
