// imported_config.hpp: another gateway's configuration on its way to becoming ours, and how it is printed.
//
// Everything that could not be carried over travels along as text and is printed as a comment where it was lost.
#pragma once

#include <string>
#include <vector>

namespace parley::config {

/// Ready-made text of our configuration: `${NAME}` stands for a variable, a literal `${` is written `$${`.
using ConfigText = std::string;

struct ImportedKey {
    std::string name;
    ConfigText secret;
};

struct ImportedProvider {
    std::string name;
    ConfigText base_url;
    ConfigText credential;  // empty: none
    std::string region;     // empty: not known
    std::string dialect;

    bool is_same_place(const ImportedProvider& other) const {
        return base_url == other.base_url && credential == other.credential && dialect == other.dialect;
    }
};

struct ImportedTarget {
    std::string provider;
    ConfigText model;
    std::string obstacle;  // why it is printed as a comment; empty: it is not
};

struct ImportedModel {
    ConfigText id;
    std::vector<ImportedTarget> targets;
    std::vector<std::string> lost;

    bool can_be_served() const;
};

struct ImportedConfig {
    std::string source;  // the file's name
    std::vector<ImportedKey> keys;
    std::vector<ImportedProvider> providers;
    std::vector<ImportedModel> models;
    std::string total_timeout;      // "30s"; empty: not stated
    std::vector<std::string> lost;  // of no model
};

/// YAML that the reader accepts, as long as the variables it names are set. No text of the other file can leave the comment or
/// the value in which it is printed. A model without a target that can be asked
/// becomes a comment as a whole.
std::string print(const ImportedConfig& imported);

}  // namespace parley::config
