#include "config/imported_config.hpp"

#include <algorithm>
#include <string_view>

namespace parley::config {
namespace {

/// On one line, whatever is in it: control characters as \xNN, which is an escape of double-quoted scalars as well.
std::string one_line(std::string_view text) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (const char letter : text) {
        const auto value = static_cast<unsigned char>(letter);
        if (value >= 0x20 && value != 0x7f) {
            out += letter;
        } else {
            out += {'\\', 'x', digits[value >> 4], digits[value & 0xf]};
        }
    }
    return out;
}

/// A double-quoted scalar (YAML 1.2, 7.3.1).
std::string quoted_scalar(std::string_view text) {
    std::string escaped;
    for (const char letter : text) {
        if (letter == '"' || letter == '\\') escaped += '\\';
        escaped += letter;
    }
    return '"' + one_line(escaped) + '"';
}

void append_comments(std::string& out, std::string_view indentation, const std::vector<std::string>& lines) {
    for (const std::string& line : lines) out += std::string(indentation) + "# " + one_line(line) + "\n";
}

std::string target_text(const ImportedTarget& target) {
    return "{provider: " + target.provider + ", model: " + quoted_scalar(target.model) + "}";
}

void append_provider(std::string& out, const ImportedProvider& provider) {
    out += "  " + provider.name + ": {dialect: " + provider.dialect + ", base_url: " + quoted_scalar(provider.base_url);
    if (!provider.credential.empty()) out += ", credential: " + quoted_scalar(provider.credential);
    if (!provider.region.empty()) out += ", region: " + provider.region;
    out += "}\n";
}

void append_model(std::string& out, const ImportedModel& model) {
    const std::string off = model.can_be_served() ? "" : "# ";
    append_comments(out, "  ", model.lost);
    out += "  " + off + "- id: " + quoted_scalar(model.id) + "\n";
    out += "  " + off + "  targets:\n";
    for (const ImportedTarget& target : model.targets) {
        const bool served = target.obstacle.empty();
        out += "  " + off + "    " + (served || !off.empty() ? "" : "# ") + "- " + target_text(target);
        out += served ? "\n" : "  # " + one_line(target.obstacle) + "\n";
    }
}

}  // namespace

bool ImportedModel::can_be_served() const {
    return std::any_of(targets.begin(), targets.end(), [](const ImportedTarget& target) { return target.obstacle.empty(); });
}

std::string print(const ImportedConfig& imported) {
    std::string out = "# Made by `parley import litellm` from " + one_line(imported.source) + ".\n";
    out += "# What could not be carried over stands in a comment with its line in that file.\n";
    append_comments(out, "", imported.lost);
    if (!imported.keys.empty()) out += "\nkeys:\n";
    for (const ImportedKey& key : imported.keys) out += "  - {name: " + key.name + ", secret: " + quoted_scalar(key.secret) + "}\n";
    if (!imported.providers.empty()) out += "\nproviders:\n";
    for (const ImportedProvider& provider : imported.providers) append_provider(out, provider);
    const bool serves =
        std::any_of(imported.models.begin(), imported.models.end(), [](const ImportedModel& model) { return model.can_be_served(); });
    out += serves ? "\nmodels:\n" : "\n# models:\n";
    for (const ImportedModel& model : imported.models) append_model(out, model);
    if (!imported.total_timeout.empty()) out += "\nrouting: {total_timeout: " + imported.total_timeout + "}\n";
    if (!serves && imported.keys.empty() && imported.total_timeout.empty()) out += "\nlog: {level: info}\n";
    return out;
}

}  // namespace parley::config
