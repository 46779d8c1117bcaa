// problems.hpp: everything that is wrong with one request, collected so that the caller learns it all at once.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "base/error.hpp"

namespace parley::openai {

class Problems {
  public:
    /// A request of 100,000 bad messages is answered in a page, not in megabytes.
    static constexpr std::size_t problems_max = 20;

    void add(std::string problem) {
        if (found_.size() < problems_max) found_.push_back(std::move(problem));
    }
    bool empty() const { return found_.empty(); }
    std::size_t size() const { return found_.size(); }
    bool full() const { return found_.size() == problems_max; }
    std::vector<std::string> take() { return std::move(found_); }

  private:
    std::vector<std::string> found_;
};

/// The 400 that names them. Source of the message: AssemblyAI docs, "Errors".
inline Error invalid_request(std::vector<std::string> problems, std::string code = {}) {
    return Error{.kind = ErrorKind::bad_request, .source = ErrorSource::downstream, .message = "invalid request body",
                 .problems = std::move(problems), .code = std::move(code)};
}

}  // namespace parley::openai
