#include "openai/prepared_error.hpp"

#include <cassert>

namespace parley::openai {
namespace {

/// In the id's place while it is printed; as long, and nothing that any error says.
constexpr std::string_view placeholder = "00000000-0000-0000-0000-000000000000";

}  // namespace

PreparedError::PreparedError(const Error& error, ErrorShape shape) {
    const ErrorAnswer answer = make_error_answer(error, placeholder, 0, shape);
    status_ = answer.status;
    fields_ = halves_of(answer.fields);
    body_ = halves_of(answer.body);
}

PreparedError::Halves PreparedError::halves_of(const std::string& text) {
    const std::size_t at = text.find(placeholder);
    assert(at != std::string::npos);
    return {text.substr(0, at), text.substr(at + placeholder.size())};
}

void PreparedError::append(std::string& out, const Halves& halves, std::string_view request_id) {
    out.reserve(out.size() + halves.before.size() + request_id.size() + halves.after.size());
    out.append(halves.before).append(request_id).append(halves.after);
}

std::string PreparedError::fields(std::string_view request_id) const {
    std::string fields;
    append(fields, fields_, request_id);
    return fields;
}

void PreparedError::append_body(std::string& out, std::string_view request_id) const { append(out, body_, request_id); }

}  // namespace parley::openai
