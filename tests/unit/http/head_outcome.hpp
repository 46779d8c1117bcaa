// head_outcome.hpp: what a head reader made of some bytes, as values that can be compared.
//
// Each piece is added to a fresh allocation of exactly the bytes received so far, so a view that a reader kept from an
// earlier call, or a read past the end, is found by AddressSanitizer.
#pragma once

#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "http/request_head.hpp"
#include "http/response_head.hpp"
#include "unit/http/pieces.hpp"

namespace parley::http {

using FieldTexts = std::vector<std::pair<std::string, std::string>>;

struct RequestOutcome {
    Progress progress = Progress::need_more;
    int refused_with = 0;
    std::string reason;
    std::size_t size = 0;
    std::string method;
    Method method_word = Method::other;
    std::string path;
    std::string query;
    int version_minor = 1;
    FieldTexts fields;
    std::string host;
    Framing framing;
    bool keep_alive = false;
    bool expects_continue = false;

    bool operator==(const RequestOutcome&) const = default;
};

struct ResponseOutcome {
    Progress progress = Progress::need_more;
    int refused_with = 0;
    std::string reason;
    std::size_t size = 0;
    int status = 0;
    int version_minor = 1;
    FieldTexts fields;
    Framing framing;
    bool keep_alive = false;
    std::string content_type;

    bool operator==(const ResponseOutcome&) const = default;
};

inline FieldTexts texts_of(const Fields& fields) {
    FieldTexts texts;
    for (const Field& field : fields) texts.emplace_back(field.name, field.value);
    return texts;
}

inline void describe(RequestOutcome& outcome, const RequestHead& head) {
    outcome.method = head.method_text;
    outcome.method_word = head.method;
    outcome.path = head.target.path;
    outcome.query = head.target.query;
    outcome.version_minor = head.version_minor;
    outcome.fields = texts_of(head.fields);
    outcome.host = head.host;
    outcome.framing = head.framing;
    outcome.keep_alive = head.keep_alive;
    outcome.expects_continue = head.expects_continue;
}

inline void describe(ResponseOutcome& outcome, const ResponseHead& head) {
    outcome.status = head.status;
    outcome.version_minor = head.version_minor;
    outcome.fields = texts_of(head.fields);
    outcome.framing = head.framing;
    outcome.keep_alive = head.keep_alive;
    outcome.content_type = head.content_type;
}

template <class Reader, class Head, class Outcome>
Outcome read_head(const Pieces& pieces, const Limits& limits) {
    Reader reader(limits);
    Head head;
    Outcome outcome;
    std::vector<char> received;
    for (const std::string_view piece : pieces) {
        std::vector<char> moved;
        moved.reserve(received.size() + piece.size());
        moved.insert(moved.end(), received.begin(), received.end());
        moved.insert(moved.end(), piece.begin(), piece.end());
        received.swap(moved);
        outcome.progress = reader.look({received.data(), received.size()}, head);
        if (outcome.progress != Progress::need_more) break;
    }
    if (outcome.progress == Progress::complete) {
        outcome.size = reader.size();
        describe(outcome, head);
    }
    if (outcome.progress == Progress::refused) {
        outcome.refused_with = reader.refusal().status;
        outcome.reason = reader.refusal().reason;
    }
    return outcome;
}

/// The outcome of reading a request's head; the same in any pieces.
inline RequestOutcome read_request(std::string_view bytes, const Limits& limits = {}) {
    return read_in_any_pieces(
        bytes, [&](const Pieces& pieces) { return read_head<RequestHeadReader, RequestHead, RequestOutcome>(pieces, limits); });
}

inline ResponseOutcome read_response(std::string_view bytes, const Limits& limits = {}) {
    return read_in_any_pieces(
        bytes, [&](const Pieces& pieces) { return read_head<ResponseHeadReader, ResponseHead, ResponseOutcome>(pieces, limits); });
}

inline std::ostream& operator<<(std::ostream& out, const RequestOutcome& outcome) {
    out << "progress " << static_cast<int>(outcome.progress) << ", refused with " << outcome.refused_with << " (" << outcome.reason << "), "
        << outcome.size << " bytes, " << outcome.method << ' ' << outcome.path;
    for (const auto& [name, value] : outcome.fields) out << "\n  " << name << ": " << value;
    return out;
}

inline std::ostream& operator<<(std::ostream& out, const ResponseOutcome& outcome) {
    out << "progress " << static_cast<int>(outcome.progress) << ", refused with " << outcome.refused_with << " (" << outcome.reason << "), "
        << outcome.size << " bytes, status " << outcome.status;
    for (const auto& [name, value] : outcome.fields) out << "\n  " << name << ": " << value;
    return out;
}

}  // namespace parley::http
