// framing_fields.hpp: what the fields of one head say about where its body ends and whether the connection goes on.
//
// Shared by requests and responses, so that both are judged alike.
// Source: RFC 9112, 6.3 (body length) and 9.3 (persistence); in doubt a message is refused rather than mended.
#pragma once

#include <string_view>

#include "http/fields.hpp"
#include "http/framing.hpp"
#include "http/known_field.hpp"
#include "http/refusal.hpp"

namespace parley::http {

class FramingFields {
  public:
    /// Takes note of a field, which may be any.
    void note(KnownField known, const Field& field);

    /// Kind::none when no field speaks of a body. Refuses with 400, or 501 for a coding that we do not know.
    Refusal read(int version_minor, Framing& framing) const;

    bool keep_alive(int version_minor) const { return !close_ && (version_minor >= 1 || keep_alive_); }
    bool speaks_of_body() const { return content_lengths_ + transfer_encodings_ > 0; }

  private:
    std::string_view content_length_;
    std::string_view transfer_encoding_;
    int content_lengths_ = 0;
    int transfer_encodings_ = 0;
    bool close_ = false;
    bool keep_alive_ = false;
};

}  // namespace parley::http
