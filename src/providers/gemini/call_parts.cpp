#include "providers/gemini/call_parts.hpp"

#include "json/write.hpp"
#include "providers/gemini/function_names.hpp"

namespace parley::providers::gemini {
namespace {

void write_name(const Draft& draft, json::ObjectWriter& object, const PastCall& call) {
    if (draft.rules.gemini.call_ids) object.raw("id", call.id.raw());
    (object.key("name") += '"').append(to_gemini_name(call.name.escaped())) += '"';
}

/// What the inside of a JSON string spells, when that is a JSON object in turn; empty otherwise. References in it would be taken for
/// schemas, so an object with one is not.
std::string object_in(std::string_view escaped) {
    const std::size_t begin = escaped.find_first_not_of(" ");
    const bool may_be_object = begin != std::string_view::npos && (escaped[begin] == '{' || escaped[begin] == '\\');
    if (!may_be_object) return {};
    std::string text;
    json::append_unescaped(text, escaped);
    json::Document document;
    if (document.parse(text, {.depth_max = 32}) || !document.root().is(json::Kind::object)) return {};
    if (document.root().find("$ref")) return {};
    return std::string(document.root().raw());
}

void write_wrapped(Draft& draft, std::string& out, std::string_view name, std::string_view escaped) {
    json::ObjectWriter object(out);
    draft.body.add(object.key(name) += '"', escaped);
    out += '"';
    object.close();
}

void write_arguments(Draft& draft, std::string& out, const PastCall& call) {
    if (call.arguments.is(json::Kind::object)) return draft.body.add(out, call.arguments.raw());
    const std::string_view escaped = call.arguments.escaped();
    if (call.is_custom) return write_wrapped(draft, out, "input", escaped);
    const std::string object = object_in(escaped);
    if (!object.empty()) {
        out += object;
    } else if (is_blank(escaped)) {
        out += "{}";
    } else {
        write_wrapped(draft, out, "value", escaped);
    }
}

/// The texts of a result, one after another.
std::string joined_text(Draft& draft, const Piece& result) {
    std::string joined;
    for_each_piece(result.value, {.place = result.place}, [&](const Piece& piece) {
        if (piece.kind == Piece::Kind::text) {
            joined += piece.value.escaped();
        } else {
            draft.problems.add(piece.place.text() + " must be text: it is the result of a tool");
        }
    });
    return joined;
}

void write_text_result(Draft& draft, std::string& out, std::string_view escaped) {
    const std::string object = object_in(escaped);
    if (object.empty()) return write_wrapped(draft, out, "output", escaped);
    out += object;
}

void write_response(Draft& draft, std::string& out, const Piece& piece) {
    if (piece.kind == Piece::Kind::no_result) {
        out += R"({"error":"no result"})";
    } else if (piece.value.is(json::Kind::array)) {
        const std::string joined = joined_text(draft, piece);
        const std::string object = object_in(joined);
        // Of the joined text nothing may be left behind as a slice.
        object.empty() ? void(out.append(R"({"output":")").append(joined).append("\"}")) : void(out += object);
    } else {
        write_text_result(draft, out, piece.value.escaped());
    }
}

}  // namespace

void write_call(Draft& draft, std::string& out, const PastCall& call, std::string_view signature) {
    json::ObjectWriter part(out);
    json::ObjectWriter function(part.key("functionCall"));
    write_name(draft, function, call);
    write_arguments(draft, function.key("args"), call);
    function.close();
    if (!signature.empty()) {
        draft.body.add(part.key("thoughtSignature") += '"', signature);
        out += '"';
    }
    part.close();
}

void write_result(Draft& draft, std::string& out, const PastCall& call, const Piece& piece) {
    json::ObjectWriter part(out);
    json::ObjectWriter function(part.key("functionResponse"));
    write_name(draft, function, call);
    write_response(draft, function.key("response"), piece);
    function.close();
    part.close();
}

}  // namespace parley::providers::gemini
