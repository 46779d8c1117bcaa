// draft.hpp: one request while it is written for Gemini.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalog/dialect_rules.hpp"
#include "openai/chat_request.hpp"
#include "openai/problems.hpp"
#include "providers/gather_body.hpp"
#include "providers/gemini/schema.hpp"

namespace parley::providers::gemini {

/// What is done differently the second time, because of what the provider said the first time.
struct Repairs {
    bool without_penalties = false;
    bool relaxed_schemas = false;
    bool without_signatures = false;  // they are replaced by no_signature
    bool without_thinking = false;

    bool operator==(const Repairs&) const = default;
};

struct Draft {
    const openai::ChatRequest& request;
    const catalog::DialectRules& rules;
    Repairs repairs = {};
    GatherBody body = {};
    openai::Problems problems = {};         // that cannot be mended by dropping something
    std::vector<std::string> dropped = {};  // names of the caller's fields that the provider will not see

    SchemaForm schema_form() const { return {rules.gemini.schemas, repairs.relaxed_schemas}; }
};

/// Prints a list's entries one after another and keeps the commas right.
class ListWriter {
  public:
    explicit ListWriter(std::string& out) : out_(out) { out_ += '['; }
    std::string& next() {
        if (!first_) out_ += ',';
        first_ = false;
        return out_;
    }
    bool empty() const { return first_; }
    void close() { out_ += ']'; }

  private:
    std::string& out_;
    bool first_ = true;
};

}  // namespace parley::providers::gemini
