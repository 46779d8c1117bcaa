// anthropic_question.hpp: what a simulated upstream reads from a request to Anthropic's Messages API.
#pragma once

#include "simulate/question.hpp"

namespace parley::simulate {

/// At Vertex AI the path names the model and says whether the answer is a stream.
struct VertexAddress {
    std::string model;
    bool streams = false;
};

/// `.../publishers/anthropic/models/{model}:rawPredict` or `:streamRawPredict`; nullopt for any other path.
std::optional<VertexAddress> read_vertex_address(std::string_view path);

/// Reads a request body and holds it against the rules that anthropic_rules.hpp knows. Errors: bad_request, in the words of the
/// real API where it is known for them. Source: Anthropic API reference, "Create a message".
Result<Question> read_anthropic_question(std::string_view body, const std::optional<VertexAddress>& address = std::nullopt);

}  // namespace parley::simulate
