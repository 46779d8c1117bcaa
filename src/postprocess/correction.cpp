#include "postprocess/correction.hpp"

#include "json/write.hpp"

namespace parley::postprocess {
namespace {

std::string words_for(const Answer& answer, const std::vector<std::string>& problems) {
    const bool is_about_calls = !answer.calls.empty();
    std::string words = is_about_calls ? "Your last calls were not made, because their arguments do not fit the tools' JSON schemas:"
                                       : "This does not fit the JSON schema that the answer must fit:";
    for (const std::string& problem : problems) words.append("\n- ").append(problem);
    words +=
        is_about_calls ? "\nMake the calls again, with arguments that fit." : "\nAnswer again with JSON that fits, and with nothing else.";
    return words;
}

}  // namespace

std::string correction_of(const Answer& answer, const std::vector<std::string>& problems) {
    std::string messages;
    if (answer.calls.empty() && !answer.content.empty() && answer.content.size() <= shown_content_bytes_max) {
        json::ObjectWriter shown(messages);
        shown.string("role", "assistant");
        shown.raw("content", '"' + answer.content + '"');
        shown.close();
        messages += ',';
    }
    json::ObjectWriter told(messages);
    told.string("role", "user");
    told.string("content", words_for(answer, problems));
    told.close();
    return messages;
}

}  // namespace parley::postprocess
