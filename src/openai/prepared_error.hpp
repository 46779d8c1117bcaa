// prepared_error.hpp: an error answer of which everything is known before anybody asks, but the request's id.
//
// Printed once by make_error_answer (error_body.hpp), so that it reads like any other; from then on it is copied in front of the id
// and behind it. For answers that are given by the thousand when there is least time for them.
#pragma once

#include <string>
#include <string_view>

#include "openai/error_body.hpp"

namespace parley::openai {

/// Immutable: threads may share one.
class PreparedError {
  public:
    PreparedError(const Error& error, ErrorShape shape);

    int status() const { return status_; }
    /// request_id  as make_error_answer takes it.
    std::string fields(std::string_view request_id) const;
    void append_body(std::string& out, std::string_view request_id) const;

  private:
    struct Halves {
        std::string before;  // the id
        std::string after;
    };
    static Halves halves_of(const std::string& text);
    static void append(std::string& out, const Halves& halves, std::string_view request_id);

    int status_;
    Halves fields_;
    Halves body_;
};

}  // namespace parley::openai
