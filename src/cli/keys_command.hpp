// keys_command.hpp: `parley keys`: virtual keys, made, listed and revoked.
//
// Where a server runs on the data directory, it is asked over its control socket and the change holds at once; where none
// does, the command does the same in the database itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace parley::cli {

/// Of every `parley keys` command.
struct KeysPlace {
    std::string data = "./parley-data";  // the data directory
    bool json = false;                   // print JSON, for scripts
};

struct KeysCreateArguments {
    KeysPlace place;
    std::string name;
    std::optional<std::string> account;
    std::optional<std::string> expires;  // a lifetime, such as 30d; see lifetime.hpp
    std::vector<std::string> models;     // none: every model
    std::optional<std::int64_t> requests_per_minute;
};

struct KeysRevokeArguments {
    KeysPlace place;
    std::string id;
};

// The process's exit code: 0, or 1 with the reason on standard error.
int run_keys_create(const KeysCreateArguments& arguments);
int run_keys_list(const KeysPlace& place);
int run_keys_revoke(const KeysRevokeArguments& arguments);

}  // namespace parley::cli
