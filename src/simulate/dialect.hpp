// dialect.hpp: what differs between the APIs that the simulator speaks. What is answered, how fast and how wrongly does not.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "http/server_exchange.hpp"
#include "simulate/answer.hpp"
#include "simulate/chunk_source.hpp"
#include "simulate/completion_print.hpp"
#include "simulate/faults.hpp"
#include "simulate/question.hpp"

namespace parley::simulate {

/// Stateless, and alive as long as the program.
class Dialect {
  public:
    virtual ~Dialect() = default;
    /// Errors: bad_request, with a message that names the field.
    virtual Result<Question> read(const http::RequestHead& head, std::string_view body) const = 0;
    /// What the ids of its answers begin with.
    virtual std::string_view id_prefix() const = 0;
    /// A whole answer. `with_finish` false: without the reason why it ended.
    virtual std::string print(const Answer& answer, const CompletionIdentity& identity, bool with_finish) const = 0;
    virtual std::unique_ptr<ChunkSource> chunks(Answer answer, CompletionIdentity identity, const Question& question) const = 0;
    /// The page that the faults ask for, as responses.hpp has it.
    virtual http::Response page(const Faults& faults, std::string_view quoted) const = 0;
    virtual http::Response refusal(const Error& error) const = 0;
};

const Dialect& openai_dialect();
const Dialect& gemini_dialect();

/// The dialect whose questions are asked at this path; null for any other path.
const Dialect* dialect_at(std::string_view path);

}  // namespace parley::simulate
