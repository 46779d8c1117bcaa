#include "openai/request_echo.hpp"

#include "json/write.hpp"

namespace parley::openai {

void append_request_echo(std::string& out, const ChatRequest& request, std::string_view model_id) {
    json::ObjectWriter echo(out);
    echo.string("model", model_id);
    echo.integer("max_tokens", request.effective_max_tokens());
    if (request.temperature) echo.raw("temperature", request.temperature.raw());
    if (request.tools) echo.raw("tools", request.tools.raw());
    if (request.tool_choice) echo.raw("tool_choice", request.tool_choice.raw());
    echo.close();
}

}  // namespace parley::openai
