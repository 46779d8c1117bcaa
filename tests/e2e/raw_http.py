"""Raw abuse of a running Parley: every case of raw_http_cases.py on a connection of its own.

For each: the statuses are allowed ones, there is no answer too many, the connection closes where it must, the body of an
error is what every client can read, and a good request is served right afterwards. At the end: nothing forbidden has
reached the upstream.
"""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "clients"))

import schema
from gateway import Gateway
from raw_http_cases import FORBIDDEN_TEXT, Case, all_cases
from raw_socket import Answers, chat_body, chat_request, exchange
from table import run_table

# Short enough for a test to see them; everything else is as shipped.
HTTP_LIMITS = {"head_timeout": "3s", "body_grace": "2s"}
FURTHER_ANSWER_SECONDS = 0.2  # a connection that stays open must not bring another answer in this time
MODELS = {"echo": "sim/echo"}


def run_case(gateway: Gateway, case: Case) -> None:
    final_answers = 0 if case.must_close else case.answers
    answers = exchange(gateway.address(), case.request, case.half_close, final_answers, silence=FURTHER_ANSWER_SECONDS)
    check_answers(case, answers)
    good = exchange(gateway.address(), chat_request(chat_body("echo", "afterwards"), gateway.key), final_answers=1)
    assert good.statuses == (200,), f"a good request afterwards got {good}"


def check_answers(case: Case, answers: Answers) -> None:
    allowed = case.expect.split()
    shown = f"got {answers.statuses}, closed: {answers.closed}, bodies {[body[:200] for body in answers.bodies]}"
    assert not answers.remainder, f"half an answer, or bytes that are none: {answers.remainder[:200]}; {shown}"
    assert len(answers.statuses) <= case.answers, f"more than {case.answers} answers; {shown}"
    if not answers.statuses:
        assert "close" in allowed and answers.closed, f"no answer, allowed were {allowed}; {shown}"
        return
    assert str(answers.statuses[0]) in allowed, f"allowed were {allowed}; {shown}"
    if answers.statuses[0] == 200 and "close" not in allowed:
        assert len(answers.statuses) == case.answers, f"{case.answers} answers were due; {shown}"
    assert answers.closed or not case.must_close, f"the connection stayed open; {shown}"
    for status, body in zip(answers.statuses, answers.bodies):
        if status >= 400:
            schema.check("error", body)


def nothing_forbidden_reached_the_upstream(gateway: Gateway) -> None:
    arrived = [call for call in gateway.simulated_calls() if FORBIDDEN_TEXT in call["body"]]
    assert not arrived, f"{len(arrived)} refused requests were sent on, the first: {arrived[0]['body'][:300]}"


def main() -> int:
    with Gateway(MODELS, http=HTTP_LIMITS) as gateway:
        cases = [(case.name, lambda case=case: run_case(gateway, case)) for case in all_cases()]
        cases.append(("nothing forbidden reached the upstream", lambda: nothing_forbidden_reached_the_upstream(gateway)))
        return run_table(cases)


if __name__ == "__main__":
    sys.exit(main())
