#include "unit/http/llhttp_oracle.hpp"

#include <llhttp.h>

#include "http/body_decoder.hpp"
#include "http/request_head.hpp"
#include "http/response_head.hpp"

namespace parley::http {
namespace {

void describe(Message& message, const RequestHead& head) {
    message.start = head.method_text;
    // llhttp hands the target out in one piece.
    const char* end = head.target.query.data() + head.target.query.size();
    const bool has_query = !head.target.query.empty() || head.target.query.data()[-1] == '?';
    message.target = has_query ? std::string(head.target.path.data(), end) : std::string(head.target.path);
}

void describe(Message& message, const ResponseHead& head) { message.start = std::to_string(head.status); }

template <class Reader, class Head>
Reading read_ours(std::string_view bytes) {
    const std::string_view all = bytes;
    Reading reading;
    Reader reader{Limits{}};
    Head head;
    while (!bytes.empty()) {
        Message& message = reading.messages.emplace_back();
        const Progress progress = reader.look(bytes, head);
        if (progress == Progress::refused) reading.refusal = reader.refusal().reason;
        if (progress != Progress::complete) break;
        describe(message, head);
        message.fields = head.fields.size();
        message.head_complete = true;
        message.last = !head.keep_alive;
        bytes.remove_prefix(reader.size());
        BodyDecoder body(head.framing, Limits{});
        BodyDecoder::Status status;
        std::string_view slice;
        while ((status = body.next(bytes, slice)) == BodyDecoder::Status::slice) message.body += slice;
        if (status == BodyDecoder::Status::refused) reading.refusal = "body";
        if (status == BodyDecoder::Status::too_large) reading.refusal = "too large";
        if (status != BodyDecoder::Status::done) break;
        message.complete = true;
        message.end = all.size() - bytes.size();
        if (message.last) break;
        reader.reset();
    }
    return reading;
}

Message& current(llhttp_t* parser) { return static_cast<Reading*>(parser->data)->messages.back(); }

int on_message_begin(llhttp_t* parser) {
    static_cast<Reading*>(parser->data)->messages.emplace_back();
    return 0;
}

int on_url(llhttp_t* parser, const char* at, std::size_t size) {
    current(parser).target.append(at, size);
    return 0;
}

int on_field_complete(llhttp_t* parser) {
    Message& message = current(parser);
    if (!message.head_complete) ++message.fields;  // trailers come this way, too
    return 0;
}

int on_headers_complete(llhttp_t* parser) {
    Message& message = current(parser);
    message.start = parser->type == HTTP_REQUEST ? llhttp_method_name(static_cast<llhttp_method_t>(parser->method))
                                                 : std::to_string(parser->status_code);
    message.head_complete = true;
    parser->upgrade = 0;  // we offer no upgrade: what follows is a body or the next message
    return 0;
}

int on_body(llhttp_t* parser, const char* at, std::size_t size) {
    current(parser).body.append(at, size);
    return 0;
}

int on_message_complete(llhttp_t* parser) {
    Message& message = current(parser);
    message.complete = true;
    message.last = llhttp_should_keep_alive(parser) == 0;
    return HPE_PAUSED;  // so that the caller learns where the message ends
}

llhttp_settings_t make_settings() {
    llhttp_settings_t settings;
    llhttp_settings_init(&settings);
    settings.on_message_begin = on_message_begin;
    settings.on_url = on_url;
    settings.on_header_field_complete = on_field_complete;
    settings.on_headers_complete = on_headers_complete;
    settings.on_body = on_body;
    settings.on_message_complete = on_message_complete;
    return settings;
}

}  // namespace

Reading read_with_parley(Side side, std::string_view bytes) {
    return side == Side::requests ? read_ours<RequestHeadReader, RequestHead>(bytes) : read_ours<ResponseHeadReader, ResponseHead>(bytes);
}

Reading read_with_llhttp(Side side, std::string_view bytes) {
    static const llhttp_settings_t settings = make_settings();
    Reading reading;
    llhttp_t parser;
    llhttp_init(&parser, side == Side::requests ? HTTP_REQUEST : HTTP_RESPONSE, &settings);
    parser.data = &reading;
    std::size_t at = 0;
    while (at < bytes.size()) {
        const llhttp_errno_t error = llhttp_execute(&parser, bytes.data() + at, bytes.size() - at);
        if (error == HPE_OK) break;
        if (error != HPE_PAUSED) {
            reading.refusal = std::string(llhttp_errno_name(error)) + ": " + llhttp_get_error_reason(&parser);
            break;
        }
        at = static_cast<std::size_t>(llhttp_get_error_pos(&parser) - bytes.data());
        reading.messages.back().end = at;
        if (reading.messages.back().last) break;
        llhttp_resume(&parser);
    }
    return reading;
}

std::ostream& operator<<(std::ostream& out, const Message& message) {
    return out << message.start << ' ' << message.target << ", " << message.fields << " fields, body of " << message.body.size()
               << " bytes, end " << message.end << (message.complete ? ", complete" : "") << (message.last ? ", last" : "");
}

}  // namespace parley::http
