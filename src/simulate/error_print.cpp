// The error half of completion_print.hpp.
#include "json/write.hpp"
#include "simulate/completion_print.hpp"

namespace parley::simulate {

namespace {

// Source: OpenAI, "Error codes"; the codes are those that upstreams were seen to send under each status.
constexpr UsualError usual_errors[] = {
    {400, "invalid_request_error", "", "Invalid request."},
    {401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided."},
    {403, "invalid_request_error", "unsupported_country_region_territory", "Country, region, or territory not supported."},
    {404, "invalid_request_error", "model_not_found", "The model does not exist or you do not have access to it."},
    {408, "server_error", "", "The request timed out."},
    {409, "server_error", "", "The resource was changed by another request."},
    {413, "invalid_request_error", "", "The request is too large."},
    {429, "requests", "rate_limit_exceeded", "Rate limit reached for requests."},
    {500, "server_error", "", "The server had an error while processing your request."},
    {502, "server_error", "", "Bad gateway."},
    {503, "server_error", "server_is_overloaded", "The engine is currently overloaded, please try again later."},
    {504, "server_error", "", "Gateway timeout."},
};

}  // namespace

const UsualError& usual_error(int status) {
    const UsualError* fallback = nullptr;
    for (const UsualError& row : usual_errors) {
        if (row.status == status) return row;
        if (row.status == (status >= 400 && status < 500 ? 400 : 500)) fallback = &row;
    }
    return *fallback;
}

std::string print_error(std::string_view message, std::string_view type, std::string_view code) {
    std::string out;
    json::ObjectWriter body(out);
    json::ObjectWriter error(body.key("error"));
    error.string("message", message);
    error.string("type", type);
    error.null("param");
    if (code.empty())
        error.null("code");
    else
        error.string("code", code);
    error.close();
    body.close();
    return out;
}

std::string print_html_page(int status) {
    const std::string number = std::to_string(status);
    return "<html>\r\n<head><title>" + number + "</title></head>\r\n<body>\r\n<center><h1>" + number +
           "</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";
}

}  // namespace parley::simulate
