#include "providers/gemini/media_parts.hpp"

#include <array>
#include <optional>

#include "json/write.hpp"
#include "providers/data_url.hpp"

namespace parley::providers::gemini {
namespace {

// Texts here are the insides of JSON strings: `data:image\/png;base64,...` stays as some clients write it.

/// Places that only Google's services look into.
bool is_googles_own(std::string_view url) {
    static constexpr std::array<std::string_view, 4> places = {"gs://", "https://generativelanguage.googleapis.com/",
                                                               "https://www.youtube.com/", "https://youtu.be/"};
    for (const std::string_view place : places) {
        if (url.starts_with(place)) return true;
    }
    return false;
}

/// By the end of a URL's path. Vertex insists on a type; where none is known it will say so.
std::string_view type_of_path(std::string_view url) {
    struct Ending {
        std::string_view ending, type;
    };
    static constexpr std::array endings = {
        Ending{".png", "image/png"},   Ending{".jpg", "image/jpeg"}, Ending{".jpeg", "image/jpeg"},     Ending{".webp", "image/webp"},
        Ending{".heic", "image/heic"}, Ending{".gif", "image/gif"},  Ending{".pdf", "application/pdf"}, Ending{".wav", "audio/wav"},
        Ending{".mp3", "audio/mp3"},   Ending{".mp4", "video/mp4"},
    };
    const std::string_view path = url.substr(0, url.find_first_of("?#"));
    for (const Ending& known : endings) {
        if (path.ends_with(known.ending)) return known.type;
    }
    return {};
}

void write_inline(Draft& draft, std::string& out, std::string_view media_type, std::string_view base64) {
    json::ObjectWriter part(out);
    json::ObjectWriter data(part.key("inlineData"));
    (data.key("mimeType") += '"').append(media_type) += '"';
    draft.body.add(data.key("data") += '"', base64);
    out += '"';
    data.close();
    part.close();
}

void write_file(std::string& out, std::string_view media_type, std::string_view uri) {
    json::ObjectWriter part(out);
    json::ObjectWriter data(part.key("fileData"));
    if (!media_type.empty()) data.string("mimeType", media_type);
    (data.key("fileUri") += '"').append(uri) += '"';
    data.close();
    part.close();
}

/// False when it is no data URL, or not in base64, which alone is taken.
bool write_data_url(Draft& draft, std::string& out, std::string_view url, std::string_view usual_type) {
    const std::optional<DataUrl> data = parse_data_url(url);
    if (!data || !data->is_base64) return false;
    const std::string_view seen = sniff_picture(data->data);
    write_inline(draft, out, !seen.empty() ? seen : !data->media_type.empty() ? data->media_type : usual_type, data->data);
    return true;
}

void write_image(Draft& draft, std::string& out, const Piece& piece) {
    const json::Value image = piece.value.find("image_url");
    const std::string_view url = (image.is(json::Kind::string) ? image : image.find("url")).escaped();
    if (write_data_url(draft, out, url, "image/png")) return;
    if (is_googles_own(url) || (url.starts_with("https://") && !draft.rules.supports.data_url_only)) {
        return write_file(out, type_of_path(url), url);
    }
    draft.problems.add(piece.place.text() + ".image_url must be a base64 data URL: the model's provider fetches no pictures from there");
}

/// OpenAI's is bare base64 with a word for its format; other hosts' clients write a data URL.
void write_audio(Draft& draft, std::string& out, const Piece& piece) {
    const json::Value audio = piece.value.find("input_audio");
    const std::string_view data = audio.find("data").escaped();
    const json::Value format = audio.find("format");
    const std::string type = "audio/" + (format.is(json::Kind::string) ? std::string(format.escaped()) : std::string("wav"));
    if (!write_data_url(draft, out, data, type)) write_inline(draft, out, type, data);
}

void write_document(Draft& draft, std::string& out, const Piece& piece) {
    const json::Value file = piece.value.find("file");
    const std::string_view data = file.find("file_data").escaped();
    const std::string_view name = file.find("filename").escaped();
    const std::string_view uri = file.find("file_id").escaped();
    const std::string_view type = type_of_path(name);
    if (!data.empty() && write_data_url(draft, out, data, "application/pdf")) return;
    if (!data.empty() && !type.empty()) return write_inline(draft, out, type, data);  // bare base64
    if (is_googles_own(uri)) return write_file(out, type, uri);
    draft.problems.add(piece.place.text() + ".file must hold a base64 data URL, or as file_id a URI of the provider's own files");
}

}  // namespace

void write_media(Draft& draft, std::string& out, const Piece& piece) {
    const catalog::Supports& supports = draft.rules.supports;
    const auto refuse = [&](std::string_view what) {
        draft.problems.add(piece.place.text() + " is " + std::string(what) + ", which the model's provider does not take");
    };
    if (piece.kind == Piece::Kind::image) return supports.image_url ? write_image(draft, out, piece) : refuse("a picture");
    if (piece.kind == Piece::Kind::audio) return supports.audio ? write_audio(draft, out, piece) : refuse("sound");
    return supports.file ? write_document(draft, out, piece) : refuse("a file");
}

}  // namespace parley::providers::gemini
