#include "transcripts/citations.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "json/document.hpp"
#include "json/write.hpp"
#include "transcripts/quotes.hpp"

namespace parley::transcripts {
namespace {

struct Marks {
    std::string_view open;
    std::string_view close;
    std::string_view other_close = {};  // German quotation marks close with what opens English ones
};

constexpr std::array<Marks, 4> quotation_marks = {{
    {"\"", "\""},
    {"\xe2\x80\x9c", "\xe2\x80\x9d"},                  // “ ”
    {"\xe2\x80\x9e", "\xe2\x80\x9c", "\xe2\x80\x9d"},  // „ “
    {"\xc2\xab", "\xc2\xbb"},                          // « »
}};

constexpr std::string_view paragraph_end = "\n\n";
constexpr std::string_view fence = "```";

bool is_word_byte(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
           (static_cast<unsigned char>(byte) & 0x80) != 0;
}

class Collector {
  public:
    void add(std::string quote) {
        if (quotes_.size() < citations_max && std::find(quotes_.begin(), quotes_.end(), quote) == quotes_.end())
            quotes_.push_back(std::move(quote));
    }
    std::vector<std::string> take() { return std::move(quotes_); }

  private:
    std::vector<std::string> quotes_;
};

/// Values lie in each other no deeper than the reader allows.
void collect_members(json::Value value, Collector& into) {
    for (const json::Value element : value.elements()) collect_members(element, into);
    for (const json::Member member : value.members()) {
        if (member.key.equals("quote") && member.value.is(json::Kind::string)) {
            into.add(member.value.string());
        } else if (member.key.equals("quotes")) {
            for (const json::Value element : member.value.elements()) {
                element.is(json::Kind::string) ? into.add(element.string()) : collect_members(element, into);
            }
        } else {
            collect_members(member.value, into);
        }
    }
}

/// Where a piece of text stands next. Asked from places that only grow, so that the whole text is searched once, however often it is asked.
class Next {
  public:
    Next(std::string_view text, std::string_view piece)
        : text_(text), piece_(piece), found_(piece.empty() ? std::string_view::npos : text.find(piece)) {}

    std::size_t from(std::size_t begin) {
        if (found_ < begin) found_ = text_.find(piece_, begin);
        return found_;
    }

  private:
    std::string_view text_;
    std::string_view piece_;
    std::size_t found_;
};

/// Where quotes of one kind end.
class QuoteEnds {
  public:
    QuoteEnds(std::string_view text, const Marks& marks)
        : close_(text, marks.close), other_close_(text, marks.other_close), paragraph_(text, paragraph_end) {}

    /// Of the one that begins at `begin`; npos where it does not end within its paragraph.
    std::size_t end_of(std::size_t begin) {
        const std::size_t end = std::min(close_.from(begin), other_close_.from(begin));
        return end < paragraph_.from(begin) ? end : std::string_view::npos;
    }

  private:
    Next close_;
    Next other_close_;
    Next paragraph_;
};

/// The marks that open a quote at this place; null where none do. One that both opens and closes opens nothing behind a word: that is
/// an inch, or a mark that was left over.
const Marks* opened_at(std::string_view text, std::size_t at) {
    for (const Marks& marks : quotation_marks) {
        if (!text.substr(at).starts_with(marks.open)) continue;
        const bool follows_word = at > 0 && is_word_byte(text[at - 1]);
        return marks.open == marks.close && follows_word ? nullptr : &marks;
    }
    return nullptr;
}

void collect_quoted(std::string_view text, Collector& into) {
    std::vector<QuoteEnds> ends;
    for (const Marks& marks : quotation_marks) ends.emplace_back(text, marks);
    for (std::size_t at = 0; at < text.size();) {
        const Marks* const marks = opened_at(text, at);
        const std::size_t begin = marks ? at + marks->open.size() : at;
        const std::size_t end =
            marks ? ends[static_cast<std::size_t>(marks - quotation_marks.data())].end_of(begin) : std::string_view::npos;
        if (end == std::string_view::npos) {
            at = std::max(begin, at + 1);
            continue;
        }
        const std::string_view quote = text.substr(begin, end - begin);
        if (compared_words(quote).size() >= quoted_words_min) into.add(std::string(quote));
        at = end + 1;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80) ++at;  // the rest of the mark
    }
}

/// JSON between fences, as models like to give it.
std::string_view without_fences(std::string_view text) {
    const auto is_space = [](char byte) { return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t'; };
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    if (!text.starts_with(fence) || !text.ends_with(fence) || text.size() < 2 * fence.size()) return text;
    text.remove_suffix(fence.size());
    const std::size_t line = text.find('\n');
    return line == std::string_view::npos ? text : text.substr(line + 1);
}

}  // namespace

std::vector<std::string> quotes_in(std::string_view answer) {
    Collector collector;
    json::Document document;
    const bool is_json = !document.parse(without_fences(answer));
    const bool has_members = is_json && (document.root().is(json::Kind::object) || document.root().is(json::Kind::array));
    if (has_members) {
        collect_members(document.root(), collector);
    } else {
        collect_quoted(answer, collector);
    }
    return collector.take();
}

std::string print_citations(const Transcript& transcript, std::string_view answer) {
    const std::vector<std::string> quotes = quotes_in(answer);
    std::string out = "[";
    if (quotes.empty()) return out += ']';
    const QuoteFinder finder(transcript);
    for (const std::string& quote : quotes) {
        if (out.size() > 1) out += ',';
        const std::optional<SaidQuote> said = finder.find(quote);
        json::ObjectWriter citation(out);
        citation.string("quote", quote);
        citation.boolean("found", said.has_value());
        if (said && !said->speaker.empty()) citation.string("speaker", said->speaker);
        if (said && said->start_ms) citation.integer("start_ms", *said->start_ms);
        if (said && said->end_ms) citation.integer("end_ms", *said->end_ms);
        citation.close();
    }
    return out += ']';
}

}  // namespace parley::transcripts
