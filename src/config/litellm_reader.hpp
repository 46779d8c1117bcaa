// litellm_reader.hpp: what the parts of the import share: the file, what is made of it, and how a loss is told.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config/imported_config.hpp"
#include "config/litellm_prefixes.hpp"
#include "config/reader.hpp"

namespace parley::config {

/// Notes are the Reader's warnings, problems its problems; nothing is substituted while reading.
class LitellmReader {
  public:
    LitellmReader(Reader& reader, ImportedConfig& into) : reader_(reader), into_(into) {}

    /// Problems when it is no list of entries as LiteLLM has them.
    void read_model_list(const Node& list);
    /// Everything beside the list: general_settings, router_settings, litellm_settings and what else stands there.
    void read_settings(const Node& root);

  private:
    // litellm_model_list.cpp
    void read_entry(const Node& entry);
    ImportedTarget read_target(const Node& parameters, std::string obstacle);
    void note_parameters(const Node& parameters);
    std::string provider_for(const Node& parameters, const LitellmPrefix& prefix, std::string& obstacle);
    std::string name_of_provider(ImportedProvider provider);
    ImportedModel& model_named(const ConfigText& id);

    // litellm_settings.cpp
    void read_general_settings(const Node& settings);
    void read_router_settings(const Node& settings);
    void read_litellm_settings(const Node& settings);
    void read_master_key(const Node& node);
    void read_aliases(const Node& aliases);
    void read_timeout(const Entry& entry);

    /// The scalar of that name, with `os.environ/NAME` as ${NAME}; nothing when it is not there. Anything but text is a
    /// problem.
    std::optional<ConfigText> text_of(const Node& mapping, std::string_view name);
    void note(const Node& node, std::string_view message);
    /// For a name that has no place here.
    void note_lost(const Entry& entry);

    Reader& reader_;
    ImportedConfig& into_;
};

/// `os.environ/NAME` as ${NAME}, and anything else so that nothing in it is taken for a reference.
ConfigText to_config_text(std::string_view text);
/// A reference to a variable, whose value is not known here.
bool is_reference(std::string_view text);

}  // namespace parley::config
