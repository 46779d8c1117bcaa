#include "simulate/speech.hpp"

#include "json/document.hpp"
#include "json/write.hpp"
#include "simulate/responses.hpp"

namespace parley::simulate {
namespace {

using http::Method;

constexpr std::string_view transcript_path = "/v2/transcript/";
constexpr std::size_t huge_bytes = 12u << 20;  // more than a gateway takes by default

/// What is said in every call.
constexpr std::string_view call_text = "Harbour clinic, how can I help? Hi, I need to move my visit.";
constexpr std::string_view call_utterances =
    R"([{"speaker":"A","text":"Harbour clinic, how can I help?","start":240,"end":4640,"confidence":0.95,"words":[]},)"
    R"({"speaker":"B","text":"Hi, I need to move my visit.","start":4100,"end":6020,"confidence":0.93,"words":[]}])";

/// This API's errors are one text.
http::Response refusal(int status, std::string_view why) {
    http::Response response;
    json::ObjectWriter object(response.body);
    object.string("error", why);
    object.close();
    response.status = status;
    return response;
}

std::string print(std::string_view id, std::string_view status, bool speaker_labels) {
    const bool is_there = status == "completed";
    std::string out;
    json::ObjectWriter object(out);
    object.string("id", id);
    object.string("status", status);
    object.string("audio_url", "https://cdn.simulated.invalid/upload/audio");
    object.boolean("speaker_labels", speaker_labels);
    is_there ? object.string("text", call_text) : object.null("text");
    is_there&& speaker_labels ? object.raw("utterances", call_utterances) : object.null("utterances");
    object.null("words");
    if (status == "error") object.string("error", "the audio could not be decoded");
    object.close();
    return out;
}

std::string print_deleted(std::string_view id) {
    std::string out;
    json::ObjectWriter object(out);
    object.string("id", id);
    object.string("status", "completed");
    object.string("audio_url", "http://deleted_by_user");
    object.string("text", "Deleted by user.");
    object.close();
    return out;
}

/// The answer that an id of the test's own asks for.
http::Response show_scripted(const std::string& id) {
    if (id.starts_with("call-")) return json_response(print(id, "completed", true));
    if (id == "processing") return json_response(print(id, "processing", true));
    if (id == "failed") return json_response(print(id, "error", true));
    if (id == "deleted") return json_response(print_deleted(id));
    if (id == "other-id") return json_response(print("call-of-somebody-else", "completed", true));
    if (id == "no-transcript") return json_response(R"({"id":"no-transcript","status":"completed","utterances":7})");
    if (id == "no-json") return json_response("<html>It works!</html>");
    if (id == "huge") return json_response(R"({"id":"huge","text":")" + std::string(huge_bytes, 'x') + "\"}");
    if (id == "status-401") return refusal(401, "Authentication error, API token missing/invalid");
    if (id == "status-500") return refusal(500, "Internal server error");
    return refusal(404, "Transcript lookup error, transcript id not found");
}

}  // namespace

http::Response Speech::answer(const http::RequestHead& head, std::string_view body, Random& random) {
    const std::string_view path = head.target.path;
    if (head.fields.find("authorization").empty()) return refusal(401, "Authentication error, API token missing/invalid");
    if (path == "/v2/upload" && head.method == Method::post) {
        const Uuid name = make_uuid(random);
        return json_response(R"({"upload_url":"https://cdn.simulated.invalid/upload/)" + std::string(name.view()) + "\"}");
    }
    if (path == "/v2/transcript" && head.method == Method::post) return create(body, random);
    if (path.starts_with(transcript_path) && head.method == Method::get) return show(std::string(path.substr(transcript_path.size())));
    if (path.starts_with(transcript_path) && head.method == Method::del) return remove(std::string(path.substr(transcript_path.size())));
    return refusal(404, "Not found");
}

http::Response Speech::create(std::string_view body, Random& random) {
    json::Document document;
    if (document.parse(body)) return refusal(400, "the body is not JSON");
    const json::Value audio = document.root().find("audio_url");
    if (!audio.is(json::Kind::string)) return refusal(400, "audio_url is required");
    if (jobs_.size() == transcripts_max) return refusal(429, "too many transcripts");
    const Uuid id = make_uuid(random);
    Job& job = jobs_[std::string(id.view())];
    job.speaker_labels = document.root().find("speaker_labels").boolean().value_or(false);
    return json_response(print(id.view(), "queued", job.speaker_labels));
}

http::Response Speech::show(const std::string& id) {
    if (const std::size_t slash = id.find('/'); slash != std::string::npos)
        return show_audio(id.substr(0, slash), std::string_view(id).substr(slash + 1));
    const auto found = jobs_.find(id);
    if (found == jobs_.end()) return show_scripted(id);
    Job& job = found->second;
    if (job.is_deleted) return json_response(print_deleted(id));
    constexpr std::string_view stages[] = {"queued", "processing", "completed"};
    const std::string_view status = stages[job.looks];
    if (job.looks < 2) ++job.looks;
    return json_response(print(id, status, job.speaker_labels));
}

http::Response Speech::show_audio(const std::string& id, std::string_view what) {
    const auto found = jobs_.find(id);
    if (what != "redacted-audio" || found == jobs_.end()) return refusal(404, "Not found");
    if (found->second.looks < 2) return refusal(400, "redacted audio for this transcript is not ready yet");
    return json_response(R"({"redacted_audio_url":"https://cdn.simulated.invalid/redacted/)" + id +
                         R"(","status":"redacted_audio_ready"})");
}

http::Response Speech::remove(const std::string& id) {
    const auto found = jobs_.find(id);
    const bool is_scripted = found == jobs_.end() && id.starts_with("call-");
    if (found == jobs_.end() && !is_scripted) return refusal(404, "Transcript lookup error, transcript id not found");
    if (!is_scripted) found->second.is_deleted = true;
    return json_response(print_deleted(id));
}

}  // namespace parley::simulate
