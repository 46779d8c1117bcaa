// Any bytes as the head of an upstream's answer.
#include "head_properties.hpp"
#include "http/response_head.hpp"

using namespace parley;
using namespace parley::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    http::ResponseHead head;
    if (require_head_properties<http::ResponseHeadReader>(view_of(data, size), head) != http::Progress::complete) return 0;
    require(head.status >= 100 && head.status <= 999 && head.status != 101, "a status has three digits");
    require(head.fields.count("content-length") + head.fields.count("transfer-encoding") <= 1, "one field of framing");
    require(head.status >= 200 || head.framing.kind == http::Framing::Kind::none, "an interim answer has no body");
    require(head.framing.kind != http::Framing::Kind::until_close || !head.keep_alive, "what ends with the connection");
    return 0;
}
