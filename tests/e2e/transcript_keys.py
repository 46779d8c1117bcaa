"""A speech-to-text service that is asked with the callers' own keys, over a running Parley.

    PARLEY_BINARY=build/release/parley python3 tests/e2e/transcript_keys.py

The service is one of this test's own: each of its keys sees its own transcripts, as with AssemblyAI's API.
"""

import http.client
import http.server
import json
import sys
import threading
from typing import Any

from gateway import KEY, Gateway
from table import run_table
from transcripts import KEYS, OTHER_KEY, TAG

OWN_KEYS = {"own-key-of-ada-0123456789": "ada", "own-key-of-bob-0123456789": "bob"}
ADA, BOB = OWN_KEYS


class Service(http.server.BaseHTTPRequestHandler):
    made = {"talk-1": "ada", "talk-2": "bob"}
    shown: list[str] = []

    def answer_with(self, status: int, document: dict) -> None:
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def who(self) -> str | None:
        key = self.headers.get("authorization", "")
        Service.shown.append(key)
        if key not in OWN_KEYS:
            self.answer_with(401, {"error": "Authentication error, API token missing/invalid"})
        return OWN_KEYS.get(key)

    def do_GET(self) -> None:
        who, name = self.who(), self.path.rsplit("/", 1)[1]
        if who and self.made.get(name) == who:
            self.answer_with(200, {"id": name, "status": "completed", "text": f"said by {who}"})
        elif who:
            self.answer_with(404, {"error": "Transcript lookup error, transcript id not found"})

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        if who := self.who():
            name = f"talk-{len(self.made) + 1}"
            self.made[name] = who
            self.answer_with(200, {"id": name, "status": "queued", "audio_url": "https://example.com/a.wav", "upload_url": "https://example.com/a.wav"})

    def do_DELETE(self) -> None:
        who, name = self.who(), self.path.rsplit("/", 1)[1]
        if who and self.made.get(name) == who:
            del self.made[name]
            self.answer_with(200, {"id": name, "status": "completed", "text": "Deleted by user.", "audio_url": "http://deleted_by_user"})
        elif who:
            self.answer_with(404, {"error": "Transcript lookup error, transcript id not found"})

    def log_message(self, *_: Any) -> None:
        pass


def call(gateway: Gateway, method: str, path: str, body: Any = None, own_key: str = "", key: str = KEY) -> tuple[int, Any]:
    connection = http.client.HTTPConnection(*gateway.address(), timeout=60)
    fields = {"authorization": key, "content-type": "application/json", **({"x-speech-to-text-key": own_key} if own_key else {})}
    connection.request(method, path, json.dumps(body) if body else None, fields)
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read())


def chat(gateway: Gateway, name: str, **how: str) -> tuple[int, str]:
    status, answer = call(gateway, "POST", "/v1/chat/completions", {"model": "echo", "prompt": TAG, "transcript_id": name}, **how)
    return status, answer["choices"][0]["message"]["content"] if status == 200 else answer["message"]


def a_callers_own_key_opens_what_it_can_see(gateway: Gateway) -> None:
    assert chat(gateway, "talk-1", own_key=ADA) == (200, "said by ada")
    assert chat(gateway, "talk-1", own_key=ADA, key=OTHER_KEY) == (200, "said by ada"), "whatever its account at Parley is"
    assert chat(gateway, "talk-2", own_key=ADA) == (404, "transcript not found")
    assert chat(gateway, "talk-1") == (404, "transcript not found"), "what a key has opened is not remembered for others"
    assert chat(gateway, "talk-1", own_key=BOB) == (404, "transcript not found")
    assert call(gateway, "GET", "/v2/transcript/talk-2", own_key=BOB)[1]["text"] == "said by bob"
    assert call(gateway, "GET", "/v2/transcript/talk-2") == (404, {"error": "transcript not found"})


def a_key_that_the_service_does_not_take_is_the_callers_fault(gateway: Gateway) -> None:
    status, answer = call(gateway, "GET", "/v2/transcript/talk-1", own_key="wrong-0123456789")
    assert (status, answer) == (400, {"error": "the speech-to-text service does not take the key in x-speech-to-text-key"})
    assert chat(gateway, "talk-1", own_key="wrong-0123456789")[0] == 400


def audio_is_handed_on_with_the_callers_own_key(gateway: Gateway) -> None:
    wish = {"audio_url": "https://example.com/a.wav"}
    why = "the speech-to-text service takes a key of the caller's own: show it in x-speech-to-text-key"
    assert call(gateway, "POST", "/v2/transcript", wish) == (400, {"error": why})
    assert call(gateway, "POST", "/v2/upload", {"audio": "RIFF"}) == (400, {"error": why})
    assert call(gateway, "POST", "/v2/upload", {"audio": "RIFF"}, own_key=ADA)[0] == 200
    status, made = call(gateway, "POST", "/v2/transcript", wish, own_key=ADA)
    assert status == 200 and made["status"] == "queued", made
    assert chat(gateway, made["id"], own_key=ADA) == (200, "said by ada")
    assert [one["id"] for one in call(gateway, "GET", "/v2/transcript")[1]["transcripts"]] == [made["id"]]
    assert call(gateway, "GET", "/v2/transcript", key=OTHER_KEY)[1]["transcripts"] == []


def what_a_callers_own_key_can_see_it_can_delete(gateway: Gateway) -> None:
    Service.made["talk-to-delete"] = "bob"
    assert call(gateway, "DELETE", "/v2/transcript/talk-to-delete") == (404, {"error": "transcript not found"})
    assert call(gateway, "DELETE", "/v2/transcript/talk-to-delete", own_key=ADA) == (404, {"error": "transcript not found"})
    assert call(gateway, "DELETE", "/v2/transcript/talk-to-delete", own_key=BOB)[1]["text"] == "Deleted by user."
    assert "talk-to-delete" not in Service.made, "the service has forgotten it"
    assert chat(gateway, "talk-to-delete", own_key=BOB) == (404, "transcript deleted")


def a_callers_own_key_goes_to_the_service_alone(gateway: Gateway) -> None:
    assert ADA in Service.shown and BOB in Service.shown and KEY not in Service.shown
    chat(gateway, "talk-1", own_key=ADA)
    seen = json.dumps(gateway.simulated_calls()) + gateway.parley.output() + gateway.parley.errors() + gateway.metrics()
    kept = b"".join(path.read_bytes() for path in gateway.data.rglob("*") if path.is_file())
    for key in OWN_KEYS:
        assert key not in seen and key.encode() not in kept, "neither providers nor logs nor the disk learn of it"


STORIES = [a_callers_own_key_opens_what_it_can_see, a_key_that_the_service_does_not_take_is_the_callers_fault,
           audio_is_handed_on_with_the_callers_own_key, what_a_callers_own_key_can_see_it_can_delete, a_callers_own_key_goes_to_the_service_alone]


def main() -> int:
    service = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=service.serve_forever, daemon=True).start()
    speech = [{"region": "us", "base_url": f"http://127.0.0.1:{service.server_port}"}]
    with Gateway({"echo": "sim/echo"}, speech_to_text=speech, keys=KEYS) as gateway:
        status = run_table([(story.__name__, lambda story=story: story(gateway)) for story in STORIES])
    service.shutdown()
    return status


if __name__ == "__main__":
    sys.exit(main())
