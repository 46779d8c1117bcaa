#include "providers/gemini/function_names.hpp"

#include "providers/fingerprint.hpp"

namespace parley::providers::gemini {
namespace {

constexpr std::size_t id_letters = 24;

/// A digit or a dash behind any number of underscores.
bool begins_badly(std::string_view name) {
    const std::size_t at = name.find_first_not_of('_');
    if (at == std::string_view::npos) return false;
    return (name[at] >= '0' && name[at] <= '9') || name[at] == '-';
}

}  // namespace

std::string to_gemini_name(std::string_view name) {
    std::string made(begins_badly(name) ? "_" : "");
    made += name;
    return made;
}

std::string_view from_gemini_name(std::string_view name) { return name.starts_with('_') && begins_badly(name) ? name.substr(1) : name; }

std::string make_call_id(std::uint64_t answer_seed, std::uint32_t index, std::string_view name) {
    constexpr std::string_view alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    std::uint64_t bits = fingerprint(name, answer_seed + index);
    std::string id = "call_";
    for (std::size_t letter = 0; letter < id_letters; ++letter) {
        if (letter % 8 == 0) bits = fingerprint(id, bits);  // 64 bits hold ten letters
        id += alphabet[bits % alphabet.size()];
        bits /= alphabet.size();
    }
    return id;
}

}  // namespace parley::providers::gemini
