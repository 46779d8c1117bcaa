// problems.hpp: everything that is wrong with one request, collected so that the caller learns it all at once.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"

namespace parley::openai {

class Problems {
  public:
    /// A request of 100,000 bad messages is answered in a page, not in megabytes.
    static constexpr std::size_t problems_max = 20;

    /// A problem that begins with the path of its field and a space: "messages[2].role is required".
    void add(std::string problem) {
        const std::string field = problem.substr(0, problem.find(' '));
        add(std::move(problem), field);
    }
    /// One whose words are the public API's, and begin otherwise.
    void add(std::string problem, std::string_view field) {
        if (found_.empty()) {
            field_ = field;
        } else if (field_ != field) {
            field_.clear();
        }
        if (found_.size() < problems_max) found_.push_back(std::move(problem));
    }
    /// The field that every problem is about; empty where they are about several.
    const std::string& field() const& { return field_; }

    bool empty() const { return found_.empty(); }
    std::size_t size() const { return found_.size(); }
    bool full() const { return found_.size() == problems_max; }
    std::vector<std::string> take() { return std::move(found_); }
    /// `field` where the problem does not begin with it.
    static Problems one(std::string problem, std::string_view field = {}) {
        Problems problems;
        field.empty() ? problems.add(std::move(problem)) : problems.add(std::move(problem), field);
        return problems;
    }

  private:
    std::vector<std::string> found_;
    std::string field_;
};

/// The 400 that names them, and the field where they are all about one. Source of the message: AssemblyAI docs, "Errors".
inline Error invalid_request(Problems problems, std::string code = {}) {
    return Error{.kind = ErrorKind::bad_request,
                 .source = ErrorSource::downstream,
                 .message = "invalid request body",
                 .problems = problems.take(),
                 .code = std::move(code),
                 .param = problems.field()};
}

/// The 400 for a body that cannot be read at all: no field of it is to blame.
inline Error unreadable_request(std::string problem) {
    return Error{.kind = ErrorKind::bad_request,
                 .source = ErrorSource::downstream,
                 .message = "invalid request body",
                 .problems = {std::move(problem)}};
}

}  // namespace parley::openai
