#include "providers/anthropic/write_blocks.hpp"

#include "json/utf8.hpp"
#include "providers/call_input.hpp"
#include "providers/data_url.hpp"

namespace parley::providers::anthropic {
namespace {

constexpr std::string_view pdf = "application/pdf";
constexpr std::string_view plain_text = "text/plain";

/// Source: Anthropic docs, "Vision".
bool is_picture_type(std::string_view media_type) {
    for (const std::string_view known : {"image/jpeg", "image/png", "image/gif", "image/webp"}) {
        if (media_type == known) return true;
    }
    return false;
}

/// A text with escapes is rare where a URL is meant; then it is unescaped into `unescaped`.
std::string_view text_of(json::Value value, std::string& unescaped) {
    if (!value.has_escapes()) return value.escaped();
    unescaped = value.string();
    return unescaped;
}

}  // namespace

json::ObjectWriter BlockWriter::begin(std::string_view type) {
    if (any_) body_.own() += ',';
    any_ = true;
    json::ObjectWriter block(body_.own());
    block.string("type", type);
    return block;
}

void BlockWriter::end(json::ObjectWriter& block, claude::CacheTtl marker) {
    if (marker != claude::CacheTtl::none) block.raw("cache_control", claude::marker_json(marker));
    block.close();
}

void BlockWriter::write_content(const Piece& piece, claude::CacheTtl marker) {
    switch (piece.kind) {
        case Piece::Kind::text: return write_text_piece(piece, piece.value.escaped(), marker);
        case Piece::Kind::image: return write_image(piece, marker);
        case Piece::Kind::file: return write_file(piece, marker);
        case Piece::Kind::audio: return problems_.add(piece.place.text() + " is sound, which the model's provider does not take");
        case Piece::Kind::call:
        case Piece::Kind::result:
        case Piece::Kind::no_result:
        case Piece::Kind::state: return;
    }
}

void BlockWriter::write_last_text(const Piece& piece) {
    write_text_piece(piece, without_space_at_end(piece.value.escaped()), claude::CacheTtl::none);
}

/// There is no field for a speaker's name, so it is said. Source: AssemblyAI docs, "Chat completions", `name`.
void BlockWriter::write_text_piece(const Piece& piece, std::string_view escaped, claude::CacheTtl marker) {
    json::ObjectWriter block = begin("text");
    std::string& here = block.key("text") += '"';
    if (piece.speaker) {
        here += piece.speaker.escaped();
        here += ": ";
    }
    body_.add(here, escaped);
    here += '"';
    end(block, marker);
}

void BlockWriter::write_text(std::string_view text) {
    json::ObjectWriter block = begin("text");
    block.string("text", text);
    block.close();
}

void BlockWriter::write_raw(std::string_view json) {
    if (any_) body_.own() += ',';
    any_ = true;
    body_.add(body_.own(), json);
}

void BlockWriter::write_base64(json::ObjectWriter& block, std::string_view media_type, std::string_view data, bool is_callers) {
    json::ObjectWriter source(block.key("source"));
    source.string("type", "base64");
    source.string("media_type", media_type);
    std::string& here = source.key("data") += '"';
    if (is_callers) {
        body_.add(here, data);
    } else {
        json::append_escaped(here, data);
    }
    here += '"';
    source.close();
}

void BlockWriter::write_image(const Piece& piece, claude::CacheTtl marker) {
    const json::Value image = piece.value.find("image_url");
    const json::Value url = image.is(json::Kind::string) ? image : image.find("url");
    if (!rules_.supports.image_url) return problems_.add(piece.place.text() + " is a picture, which the model's provider does not take");
    std::string unescaped;
    const std::string_view text = text_of(url, unescaped);
    if (const std::optional<DataUrl> data = parse_data_url(text)) {
        const std::string_view seen = sniff_picture(data->data);
        const std::string_view media_type = seen.empty() ? data->media_type : seen;
        if (!data->is_base64 || !is_picture_type(media_type)) {
            return problems_.add(piece.place.text() + ".image_url must hold a JPEG, PNG, GIF or WebP picture in base64");
        }
        json::ObjectWriter block = begin("image");
        write_base64(block, media_type, data->data, unescaped.empty());
        return end(block, marker);
    }
    const bool can_be_fetched = text.starts_with("https://") || text.starts_with("http://");
    if (!can_be_fetched || rules_.supports.data_url_only) {
        return problems_.add(piece.place.text() + (can_be_fetched
                                                       ? ".image_url must be a data URL: the model's provider fetches no pictures"
                                                       : ".image_url must be a data URL or an http URL"));
    }
    json::ObjectWriter block = begin("image");
    json::ObjectWriter source(block.key("source"));
    source.string("type", "url");
    source.raw("url", url.raw());
    source.close();
    end(block, marker);
}

void BlockWriter::write_file(const Piece& piece, claude::CacheTtl marker) {
    const json::Value file = piece.value.find("file");
    const json::Value held = file.find("file_data");
    if (!rules_.supports.file) return problems_.add(piece.place.text() + " is a file, which the model's provider does not take");
    if (!held.is(json::Kind::string)) {
        return problems_.add(piece.place.text() + ".file.file_data is required: a file_id means nothing to the model's provider");
    }
    std::string unescaped;
    const std::optional<DataUrl> data = parse_data_url(text_of(held, unescaped));
    const bool is_pdf = data && data->is_base64 && data->media_type == pdf;
    const bool is_text = data && data->media_type == plain_text;
    std::optional<std::string> text;
    if (is_text) text = data->is_base64 ? decode_base64(data->data) : decode_percent(data->data);
    if (!is_pdf && (!text || json::find_bad_utf8(*text))) {
        return problems_.add(piece.place.text() + ".file.file_data must be a data URL of application/pdf in base64, or of text/plain");
    }
    json::ObjectWriter block = begin("document");
    if (is_pdf) {
        write_base64(block, pdf, data->data, unescaped.empty());
    } else {
        json::ObjectWriter source(block.key("source"));
        source.string("type", "text");
        source.string("media_type", plain_text);
        source.string("data", *text);
        source.close();
    }
    if (const json::Value name = file.find("filename"); name.is(json::Kind::string)) block.raw("title", name.raw());
    end(block, marker);
}

void BlockWriter::write_call(const PastCall& call, std::string_view id, claude::CacheTtl marker) {
    json::ObjectWriter block = begin("tool_use");
    block.string("id", id);
    block.raw("name", call.name.raw());
    append_input(block.key("input"), call.arguments, call.is_custom);
    end(block, marker);
}

void BlockWriter::write_result(const Piece& piece, std::string_view id, claude::CacheTtl marker) {
    json::ObjectWriter block = begin("tool_result");
    block.string("tool_use_id", id);
    if (piece.kind == Piece::Kind::no_result) {
        block.string("content", "[no result]");
        block.boolean("is_error", true);
    } else {
        write_result_content(block, piece);
    }
    end(block, marker);
}

void BlockWriter::write_result_content(json::ObjectWriter& block, const Piece& piece) {
    if (piece.value.is(json::Kind::string)) {
        if (!is_blank(piece.value.escaped())) body_.add(block.key("content"), piece.value.raw());
        return;
    }
    std::vector<Piece> parts;
    for_each_piece(piece.value, {.place = piece.place}, [&](const Piece& part) { parts.push_back(part); });
    if (parts.empty()) return;
    block.key("content") += '[';
    BlockWriter inner(body_, rules_, problems_);
    for (const Piece& part : parts) inner.write_content(part, claude::CacheTtl::none);  // a marker inside is the result's
    body_.own() += ']';
}

}  // namespace parley::providers::anthropic
