// reader.hpp: what is at hand while a configuration is read: the environment, the path of the value that is being read,
// and everything that was found wrong so far. Reading goes on after a mistake, so that all of them are told at once.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.hpp"
#include "config/environment.hpp"
#include "config/problem.hpp"
#include "config/substitute.hpp"
#include "config/yaml.hpp"

namespace parley::config {

/// More mistakes than anyone mends at once are not listed.
inline constexpr std::size_t problems_max = 100;

class Reader {
  public:
    /// `environment` outlives the Reader.
    Reader(std::string file, const Environment& environment);

    /// One step of the path, for as long as it lives.
    class [[nodiscard]] Step {
      public:
        Step(std::string& path, std::string_view added) : path_(path), length_(path.size()) { path_ += added; }
        ~Step() { path_.resize(length_); }
        Step(const Step&) = delete;
        Step& operator=(const Step&) = delete;

      private:
        std::string& path_;
        std::size_t length_;
    };
    Step into(std::string_view name);  // routing -> routing.idle_timeout
    Step at(std::size_t index);        // keys -> keys[0]

    void problem(Mark mark, std::string message, std::string hint = {});
    void warn(Mark mark, std::string_view message);
    /// For a name that stands in no table: says so, and which of `known` was probably meant.
    void unknown_name(const Entry& entry, const std::vector<std::string>& known);

    /// True when `node` is of that kind; otherwise a problem that names both. In a mapping, names that stand twice are
    /// problems as well.
    bool expect(const Node& node, Node::Kind kind);

    /// A scalar with its substitutions made: valid text, not empty, no control characters, at most `bytes_max`.
    std::optional<std::string> text(const Node& node, std::size_t bytes_max);
    /// Text that goes into a header field: printable ASCII without spaces. `bytes_min` is the operator's protection.
    std::optional<Secret> secret(const Node& node, std::size_t bytes_min, std::size_t bytes_max);
    /// true or false, in these words alone: YAML's `yes` and `on` have surprised enough people.
    std::optional<bool> flag(const Node& node);
    std::optional<std::uint64_t> count(const Node& node, std::uint64_t least, std::uint64_t most);
    std::optional<std::uint64_t> size(const Node& node, std::uint64_t least, std::uint64_t most);
    std::optional<std::chrono::milliseconds> duration(const Node& node, std::chrono::milliseconds least, std::chrono::milliseconds most);

    const std::vector<ConfigProblem>& problems() const { return problems_; }
    /// By line and column. At most problems_max, and then one that says so.
    std::vector<ConfigProblem> take_problems();
    /// The files that ${file:...} named, each once.
    std::vector<SourceFile> take_files() { return std::move(files_); }
    std::vector<std::string> take_warnings() { return std::move(warnings_); }
    /// A secret stands in the file itself, not in a variable or a file of its own.
    bool has_literal_secret() const { return has_literal_secret_; }

  private:
    /// A scalar with its substitutions made, whatever it holds.
    std::optional<Substitution> substituted(const Node& node);
    void note_file(SourceFile file);
    void refuse_duplicates(const Node& mapping);

    std::string file_;
    const Environment& environment_;
    std::string path_;
    std::vector<ConfigProblem> problems_;
    std::vector<SourceFile> files_;
    std::vector<std::string> warnings_;
    bool has_literal_secret_ = false;
};

/// `text` in quotes for a message, cut to 40 bytes. For what stands in the file only, never for a secret.
std::string quoted(std::string_view text);

}  // namespace parley::config
