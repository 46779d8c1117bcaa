#include "providers/bedrock/write_blocks.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "providers/call_input.hpp"
#include "providers/data_url.hpp"

namespace parley::providers::bedrock {
namespace {

struct Format {
    std::string_view media_type;
    std::string_view word;
};

/// Source: Amazon Bedrock API reference, "ImageBlock" and "DocumentBlock".
constexpr std::array pictures = {Format{"image/png", "png"}, Format{"image/jpeg", "jpeg"}, Format{"image/gif", "gif"},
                                 Format{"image/webp", "webp"}};
constexpr std::array documents = {
    Format{"application/pdf", "pdf"},
    Format{"text/plain", "txt"},
    Format{"text/csv", "csv"},
    Format{"text/html", "html"},
    Format{"text/markdown", "md"},
    Format{"application/msword", "doc"},
    Format{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"},
    Format{"application/vnd.ms-excel", "xls"},
    Format{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"},
};

template <class List>
std::string_view word_for(const List& list, std::string_view media_type) {
    const auto found = std::find_if(list.begin(), list.end(), [=](const Format& known) { return known.media_type == media_type; });
    return found == list.end() ? std::string_view() : found->word;
}

/// A text with escapes is rare where a URL is meant; then it is unescaped into `unescaped`.
std::string_view text_of(json::Value value, std::string& unescaped) {
    if (!value.has_escapes()) return value.escaped();
    unescaped = value.string();
    return unescaped;
}

bool may_stand_in_name(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
           std::string_view("-()[]").find(letter) != std::string_view::npos;
}

}  // namespace

std::string& BlockWriter::begin() {
    if (any_) body_.own() += ',';
    any_ = true;
    return body_.own();
}

void BlockWriter::write_content(const Piece& piece) {
    switch (piece.kind) {
        case Piece::Kind::text: return write_text_piece(piece, piece.value.escaped());
        case Piece::Kind::image: return write_image(piece);
        case Piece::Kind::file: return write_file(piece);
        case Piece::Kind::audio: return problems_.add(piece.place.text() + " is sound, which the model's provider does not take");
        case Piece::Kind::call:
        case Piece::Kind::result:
        case Piece::Kind::no_result:
        case Piece::Kind::state: return;
    }
}

void BlockWriter::write_last_text(const Piece& piece) { write_text_piece(piece, without_space_at_end(piece.value.escaped())); }

/// There is no field for a speaker's name, so it is said. Source: AssemblyAI docs, "Chat completions", `name`.
void BlockWriter::write_text_piece(const Piece& piece, std::string_view escaped) {
    json::ObjectWriter block(begin());
    std::string& here = block.key("text") += '"';
    if (piece.speaker) {
        here += piece.speaker.escaped();
        here += ": ";
    }
    body_.add(here, escaped);
    here += '"';
    block.close();
}

void BlockWriter::write_text(std::string_view text) {
    json::ObjectWriter block(begin());
    block.string("text", text);
    block.close();
}

void BlockWriter::write_cache_point(claude::CacheTtl ttl) {
    if (ttl == claude::CacheTtl::none) return;
    const bool is_long = ttl == claude::CacheTtl::hour && rules_.bedrock.long_cache;
    begin() += is_long ? R"({"cachePoint":{"type":"default","ttl":"1h"}})" : R"({"cachePoint":{"type":"default"}})";
}

void BlockWriter::write_bytes(json::ObjectWriter& block, std::string_view base64, bool is_callers) {
    json::ObjectWriter source(block.key("source"));
    std::string& here = source.key("bytes") += '"';
    if (is_callers) {
        body_.add(here, base64);
    } else {
        json::append_escaped(here, base64);
    }
    here += '"';
    source.close();
}

/// Bytes alone: there are addresses only within the operator's own S3.
void BlockWriter::write_image(const Piece& piece) {
    if (!rules_.supports.image_url) return problems_.add(piece.place.text() + " is a picture, which the model's provider does not take");
    const json::Value image = piece.value.find("image_url");
    std::string unescaped;
    const std::string_view url = text_of(image.is(json::Kind::string) ? image : image.find("url"), unescaped);
    const std::optional<DataUrl> data = parse_data_url(url);
    if (!data) {
        return problems_.add(piece.place.text() + ".image_url must be a data URL: the model's provider fetches no pictures");
    }
    const std::string_view seen = sniff_picture(data->data);
    const std::string_view format = word_for(pictures, seen.empty() ? data->media_type : seen);
    if (!data->is_base64 || format.empty()) {
        return problems_.add(piece.place.text() + ".image_url must hold a JPEG, PNG, GIF or WebP picture in base64");
    }
    json::ObjectWriter block(begin());
    json::ObjectWriter picture(block.key("image"));
    picture.string("format", format);
    write_bytes(picture, data->data, unescaped.empty());
    picture.close();
    block.close();
}

void BlockWriter::write_file(const Piece& piece) {
    const json::Value file = piece.value.find("file");
    const json::Value held = file.find("file_data");
    if (!rules_.supports.file) return problems_.add(piece.place.text() + " is a file, which the model's provider does not take");
    if (!held.is(json::Kind::string)) {
        return problems_.add(piece.place.text() + ".file.file_data is required: a file_id means nothing to the model's provider");
    }
    std::string unescaped;
    const std::optional<DataUrl> data = parse_data_url(text_of(held, unescaped));
    const std::string_view format = data && data->is_base64 ? word_for(documents, data->media_type) : std::string_view();
    if (format.empty()) {
        return problems_.add(piece.place.text() + ".file.file_data must be a data URL in base64 of a PDF, a text or an office document");
    }
    const json::Value filename = file.find("filename");
    json::ObjectWriter block(begin());
    json::ObjectWriter document(block.key("document"));
    document.string("format", format);
    document.string("name", unused_name(filename.is(json::Kind::string) ? filename.string() : std::string()));
    write_bytes(document, data->data, unescaped.empty());
    document.close();
    block.close();
}

/// Letters, digits, single spaces and a few signs, and no name twice. Source: Amazon Bedrock API reference, "DocumentBlock", name.
std::string BlockWriter::unused_name(std::string_view filename) {
    constexpr std::size_t name_bytes_max = 150;
    std::string wanted;
    for (const char letter : filename.substr(0, name_bytes_max)) {
        const char taken = may_stand_in_name(letter) ? letter : letter == ' ' ? ' ' : '-';
        if (taken != ' ' || !wanted.ends_with(' ')) wanted += taken;
    }
    if (wanted.find_first_not_of(" -") == std::string::npos) wanted = "document";
    std::string name = wanted;
    for (int count = 2; !names_.insert(name).second; ++count) name = wanted + " (" + std::to_string(count) + ")";
    return name;
}

void BlockWriter::write_call(const PastCall& call, std::string_view id) {
    json::ObjectWriter block(begin());
    json::ObjectWriter use(block.key("toolUse"));
    use.string("toolUseId", id);
    use.raw("name", call.name.raw());
    append_input(use.key("input"), call.arguments, call.is_custom);
    use.close();
    block.close();
}

void BlockWriter::write_result(const Piece& piece, std::string_view id) {
    const bool is_missing = piece.kind == Piece::Kind::no_result;
    json::ObjectWriter block(begin());
    json::ObjectWriter result(block.key("toolResult"));
    result.string("toolUseId", id);
    if (is_missing) {
        result.raw("content", R"([{"text":"[no result]"}])");
    } else {
        write_result_content(result, piece);
    }
    if (is_missing && rules_.bedrock.result_status) result.string("status", "error");
    result.close();
    block.close();
}

/// There must be some content, and no text of it may be blank.
void BlockWriter::write_result_content(json::ObjectWriter& result, const Piece& piece) {
    result.key("content") += '[';
    const bool were_any = std::exchange(any_, false);
    for_each_piece(piece.value, {.place = piece.place}, [&](const Piece& part) { write_content(part); });
    if (!any_) write_text(".");
    any_ = were_any;
    body_.own() += ']';
}

void BlockWriter::write_thought(json::Value thought) {
    json::ObjectWriter block(begin());
    json::ObjectWriter content(block.key("reasoningContent"));
    if (thought.find("type").equals("redacted_thinking")) {
        body_.add(content.key("redactedContent"), thought.find("data").raw());
    } else {
        json::ObjectWriter text(content.key("reasoningText"));
        body_.add(text.key("text"), thought.find("thinking").raw());
        body_.add(text.key("signature"), thought.find("signature").raw());
        text.close();
    }
    content.close();
    block.close();
}

}  // namespace parley::providers::bedrock
