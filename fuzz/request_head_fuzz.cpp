// Any bytes as the head of a request.
#include "head_properties.hpp"
#include "http/request_head.hpp"

using namespace parley;
using namespace parley::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes = view_of(data, size);
    http::RequestHead head;
    if (require_head_properties<http::RequestHeadReader>(bytes, head) != http::Progress::complete) return 0;
    require(head.target.path.starts_with('/') && lies_within(head.target.path, bytes), "a path begins with '/'");
    require(head.target.path.find_first_of("%;\\#?\r\n ") == std::string_view::npos, "a path has one spelling");
    require(head.target.path.find("//") == std::string_view::npos, "a path has no empty segment");
    require(head.target.path.find("/../") == std::string_view::npos, "a path has no dot segment");
    require(lies_within(head.target.query, bytes) && lies_within(head.method_text, bytes), "parts lie inside the head");
    require(head.version_minor == 0 || head.fields.count("host") == 1, "HTTP/1.1 has one Host");
    require(head.fields.count("content-length") + head.fields.count("transfer-encoding") <= 1, "one field of framing");
    require(head.framing.kind != http::Framing::Kind::until_close, "a request's body has an end");
    return 0;
}
