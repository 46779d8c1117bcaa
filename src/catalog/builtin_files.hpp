// builtin_files.hpp: the catalogue that ships inside the binary: the YAML files of catalog/, as they were at build time.
#pragma once

#include <span>
#include <string_view>

namespace parley::catalog {

struct BuiltinFile {
    std::string_view name;  // "hosts.yaml": what complaints about it are headed with
    std::string_view text;
};

/// Every file of catalog/, in the order of their names. Who reads them is config/: they have the form of the operator's file.
std::span<const BuiltinFile> builtin_files();

}  // namespace parley::catalog
