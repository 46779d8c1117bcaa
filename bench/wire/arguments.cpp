#include "wire/arguments.hpp"

#include <stdexcept>
#include <string_view>

namespace bench::wire {

namespace {

std::string list(const std::set<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += " --" + name;
    return text;
}

}  // namespace

Arguments::Arguments(int count, char** words, const std::set<std::string>& names) {
    for (int i = 1; i < count; ++i) {
        const std::string_view word = words[i];
        if (!word.starts_with("--") || !names.contains(std::string(word.substr(2)))) {
            throw std::invalid_argument(std::string(word) + " is none of" + list(names));
        }
        const bool has_value = i + 1 < count && !std::string_view(words[i + 1]).starts_with("--");
        values_[std::string(word.substr(2))] = has_value ? words[++i] : "";
    }
}

std::string Arguments::text(const std::string& name) const {
    const auto found = values_.find(name);
    if (found == values_.end() || found->second.empty()) throw std::invalid_argument("--" + name + " wants a value");
    return found->second;
}

double Arguments::number(const std::string& name) const {
    const std::string value = text(name);
    std::size_t used = 0;
    const double number = std::stod(value, &used);
    if (used != value.size()) throw std::invalid_argument("--" + name + " wants a number");
    return number;
}

}  // namespace bench::wire
