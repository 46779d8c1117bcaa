"""Usage and the ledger over a running Parley: what was used is told to whoever may know, by command and over HTTP, the same.

The entries are put into the database while Parley is stopped, as rows of the ledger's own tables.
"""

import http.client
import json
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.parse

from gateway import BINARY, Gateway
from ledger_rows import BEGAN, DAY, put_entry, sum_up
from table import run_table

MODELS = {"echo": "sim/echo"}
COMMAND_SECONDS_MAX = 60
ADMIN_KEY = "operators-key-0123456789"
CALLERS = [{"name": "acme-bot", "secret": "key-of-acme-0123456789", "account": "acme"},
           {"name": "other-bot", "secret": "key-of-other-0123456789", "account": "other"}]


def parley(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([str(BINARY), *arguments], capture_output=True, text=True, timeout=COMMAND_SECONDS_MAX)


def get(url: str, key: str = "", method: str = "GET", body: str | None = None) -> tuple[int, dict]:
    address = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
    fields = {"authorization": f"Bearer {key}"} if key else {}
    connection.request(method, address.path + (f"?{address.query}" if address.query else ""), body, fields)
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return answer.status, json.loads(text) if text else {}


def filled(**settings) -> Gateway:
    """A gateway of two accounts with eight entries, of which one has no known price."""
    gateway = Gateway(MODELS, keys=CALLERS, admin_key=ADMIN_KEY, **settings)
    try:
        gateway.parley.stop()
        with sqlite3.connect(gateway.data / "parley.db") as database:
            database.execute("PRAGMA foreign_keys = ON")
            for number in range(6):
                put_entry(database, number, "acme", "acme-bot", ("big", "small")[number % 2], days=number // 2)
            put_entry(database, 6, "other", "other-bot", "big", days=0)
            put_entry(database, 7, "other", "other-bot", "dear", days=1, priced=False, region="eu")
            sum_up(database)
        database.close()
        gateway.serve()
    except BaseException:
        gateway.close(check=False)
        raise
    return gateway


def usage(gateway: Gateway, *arguments: str) -> dict:
    done = parley("usage", *arguments, "--json", "--data", str(gateway.data))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def check_balance(report: dict) -> None:
    def nanodollars(text: str | None) -> int:
        whole, _, fraction = (text or "0").partition(".")
        return int(whole) * 10**9 + int(fraction.ljust(9, "0"))
    rows, total = report["rows"], report["total"]
    assert sum(row["requests"] for row in rows) == total["requests"], report
    assert sum(nanodollars(row["charged"]) for row in rows) == nanodollars(total["charged"]), report
    assert sum(row["charged_unknown"] for row in rows) == total["charged_unknown"], report


def command_tells_the_same_with_a_server_and_without() -> None:
    with filled() as gateway:
        asked = ("--by", "account,day")
        running = usage(gateway, *asked)
        check_balance(running)
        assert running["total"]["requests"] == 8 and running["total"]["charged"] == "0.014", running
        assert get(f"{gateway.admin_url}/admin/v1/usage?by=account,day", ADMIN_KEY) == (200, running)
        gateway.parley.stop()
        assert usage(gateway, *asked) == running
        gateway.serve()


def every_grouping_balances() -> None:
    with filled() as gateway:
        for by in ("model", "key", "account", "day", "outcome", "region", "day,model", "account,key,model,day,outcome,region"):
            report = usage(gateway, "--by", by)
            check_balance(report)
            assert report["total"]["requests"] == 8, report
        assert [(row["region"], row["requests"]) for row in usage(gateway, "--by", "region")["rows"]] == [("eu", 1), ("us", 7)]


def table_is_for_people_and_sounds_the_alarm() -> None:
    with filled() as gateway:
        done = parley("usage", "--data", str(gateway.data))
        assert done.returncode == 0, done
        lines = done.stdout.splitlines()
        assert lines[0].split() == ["MODEL", "REQUESTS", "INPUT", "CACHE", "READ", "WRITE", "5M", "WRITE", "1H", "OUTPUT", "CHARGED", "$",
                                    "INCURRED", "$", "NOTES"], lines
        assert lines[1].split() == ["big", "4", "4000", "0", "0", "0", "2000", "0.008", "0.008"], lines
        assert lines[2].split() == ["dear", "1", "1000", "0", "0", "0", "500", "unknown", "unknown", "1", "of", "unknown", "price"], lines
        assert lines[-1].split()[:2] == ["total", "8"], lines
        assert "1 request has a cost that nobody knows" in done.stderr, done.stderr


def csv_is_for_spreadsheets() -> None:
    with filled() as gateway:
        done = parley("usage", "--by", "day", "--model", "dear", "--csv", "--data", str(gateway.data))
        assert done.stdout.splitlines() == [
            "day,requests,estimated_requests,input,cache_read,cache_write_5m,cache_write_1h,output,reasoning,charged,charged_unknown,"
            "incurred,incurred_unknown", "2026-09-22,1,0,1000,0,0,0,500,0,,1,,1"], done.stdout


def time_is_a_day_or_a_moment() -> None:
    with filled() as gateway:
        def count(*arguments: str) -> int:
            return usage(gateway, *arguments)["total"]["requests"]
        assert count("--since", "2026-09-22") == 5
        assert count("--since", "2026-09-22", "--until", "2026-09-23") == 3
        assert count("--until", "2026-09-21T14:13:20Z") == 0, "not included"
        assert count("--until", "2026-09-21T14:13:21Z") == 3
        assert count("--since", "36500d") == 8
        assert count("--account", "other") == 2 and count("--key", "acme-bot", "--model", "big") == 3


def caller_sees_its_own_account_and_not_what_we_pay() -> None:
    with filled() as gateway:
        acme = get(f"{gateway.url}/v1/usage?by=model%2Ckey", CALLERS[0]["secret"])
        assert acme[0] == 200 and acme[1]["total"]["requests"] == 6, acme
        check_balance(acme[1])
        assert {row["key"] for row in acme[1]["rows"]} == {"acme-bot"} and "incurred" not in json.dumps(acme), acme
        other = get(f"{gateway.url}/v1/usage?by=account", CALLERS[1]["secret"])[1]
        assert [(row["account"], row["requests"]) for row in other["rows"]] == [("other", 2)], other
        assert get(f"{gateway.url}/v1/usage?key=acme-bot", CALLERS[1]["secret"])[1]["total"]["requests"] == 0
        assert get(f"{gateway.url}/v1/usage?account=acme", CALLERS[1]["secret"])[0] == 400
        assert get(f"{gateway.url}/v1/usage")[0] == 401
        assert get(f"{gateway.url}/v1/usage", ADMIN_KEY)[0] == 401, "the admin key is no caller's"
        assert get(f"{gateway.url}/v1/usage", CALLERS[0]["secret"], "POST", "{}")[0] == 405


def bad_query_names_what_is_wrong() -> None:
    with filled() as gateway:
        for query, words in (("by=hour", "by must be one or several"), ("by=day,day", "by must be one or several"),
                             ("since=yesterday", "since must be a day"), ("until=2026-02-30", "until must be a day"),
                             ("since=2026-09-22&until=2026-09-22", "since must be before until"), ("by=day&by=key", "by stands twice"),
                             ("limit=1", "the query may hold"), ("by=%zz", "not well encoded"), ("model=", "model must not be empty"),
                             ("a=1&" * 33, "more than 32 fields"), ("model=%27%20OR%201%3D1%20--", None)):
            status, body = get(f"{gateway.url}/v1/usage?{query}", CALLERS[0]["secret"])
            if words is None:
                assert status == 200 and body["rows"] == [], "a value is a value, never SQL"
                continue
            assert status == 400 and words in json.dumps(body["metadata"]["errors"]), (query, status, body)


def admin_api_asks_for_the_admin_key() -> None:
    with filled() as gateway:
        for path in ("/admin/v1/usage", "/admin/v1/keys", "/admin/v1/keys/any"):
            for method in ("GET", "POST", "DELETE", "PUT"):
                assert get(gateway.admin_url + path, method=method)[0] == 401, (path, method)
                assert get(gateway.admin_url + path, ADMIN_KEY[:-1], method)[0] == 401, (path, method)
                assert get(gateway.admin_url + path, CALLERS[0]["secret"], method)[0] == 403, (path, method)
        assert get(f"{gateway.url}/admin/v1/usage", ADMIN_KEY)[0] == 404, "not on the public address"
        assert "parley_requests_total" in gateway.metrics(), "metrics stay as open as they were"


def admin_key_of_a_first_start_is_a_file() -> None:
    with Gateway(MODELS) as gateway:
        file = gateway.data / "admin_key"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        key = file.read_text().strip()
        assert len(key) == 64 and key not in gateway.parley.output() + gateway.parley.errors()
        assert f"parley: the admin key is in {file}" in gateway.parley.output()
        assert get(f"{gateway.admin_url}/admin/v1/usage", key)[0] == 200
        gateway.parley.stop()
        gateway.serve()
        assert file.read_text().strip() == key
        gateway.parley.stop()
        file.chmod(0o644)
        refused = parley("serve", "--config", str(gateway.file))
        assert refused.returncode == 1 and "others may read it" in refused.stderr, refused.stderr
        file.chmod(0o600)
        gateway.serve()


def keys_are_made_listed_and_revoked_over_http() -> None:
    with filled() as gateway:
        keys = f"{gateway.admin_url}/admin/v1/keys"
        status, made = get(keys, ADMIN_KEY, "POST", json.dumps({"name": "voice", "account": "acme"}))
        assert status == 200 and made["key"].startswith("sk-parley-"), made
        assert get(f"{gateway.url}/v1/usage", made["key"])[1]["total"]["requests"] == 6, "a key of the account"
        status, listed = get(f"{keys}?limit=1", ADMIN_KEY)
        assert status == 200 and [key["id"] for key in listed["keys"]] == [made["id"]] and made["key"] not in json.dumps(listed)
        assert get(f"{keys}/{made['id']}", ADMIN_KEY, "DELETE")[1]["state"] == "revoked"
        assert get(f"{gateway.url}/v1/usage", made["key"])[0] == 401
        assert get(f"{keys}/nobody", ADMIN_KEY, "DELETE")[0] == 404
        for body, words in (("", "no JSON value"), ("[]", "must be an object"), ('{"name":"a","name":"b"}', "duplicate"),
                            ('{"name":"a","owner":"b"}', "owner: unknown name"), ("{}", "name must be")):
            status, refused = get(keys, ADMIN_KEY, "POST", body)
            assert status == 400 and words in json.dumps(refused), (body, status, refused)
        assert get(f"{keys}?limit=x", ADMIN_KEY)[0] == 400
        assert get(keys, ADMIN_KEY, "POST", "x" * 65_537)[0] == 413
        assert get(keys, ADMIN_KEY, "PUT")[0] == 405


def verify_finds_a_row_that_was_changed() -> None:
    with filled() as gateway:
        good = parley("ledger", "verify", "--data", str(gateway.data))
        assert good.returncode == 0 and good.stdout.startswith("All is well: "), good
        assert "its 8 entries" in good.stdout, good.stdout
        gateway.books_are_right = False
        gateway.parley.stop()
        with sqlite3.connect(gateway.data / "parley.db") as database:
            database.execute("UPDATE stored_entries SET charged = charged + 1 WHERE request_id = 'request-3'")
        database.close()
        for _ in ("beside no server", "through one"):
            bad = parley("ledger", "verify", "--data", str(gateway.data))
            assert bad.returncode == 1, bad
            assert "entries: entry request-3: what is charged is not the sum of the attempts that answered" in bad.stdout, bad.stdout
            assert "totals: day 2026-09-22: the totals are not the sums of the rows" in bad.stdout, bad.stdout
            if gateway.parley.process.poll() is not None:
                gateway.serve()
        as_json = json.loads(parley("ledger", "verify", "--json", "--data", str(gateway.data)).stdout)
        assert as_json["entries"] == 8 and len(as_json["faults"]) == 2, as_json


def export_has_every_entry_once() -> None:
    with filled() as gateway:
        def lines(*arguments: str) -> list[dict]:
            done = parley("ledger", "export", *arguments, "--data", str(gateway.data))
            assert done.returncode == 0, done.stderr
            return [json.loads(line) for line in done.stdout.splitlines()]
        entries = lines()
        assert sorted(entry["request_id"] for entry in entries) == [f"request-{number}" for number in range(8)]
        assert [entry["began"] for entry in entries] == sorted((entry["began"] for entry in entries), reverse=True)
        assert all(entry["attempts"][0]["cost"] == entry["charged"] for entry in entries)
        assert len(lines("--since", "2026-09-23")) == 2
        refused = parley("ledger", "export", "--since", "soon", "--data", str(gateway.data))
        assert refused.returncode == 1 and "since must be a day" in refused.stderr, refused


def old_entries_go_where_the_configuration_says_so() -> None:
    long_ago = int((BEGAN / DAY) - (time.time() * 1_000_000 - 400 * DAY) / DAY)  # days from then to 400 days before today
    with Gateway(MODELS, ledger={"retention": {"days": 30}}) as gateway:
        gateway.parley.stop()
        with sqlite3.connect(gateway.data / "parley.db") as database:
            put_entry(database, 1, "a", "k", "old", days=-long_ago)
            put_entry(database, 2, "a", "k", "new", days=int((time.time() * 1_000_000 - BEGAN) / DAY) - 1)
            sum_up(database)
        database.close()
        gateway.serve()
        report = usage(gateway)
        assert [row["model"] for row in report["rows"]] == ["new"], (report, gateway.parley.errors())


def command_line_says_what_is_wrong() -> None:
    with filled() as gateway:
        data = ("--data", str(gateway.data))
        for arguments, status, words in ((("usage", "--by", "hour", *data), 1, "by must be one or several"),
                                         (("usage", "--json", "--csv", *data), 2, "excludes"),
                                         (("usage", "--data", str(gateway.folder / "nowhere")), 1, "does not exist"),
                                         (("ledger",), 2, "subcommand is required")):
            done = parley(*arguments)
            assert done.returncode == status and words in done.stderr, (arguments, done)
        for command in (("usage",), ("ledger", "verify"), ("ledger", "export")):
            assert "Example:" in parley(*command, "--help").stdout, command


STORIES = [command_tells_the_same_with_a_server_and_without, every_grouping_balances, table_is_for_people_and_sounds_the_alarm,
           csv_is_for_spreadsheets, time_is_a_day_or_a_moment, caller_sees_its_own_account_and_not_what_we_pay,
           bad_query_names_what_is_wrong, admin_api_asks_for_the_admin_key, admin_key_of_a_first_start_is_a_file,
           keys_are_made_listed_and_revoked_over_http, verify_finds_a_row_that_was_changed, export_has_every_entry_once,
           old_entries_go_where_the_configuration_says_so, command_line_says_what_is_wrong]


def main() -> int:
    return run_table([(story.__name__, story) for story in STORIES])


if __name__ == "__main__":
    sys.exit(main())
