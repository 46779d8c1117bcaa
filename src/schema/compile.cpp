#include "schema/compiler.hpp"
#include "schema/inplace_cycle.hpp"
#include "schema/references.hpp"

namespace parley::schema {
namespace {

using json::Kind;
using json::Value;

/// Schemas within a schema, at most: what providers take is far smaller.
constexpr std::size_t nodes_max = 20'000;
/// A longer schema is not compiled, nor one with more in its patterns: it happens on a loop's thread.
constexpr std::size_t text_bytes_max = 1 << 20;
constexpr std::size_t pattern_instructions_max = 200'000;

Error refuse(std::string message) {
    return Error{.kind = ErrorKind::bad_request, .source = ErrorSource::downstream, .message = std::move(message)};
}

}  // namespace

std::optional<std::string> Compiler::run() {
    if (has_inner_id(root_)) return "a schema within has an $id of its own, and cannot be checked";
    node_of(root_);
    while (!waiting_.empty() && !fault_) {
        const auto [index, source] = waiting_.front();
        waiting_.pop_front();
        current_ = source;
        Node node;
        read(source, node);
        nodes_[index] = std::move(node);
    }
    if (!fault_ && has_inplace_cycle(nodes_)) fault_ = "a schema within is nothing but itself";
    return fault_;
}

void Compiler::fail(std::string_view keyword, std::string_view why) {
    if (fault_) return;
    fault_ = std::string(keyword) + " at byte " + std::to_string(current_.begin()) + " of the schema " + std::string(why);
}

NodeIndex Compiler::node_of(Value source) {
    if (const auto known = known_.find(source.begin()); known != known_.end()) return known->second;
    if (nodes_.size() == nodes_max) fail("$ref", "makes too many schemas");
    const auto index = static_cast<NodeIndex>(nodes_.size());
    if (nodes_.size() < nodes_max) nodes_.emplace_back();
    known_.emplace(source.begin(), index);
    waiting_.emplace_back(index, source);
    return index;
}

NodeIndex Compiler::schema_in(std::string_view keyword, Value value) {
    if (!value.is(Kind::object) && !value.is(Kind::boolean)) fail(keyword, "must be a schema");
    return node_of(value);
}

void Compiler::read_schema(Value schema, std::string_view keyword, MaybeNode& into) {
    if (const Value value = schema.find(keyword)) into = schema_in(keyword, value);
}

void Compiler::read_list(Value schema, std::string_view keyword, std::vector<NodeIndex>& into) {
    const Value list = schema.find(keyword);
    if (!list) return;
    if (!list.is(Kind::array) || list.size() == 0) return fail(keyword, "must be a list of schemas");
    for (const Value element : list.elements()) into.push_back(schema_in(keyword, element));
}

std::vector<std::string> Compiler::strings_in(std::string_view keyword, Value list) {
    std::vector<std::string> strings;
    if (!list.is(Kind::array)) fail(keyword, "must be a list of names");
    for (const Value name : list.elements()) {
        if (!name.is(Kind::string)) fail(keyword, "must be a list of names");
        strings.push_back(name.string());
    }
    return strings;
}

void Compiler::read_number(Value schema, std::string_view keyword, std::optional<ExactNumber>& into) {
    const Value value = schema.find(keyword);
    if (!value) return;
    if (!value.is(Kind::number)) return fail(keyword, "must be a number");
    into.emplace(value.raw());
}

void Compiler::read_count(Value schema, std::string_view keyword, std::uint64_t& into) {
    const Value value = schema.find(keyword);
    if (!value) return;
    const ExactNumber count(value.is(Kind::number) ? value.raw() : "-1");
    if (!count.is_integer() || count < ExactNumber("0")) return fail(keyword, "must be a whole number");
    into = count > ExactNumber("1000000000000") ? ~std::uint64_t{0} : static_cast<std::uint64_t>(*value.number());
}

void Compiler::read_flag(Value schema, std::string_view keyword, bool& into) {
    const Value value = schema.find(keyword);
    if (value && !value.is(Kind::boolean)) return fail(keyword, "must be a boolean");
    if (value) into = *value.boolean();
}

std::optional<Pattern> Compiler::pattern_of(std::string_view keyword, Value expression) {
    if (!expression.is(Kind::string)) fail(keyword, "must be a string");
    std::optional<Pattern> pattern = Pattern::compile(expression.string());
    if (!pattern) {
        fail(keyword,
             "is no regular expression that can be matched in linear time (no look-around, no back-references), or a very large one");
        return pattern;
    }
    pattern_instructions_ += pattern->instructions();
    ++patterns_;
    if (pattern_instructions_ > pattern_instructions_max) fail(keyword, "makes too many patterns");
    return pattern;
}

Result<std::shared_ptr<const CompiledSchema>> CompiledSchema::compile(std::string_view text) {
    if (text.size() > text_bytes_max) return refuse("the schema is too long to be checked");
    json::Document document;
    if (const json::ParseError error = document.parse(text)) return refuse("the schema is no JSON: " + describe(error));
    const Value root = document.root();
    if (!root.is(Kind::object) && !root.is(Kind::boolean)) return refuse("a schema is an object or a boolean");
    std::shared_ptr<CompiledSchema> schema(new CompiledSchema);
    Compiler compiler(root, schema->nodes_);
    if (auto fault = compiler.run()) return refuse(std::move(*fault));
    schema->text_bytes_ = text.size();
    schema->patterns_ = compiler.patterns();
    return std::shared_ptr<const CompiledSchema>(std::move(schema));
}

TypeSet type_of(Value value) {
    switch (value.kind()) {
        case Kind::null: return null_type;
        case Kind::boolean: return boolean_type;
        case Kind::string: return string_type;
        case Kind::array: return array_type;
        case Kind::object: return object_type;
        case Kind::number: break;
    }
    return ExactNumber(value.raw()).is_integer() ? integer_type : fraction_type;
}

}  // namespace parley::schema
