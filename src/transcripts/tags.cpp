#include "transcripts/tags.hpp"

#include <algorithm>
#include <array>

namespace parley::transcripts {
namespace {

constexpr std::array<std::string_view, 5> tag_texts = {
    "{{ transcript }}", "{{ transcript.utterances }}", "{{ transcript.words }}", "{{ transcript.json }}", "{{ transcript.speakers }}",
};
constexpr std::string_view tag_begin = "{{ transcript";

class Search {
  public:
    void look_at(json::Value text, TagPlace::Holder holder, json::Value part = {}) {
        if (!text.is(json::Kind::string) || found_.size() == tag_texts.size()) return;
        const std::string_view escaped = text.escaped();
        // Braces and letters may be written as \u007b: then only the unescaped text can tell.
        if (text.has_escapes() && escaped.find("\\u") != std::string_view::npos)
            return look_in({.text = text, .holder = holder, .part = part}, text.string());
        if (escaped.find(tag_begin) == std::string_view::npos) return;
        look_in({.text = text, .holder = holder, .part = part}, text.string());
    }

    std::vector<TagPlace> take() { return std::move(found_); }

  private:
    bool is_known(Tag tag) const {
        return std::any_of(found_.begin(), found_.end(), [tag](const TagPlace& place) { return place.tag == tag; });
    }

    /// holder  a place without its tag
    void look_in(TagPlace holder, std::string_view plain) {
        const std::size_t before = found_.size();
        for (std::size_t number = 0; number < tag_texts.size(); ++number) {
            const Tag tag = static_cast<Tag>(number);
            const std::size_t offset = plain.find(tag_texts[number]);
            if (offset == std::string_view::npos || is_known(tag)) continue;
            holder.tag = tag;
            holder.offset = offset;
            found_.push_back(holder);
        }
        std::sort(found_.begin() + static_cast<std::ptrdiff_t>(before), found_.end(),
                  [](const TagPlace& a, const TagPlace& b) { return a.offset < b.offset; });
    }

    std::vector<TagPlace> found_;
};

}  // namespace

std::string_view text_of(Tag tag) { return tag_texts[static_cast<std::size_t>(tag)]; }

std::vector<TagPlace> find_tags(json::Value conversation) {
    Search search;
    search.look_at(conversation, TagPlace::Holder::prompt);
    for (const json::Value message : conversation.elements()) {
        const json::Value content = message.find("content");
        search.look_at(content, TagPlace::Holder::content);
        for (const json::Value part : content.elements()) search.look_at(part.find("text"), TagPlace::Holder::part, part);
    }
    return search.take();
}

}  // namespace parley::transcripts
