#include "providers/openai/request_edit.hpp"

#include <utility>

namespace parley::providers::openai_dialect {

RequestEdit::RequestEdit(const openai::ChatRequest& of, const PreparedRules& prepared)
    : request(of), rules(prepared.rules), splice(of.document) {
    for (const json::Member member : request.root().members()) {
        const RequestField field = prepared.fields.find(member);
        switch (field) {
            case RequestField::passed: break;
            case RequestField::denied: splice.remove(member); break;
            case RequestField::dropped: drop(member); break;
            case RequestField::renamed: rename(member); break;
            case RequestField::sampling:
                if (rules.sampling != catalog::Sampling::always) sampling.push_back(member);
                break;
            default: fields_[static_cast<std::size_t>(field)] = member;
        }
    }
}

/// A caller who knows the host's own name has said it already.
void RequestEdit::rename(const json::Member& member) {
    splice.remove(member);
    const std::string& name = rules.rename_fields.at(member.key.string());
    if (!member.value.is_null() && !request.root().find(name)) splice.append(name, member.value.raw());
}

void RequestEdit::drop(const json::Member& member) {
    splice.remove(member);
    if (!member.value.is_null()) dropped.push_back(member.key.string());
}

void RequestEdit::drop(RequestField field) {
    if (has(field)) drop(std::exchange(fields_[static_cast<std::size_t>(field)], json::Member()));
}

void RequestEdit::cut(RequestField field) {
    if (has(field)) splice.remove(std::exchange(fields_[static_cast<std::size_t>(field)], json::Member()));
}

void RequestEdit::set(RequestField field, std::string_view name, std::string json) {
    if (has(field)) {
        splice.replace(at(field).value, std::move(json));
    } else {
        splice.append(name, json);
    }
}

}  // namespace parley::providers::openai_dialect
