#include "config/substitute.hpp"

#include "config/regular_file.hpp"
#include "http/character_class.hpp"

namespace parley::config {
namespace {

constexpr auto name_start = http::letters | http::CharacterClass::of("_");
constexpr auto name_bytes = name_start | http::digits;
constexpr std::string_view file_scheme = "file:";

bool is_variable_name(std::string_view name) { return !name.empty() && name_start.has(name.front()) && name_bytes.has_all(name); }

void put_file(std::string_view path, Substitution& result) {
    if (!path.starts_with('/')) {
        result.fault = "${file:...} needs an absolute path";
        return;
    }
    const std::string name(path);
    FileReading file = read_regular_file(name, scalar_bytes_max);
    result.files.push_back({name, file.version});
    if (!file.fault.empty()) {
        result.fault = name + " " + file.fault;
        return;
    }
    if (file.world_readable) result.warnings.push_back(name + " can be read by everyone on this machine");
    std::string_view text = file.text;
    if (text.ends_with('\n')) text.remove_suffix(1);
    if (text.ends_with('\r')) text.remove_suffix(1);
    result.text += text;
}

void put_variable(std::string_view name, const Environment& environment, Substitution& result) {
    if (const auto value = environment(name)) {
        result.text += *value;
    } else {
        result.fault = "the environment variable " + std::string(name) + " is not set";
    }
}

void put(std::string_view reference, const Environment& environment, Substitution& result) {
    result.from_outside = true;
    if (reference.starts_with(file_scheme)) {
        put_file(reference.substr(file_scheme.size()), result);
    } else if (is_variable_name(reference)) {
        put_variable(reference, environment, result);
    } else {
        result.fault = "${...} needs the name of an environment variable, or file:/path";
    }
}

}  // namespace

Substitution substitute(std::string_view scalar, const Environment& environment) {
    Substitution result;
    while (result.fault.empty()) {
        const std::size_t start = scalar.find("${");
        const std::string_view before = scalar.substr(0, start);
        result.text += before;
        if (start == std::string_view::npos) break;
        scalar.remove_prefix(start);
        if (before.ends_with('$')) {  // $${ : the first $ is already there, and stands for both
            result.text += '{';
            scalar.remove_prefix(2);
            continue;
        }
        const std::size_t end = scalar.find('}');
        if (end == std::string_view::npos) {
            result.fault = "${ is not closed by }";
            break;
        }
        put(scalar.substr(2, end - 2), environment, result);
        scalar.remove_prefix(end + 1);
        if (result.text.size() > scalar_bytes_max) break;
    }
    if (result.fault.empty() && result.text.size() > scalar_bytes_max) result.fault = "is longer than 64KiB";
    return result;
}

}  // namespace parley::config
