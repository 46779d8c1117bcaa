// verb_arguments.hpp: the arguments of one verb, read by name and type; every mistake is kept.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace parley::server {

/// ErrorKind::bad_request with these problems, a sentence each.
Error bad_arguments(std::vector<std::string> problems);

/// One that is absent or null is not there. The object outlives the reader.
class VerbArguments {
  public:
    explicit VerbArguments(const nlohmann::json& object) : object_(object) {}

    std::optional<std::string> text(const char* name);
    std::optional<std::int64_t> integer(const char* name);
    std::optional<std::vector<std::string>> texts(const char* name);

    /// Everything that was wrong, names that nobody asked for included; nothing when all was well. After the last of the others.
    std::optional<Error> error();

  private:
    template <class T>
    std::optional<T> read(const char* name, bool (nlohmann::json::*is_right)() const noexcept, const char* what);

    const nlohmann::json& object_;
    std::vector<std::string> known_;
    std::vector<std::string> problems_;
};

}  // namespace parley::server
