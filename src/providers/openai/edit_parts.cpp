#include "providers/openai/edit_parts.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace parley::providers::openai_dialect {
namespace {

/// Where a part is. Written only when there is something wrong with it.
struct Place {
    std::size_t message;
    std::size_t part;

    std::string with(std::string_view rest) const {
        return "messages[" + std::to_string(message) + "].content[" + std::to_string(part) + "]" + std::string(rest);
    }
};

bool is_text(json::Value part) {
    const json::Value type = part.find("type");
    return (type.equals("text") || type.equals("input_text")) && part.find("text").is(json::Kind::string);
}

bool is_data_url(json::Value url) { return url.escaped().starts_with("data:"); }

/// The texts of all parts, a line each: what a template that knows no parts would otherwise glue together.
std::string joined_text(json::Value parts) {
    std::string text = "\"";
    for (const json::Value part : parts.elements()) {
        if (text.size() > 1) text += "\\n";
        text += part.find("text").escaped();
    }
    return text + "\"";
}

void edit_image(RequestEdit& edit, json::Value part, Place place) {
    const json::Value image = part.find("image_url");
    const json::Value url = image.is(json::Kind::string) ? image : image.find("url");
    if (!edit.rules.supports.image_url) {
        edit.problems.add(place.with(" is a picture, which the model's provider does not take"));
    } else if (edit.rules.supports.data_url_only && url && !is_data_url(url)) {
        edit.problems.add(place.with(".image_url must be a data URL: the model's provider fetches no pictures"));
    } else if (image.is(json::Kind::string)) {  // some clients write the URL where its object belongs
        edit.splice.replace(image, "{\"url\":" + std::string(image.raw()) + "}");
    }
}

/// OpenAI takes bare base64. Source for the other form: Alibaba Cloud Model Studio, "Qwen-Omni".
void edit_audio(RequestEdit& edit, json::Value part, Place place) {
    if (!edit.rules.supports.audio) return edit.problems.add(place.with(" is sound, which the model's provider does not take"));
    const json::Value data = part.find("input_audio").find("data");
    if (!edit.rules.audio_data_uri || !data.is(json::Kind::string) || is_data_url(data)) return;
    edit.splice.replace(data, "\"data:;base64," + std::string(data.escaped()) + "\"");
}

void edit_part(RequestEdit& edit, json::Value part, Place place) {
    const json::Value type = part.find("type");
    if (type.equals("input_text")) {  // the Responses API's word
        edit.splice.replace(type, "\"text\"");
    } else if (type.equals("image_url")) {
        edit_image(edit, part, place);
    } else if (type.equals("input_audio")) {
        edit_audio(edit, part, place);
    } else if (type.equals("file") && !edit.rules.supports.file) {
        edit.problems.add(place.with(" is a file, which the model's provider does not take"));
    }
    if (!edit.rules.cache_control) edit.splice.remove_from(part, "cache_control");
}

}  // namespace

void edit_parts(RequestEdit& edit, json::Value parts, std::size_t position) {
    const json::Value::Elements elements = parts.elements();
    if (edit.rules.flat_text && std::all_of(elements.begin(), elements.end(), is_text)) {
        return edit.splice.replace(parts, joined_text(parts));
    }
    Place place{position, 0};
    for (const json::Value part : elements) {
        edit_part(edit, part, place);
        ++place.part;
    }
}

}  // namespace parley::providers::openai_dialect
