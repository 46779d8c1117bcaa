#include "cli/first_key.hpp"

#include <cstdio>
#include <utility>

namespace parley::cli {

Result<std::optional<auth::MadeKey>> make_first_key(auth::KeyRegistry& keys) {
    if (keys.ring()->size() > 0) return std::optional<auth::MadeKey>();
    const Result<auth::KeyRegistry::Counts> counts = keys.counts();
    if (!counts) return counts.error();
    if (counts->stored > 0) return std::optional<auth::MadeKey>();
    Result<auth::MadeKey> made = keys.create({.name = "first"});
    if (!made) return made.error();
    return std::optional<auth::MadeKey>(std::move(*made));
}

void print_first_key(const std::string& url, const std::string& model, const auth::MadeKey& made) {
    const std::string key(made.text.reveal());
    std::printf("\nYour first key. It is shown this once; `parley keys create` makes others:\n\n  %s\n", key.c_str());
    std::printf(
        "\nTry it:\n\n  curl -s %s/v1/chat/completions -H 'Authorization: Bearer %s' \\\n"
        "    -H 'Content-Type: application/json' \\\n"
        "    -d '{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello, Parley\"}]}'\n\n",
        url.c_str(), key.c_str(), model.c_str());
}

void print_where_keys_are(const std::string& data, std::size_t usable) {
    const std::string make_one = "parley keys create --name NAME --data " + data;
    if (usable == 0) {
        std::printf("\nNo key opens this gateway. Make one: %s\n\n", make_one.c_str());
    } else {
        std::printf("parley: %zu stored %s; another: %s\n", usable, usable == 1 ? "key" : "keys", make_one.c_str());
    }
}

}  // namespace parley::cli
