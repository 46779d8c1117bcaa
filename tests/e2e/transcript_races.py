"""What happens to a transcript while a speech-to-text service is asked for it, over a running Parley.

    PARLEY_BINARY=build/release/parley python3 tests/e2e/transcript_races.py

The service is one of this test's own, which finishes an answer when it is told to: so the order of events is certain.
"""

import contextlib
import http.server
import json
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable

from gateway import Gateway
from table import run_table
from transcripts import SPEECH_CREDENTIAL, TAG, Caller


class SlowService(http.server.BaseHTTPRequestHandler):
    """A speech-to-text service that finishes an answer when it is told to."""
    asked, may_answer = threading.Event(), threading.Event()

    def do_GET(self) -> None:
        self.asked.set()
        self.may_answer.wait(30)
        self.answer({"id": self.path.rsplit("/", 1)[1], "status": "completed", "text": "of the service"})

    def do_DELETE(self) -> None:
        self.answer({"id": self.path.rsplit("/", 1)[1], "status": "completed", "text": "Deleted by user.", "audio_url": "http://deleted_by_user"})

    def answer(self, document: dict) -> None:
        body = json.dumps(document).encode()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # who waited may have left
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


def what_changes_while_the_service_is_asked_is_what_counts() -> None:
    service = http.server.ThreadingHTTPServer(("127.0.0.1", 0), SlowService)
    threading.Thread(target=service.serve_forever, daemon=True).start()
    speech = [{"region": "us", "credential": SPEECH_CREDENTIAL, "base_url": f"http://127.0.0.1:{service.server_port}"}]
    with Gateway({"echo": "sim/echo"}, speech_to_text=speech) as gateway, ThreadPoolExecutor() as pool:
        def meanwhile(name: str, change: Callable[[Caller], None]) -> tuple[int, Any]:
            SlowService.asked.clear(), SlowService.may_answer.clear()
            chat = pool.submit(Caller(gateway).chat, prompt=TAG, transcript_id=name)
            assert SlowService.asked.wait(30)
            change(Caller(gateway))
            SlowService.may_answer.set()
            return chat.result()

        status, answer = meanwhile("deleted-meanwhile", lambda caller: caller.call("DELETE", "/v2/transcript/deleted-meanwhile"))
        assert (status, answer["message"]) == (404, "transcript deleted"), answer
        assert Caller(gateway).refusal(prompt=TAG, transcript_id="deleted-meanwhile") == (404, "transcript deleted"), "and not remembered"
        status, answer = meanwhile("handed-in-meanwhile", lambda caller: caller.put("handed-in-meanwhile", json.dumps({"text": "of the caller"})))
        assert status == 200 and answer["choices"][0]["message"]["content"] == "of the caller", answer
    service.shutdown()


def a_service_that_does_not_answer_is_waited_for_and_no_longer() -> None:
    service = http.server.ThreadingHTTPServer(("127.0.0.1", 0), SlowService)
    threading.Thread(target=service.serve_forever, daemon=True).start()
    SlowService.may_answer.clear()
    speech = [{"region": "us", "credential": SPEECH_CREDENTIAL, "base_url": f"http://127.0.0.1:{service.server_port}"}]
    with Gateway({"echo": "sim/echo"}, speech_to_text=speech, routing={"first_chunk_timeout": "1s", "total_timeout": "3s"}) as gateway:
        caller, began = Caller(gateway), time.monotonic()
        assert caller.refusal(prompt=TAG, transcript_id="late")[0] == 504
        status, answer = caller.call("GET", "/v2/transcript/late")
        assert status == 504 and list(answer) == ["error"], answer
        assert time.monotonic() - began < 15
        assert caller.answer(prompt="no tag", transcript_id="late") == "no tag", "nobody else waits"
    SlowService.may_answer.set()
    service.shutdown()


STORIES = [what_changes_while_the_service_is_asked_is_what_counts, a_service_that_does_not_answer_is_waited_for_and_no_longer]


def main() -> int:
    return run_table([(story.__name__, story) for story in STORIES])


if __name__ == "__main__":
    sys.exit(main())
