// support.hpp: an environment of our own and files that vanish, for the tests of this room.
#pragma once

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "config/read_config.hpp"

namespace parley::config {

inline Environment environment_of(std::map<std::string, std::string> variables) {
    return [variables](std::string_view name) -> std::optional<std::string> {
        const auto found = variables.find(std::string(name));
        if (found == variables.end()) return std::nullopt;
        return found->second;
    };
}

inline ConfigReading read_text(std::string_view text, std::map<std::string, std::string> variables = {}) {
    return read_config_text(text, "parley.yaml", environment_of(std::move(variables)));
}

/// The problems as lines without the file's name; a hint, if any, follows after " | ".
inline std::vector<std::string> lines_of(const ConfigReading& reading) {
    std::vector<std::string> lines;
    for (const ConfigProblem& problem : reading.problems) {
        std::string line = to_text({"", problem.line, problem.column, problem.path, problem.message, ""}).substr(1);
        if (!problem.hint.empty()) line += " | " + problem.hint;
        lines.push_back(line);
    }
    return lines;
}

class TemporaryFolder {
  public:
    TemporaryFolder() {
        std::string name = std::filesystem::temp_directory_path() / "parley-config-XXXXXX";
        path_ = ::mkdtemp(name.data());
    }
    ~TemporaryFolder() { std::filesystem::remove_all(path_); }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::string& path() const { return path_; }
    std::string write(const std::string& name, std::string_view text, mode_t mode = 0600) const {
        const std::string file = path_ + "/" + name;
        std::ofstream(file, std::ios::binary) << text;
        ::chmod(file.c_str(), mode);
        return file;
    }

  private:
    std::string path_;
};

/// A small file without mistakes, for tests that spoil it.
inline constexpr std::string_view good_config = R"(listen: 127.0.0.1:9090
region: eu
keys:
  - {name: dev, secret: "dev-secret-1"}
providers:
  up:
    dialect: openai
    base_url: https://up.example/v1
    credential: "${UP_KEY}"
    region: eu
    host: vllm
    rules:
      system_role: system
      efforts: [low, high]
      supports: {seed: false, tool_choice: [auto, none]}
      rename_fields: {seed: random_seed}
models:
  - id: house-model
    context_length: 128000
    supported_parameters: [max_tokens, stream]
    prices: {input: 0.15, output: 0.60}
    targets:
      - {provider: up, model: Org/Model-32B}
      - {provider: up, model: "sim/words-50?first=200ms&rate=80", region: us}
routing: {connect_timeout: 2s, total_timeout: 5m}
http: {body_bytes_max: 20MiB, head_timeout: 500ms}
drain: {grace: 0ms}
log: {level: debug}
)";

}  // namespace parley::config
