"""Bad requests, byte by byte, and what may come back.

`expect` lists the allowed final statuses in order of preference; "close" means that the server may also close without an
answer. One request gets at most one answer, whatever it hides. Every case that is refused names a model call that must not
reach the upstream (FORBIDDEN_TEXT).

Rules: RFC 9110 and RFC 9112 (sections beside the cases) where they say so; the stricter readings are ours.
"""

from dataclasses import dataclass

from gateway import KEY
from raw_socket import chat_body, chat_request

FORBIDDEN_TEXT = "must-not-arrive"
BODY = chat_body("echo", FORBIDDEN_TEXT)
GOOD_BODY = chat_body("echo", "may-arrive")

REFUSED = "400 404 405 411 413 414 415 417 421 431 501 505 close"
UNFINISHED = "400 408 close"  # the message never ends: no answer is owed


@dataclass(frozen=True)
class Case:
    name: str
    request: bytes
    expect: str = REFUSED
    half_close: bool = False   # the client says that it sends no more
    must_close: bool = True    # the connection may not be used again
    answers: int = 1           # complete answers, at most; exactly, where a 200 is expected


def post(line: bytes = b"POST /v1/chat/completions HTTP/1.1", host: bytes = b"host: parley.test\r\n",
         authorization: bytes = b"authorization: Bearer " + KEY.encode() + b"\r\n", extra: bytes = b"",
         framing: bytes | None = None, body: bytes = BODY) -> bytes:
    """A whole request of which a case replaces one piece."""
    if framing is None:
        framing = b"content-length: %d\r\n" % len(body)
    return line + b"\r\n" + host + authorization + b"content-type: application/json\r\n" + extra + framing + b"\r\n" + body


def chunked(chunks: bytes, extra: bytes = b"") -> bytes:
    return post(framing=b"transfer-encoding: chunked\r\n", body=chunks, extra=extra)


def one_chunk(body: bytes = BODY) -> bytes:
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


HIDDEN = chat_request(BODY, KEY)  # a whole request, to be smuggled inside another


def request_line_cases():
    path = b"/v1/chat/completions"
    lines = {  # RFC 9112, section 3
        "two spaces after the method": b"POST  " + path + b" HTTP/1.1",
        "tab after the method": b"POST\t" + path + b" HTTP/1.1",
        "two spaces before the version": b"POST " + path + b"  HTTP/1.1",
        "space after the version": b"POST " + path + b" HTTP/1.1 ",
        "no version": b"POST " + path,
        "HTTP/9.1": b"POST " + path + b" HTTP/9.1",
        "HTTP/1.": b"POST " + path + b" HTTP/1.",
        "http/1.1 in small letters": b"POST " + path + b" http/1.1",
        "HTTP/01.1": b"POST " + path + b" HTTP/01.1",
        "HTTP/1.10": b"POST " + path + b" HTTP/1.10",
        "method in small letters": b"post " + path + b" HTTP/1.1",
        "method that is no token": b"P(ST " + path + b" HTTP/1.1",
        "empty method": b" " + path + b" HTTP/1.1",
        "absolute-form for another authority": b"POST http://other.test" + path + b" HTTP/1.1",
        "CONNECT": b"CONNECT other.test:443 HTTP/1.1",
        "asterisk with POST": b"POST * HTTP/1.1",
        "fragment in the path": b"POST " + path + b"#x HTTP/1.1",
        "backslash in the path": b"POST \\v1\\chat\\completions HTTP/1.1",
        "NUL in the path": b"POST " + path + b"\0 HTTP/1.1",
        "percent-encoded NUL": b"POST " + path + b"%00 HTTP/1.1",
        "bare CR in the line": b"POST " + path + b"\r HTTP/1.1",
        "8-bit byte in the path": b"POST /v1/\xffchat HTTP/1.1",
        "64 KiB path": b"POST /" + b"a" * 65536 + b" HTTP/1.1",
        "4 MiB path": b"POST /" + b"a" * (4 << 20) + b" HTTP/1.1",
    }
    yield from (Case(name, post(line=line)) for name, line in lines.items())
    yield Case("HTTP/0.9", b"GET /v1/models\r\n\r\n")
    yield Case("asterisk with GET", b"GET * HTTP/1.1\r\nhost: parley.test\r\n\r\n")
    for method in (b"TRACE", b"BREW"):  # RFC 9110, section 9.3.8: a TRACE would show credentials
        line = method + b" " + path + b" HTTP/1.1"
        yield Case(method.decode(), post(line=line, framing=b"", body=b""), "405 501 400", must_close=False)
    yield Case("HTTP/2 preface", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0")
    yield Case("TLS hello", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(200)))
    yield Case("SMTP", b"EHLO parley.test\r\nMAIL FROM:<a@b>\r\n\r\n")
    yield Case("random bytes", bytes((i * 167 + 13) % 256 for i in range(2048)) + b"\r\n\r\n")
    yield Case("two empty lines first", b"\r\n\r\n" + post(body=GOOD_BODY), "200", must_close=False)  # 2.2: SHOULD ignore
    yield Case("three empty lines first", b"\r\n" * 3 + post())
    yield Case("empty lines without end", b"\r\n" * 20_000)
    # A path that another parser might read as an open one: without a key it must never be served.
    for odd in (b"//v1/models", b"/v1/./chat/completions", b"/x/../v1/chat/completions", b"/%76%31/chat/completions",
                b"/v1/chat/completions;x", b"/v1/chat/completions/", b"/v1/models/../chat/completions", b"/v1/models%2f..",
                b"/healthz/../v1/chat/completions", b"/?/v1/models"):
        yield Case(f"odd path {odd.decode()} without a key", post(line=b"POST " + odd + b" HTTP/1.1", authorization=b""),
                   "401 404 405 400", must_close=False)


def header_cases():
    extras = {  # RFC 9112, section 5; RFC 9110, section 5.5
        "space before the colon": b"x-a : b\r\n",
        "tab before the colon": b"x-a\t: b\r\n",
        "folded line": b"x-a: b\r\n c\r\n",
        "folded transfer-encoding": b"transfer-encoding:\r\n chunked\r\n",
        "NUL in a value": b"x-a: b\0c\r\n",
        "bare CR in a value": b"x-a: b\rc\r\n",
        "bare LF ends a line": b"x-a: b\nx-c: d\r\n",
        "control byte in a value": b"x-a: b\x01c\r\n",
        "empty name": b": b\r\n",
        "name that is no token": b"x(a): b\r\n",
        "8-bit name": b"x-\xe4: b\r\n",
        "no colon": b"x-a b\r\n",
        "two Hosts": b"host: parley.test\r\n",
        "two authorizations": b"authorization: Bearer other\r\n",
        "two content-types": b"content-type: text/plain\r\n",
        "one header of 128 KiB": b"x-a: " + b"a" * (128 << 10) + b"\r\n",
        "one header of 4 MiB": b"x-a: " + b"a" * (4 << 20) + b"\r\n",
        "20,000 headers": b"x-a: b\r\n" * 20_000,
        "unknown expectation": b"expect: tea\r\n",
    }
    yield from (Case(name, post(extra=extra)) for name, extra in extras.items())
    yield Case("space before the first header", post(line=b"POST /v1/chat/completions HTTP/1.1\r\n x: y"))
    hosts = {  # RFC 9112, section 3.2
        "no Host": b"", "Host with a path": b"host: a/b?c\r\n", "Host with a user": b"host: u@h\r\n",
        "list of Hosts": b"host: a, b\r\n", "Host with a space": b"host: a b\r\n", "Host with a bad port": b"host: a:x\r\n",
    }
    yield from (Case(name, post(host=host)) for name, host in hosts.items())
    yield Case("Host that ends in a query, without a key", post(host=b"host: x/?\r\n", authorization=b""), "400 401")
    yield Case("endless header", b"GET /v1/models HTTP/1.1\r\nhost: parley.test\r\nx-a: " + b"a" * (1 << 20))
    accepted = {
        "underscore twin of content-length": b"content_length: 3\r\ntransfer_encoding: chunked\r\n",
        "Connection names authorization": b"connection: authorization\r\n",
        "8-bit value": b"x-a: \xe4\xff\r\n",
        "expect 100-continue": b"expect: 100-continue\r\n",
        "100 headers in all": b"x-a: b\r\n" * 90,
    }
    for name, extra in accepted.items():
        expect = "200" if name != "underscore twin of content-length" else "200 400"
        yield Case(name, post(extra=extra, body=GOOD_BODY), expect, must_close=False)
    yield Case("response splitting through the path", b"GET /v1/models/a%0d%0ax-injected:%20b HTTP/1.1\r\nhost: p\r\n\r\n",
               "400 401 404", must_close=False)


def framing_cases():
    size = len(BODY)
    length = b"content-length: %d\r\n" % size
    te = b"transfer-encoding: chunked\r\n"
    framings = {  # RFC 9112, sections 6.1 to 6.3
        "content-length, then transfer-encoding": length + te,
        "transfer-encoding, then content-length": te + length,
        "two different content-lengths": length + b"content-length: %d\r\n" % (size + 1),
        "list of content-lengths": b"content-length: %d, %d\r\n" % (size, size + 1),
    }
    for bad in (b"-1", b"+5", b"0x5", b"5x", b'""', b"1 0", b"1_0", b"18446744073709551621", b"9" * 400, b"5.0", b"\xb2"):
        framings[f"content-length {bad[:24].decode('latin-1')}"] = b"content-length: " + bad + b"\r\n"
    framings["empty content-length"] = b"content-length:\r\n"
    for bad in (b"xchunked", b"chunked, gzip", b"gzip, chunked", b"chunked, chunked", b'"chunked"', b"\x0bchunked",
                b"chunked\x0b", b"chunked\0", b"chunked;q=1", b"identity", b"", b",chunked", b"chu nked"):
        framings[f"transfer-encoding {bad.decode()!r}"] = b"transfer-encoding: " + bad + b"\r\n"
    framings["transfer-encoding twice"] = te + te
    for name, framing in framings.items():
        body = one_chunk() if b"transfer" in framing else BODY
        yield Case(name, post(framing=framing, body=body))
    yield Case("transfer-encoding in HTTP/1.0", post(line=b"POST /v1/chat/completions HTTP/1.0", framing=te, body=one_chunk()))
    yield from chunk_cases(size)
    yield from leftover_cases()


def chunk_cases(size: int):
    bad_sizes = (b"-2", b"+5", b"0x5", b"5g", b" 5", b"5 ", b"1_0", b"", b"1" * 17, b"fffffffffffffffff", b"\xb25", b"5,5")
    for bad in bad_sizes:  # RFC 9112, section 7.1
        yield Case(f"chunk size {bad.decode('latin-1')!r}", chunked(bad + b"\r\n" + BODY + b"\r\n0\r\n\r\n"))
    line = b"%x" % size
    data = BODY + b"\r\n0\r\n\r\n"
    yield Case("LF alone after the chunk size", chunked(line + b"\n" + data))
    yield Case("CR alone after the chunk size", chunked(line + b"\rX" + data))
    yield Case("LF inside a chunk extension", chunked(line + b";a=\nb\r\n" + data))
    yield Case("CR inside a chunk extension", chunked(line + b";a=\rb\r\n" + data))
    yield Case("LF alone after the data", chunked(line + b"\r\n" + BODY + b"\n0\r\n\r\n"))
    yield Case("data longer than its size", chunked(b"%x\r\n" % (size - 1) + data))
    yield Case("data shorter than its size", chunked(b"%x\r\n" % (size + 2) + data), UNFINISHED, half_close=True)
    yield Case("no last chunk, then FIN", chunked(line + b"\r\n" + BODY + b"\r\n"), UNFINISHED, half_close=True)
    yield Case("chunk extension of 16 KiB", chunked(b"1;" + b"a" * 16384 + b"\r\n{\r\n0\r\n\r\n"))
    yield Case("64 KiB of extensions on small chunks", chunked((b"1;" + b"a" * 512 + b"\r\n \r\n") * 128 + one_chunk()))
    yield Case("trailer without end", chunked(b"0\r\n" + b"x-a: b\r\n" * 20_000))
    for trailer in (b"content-length: 3", b"authorization: Bearer other", b"host: other.test"):  # 7.1.2: not merged
        chunks = one_chunk(GOOD_BODY)[:-2] + trailer + b"\r\n\r\n"
        yield Case(f"trailer {trailer.decode()}", chunked(chunks), "200 400", must_close=False)


def leftover_cases():
    """Requests whose body or tail could be taken for another request."""
    for name, request, expect in (
            ("wrong key", post(authorization=b"authorization: Bearer wrong\r\n", body=HIDDEN), "401"),
            ("no key", post(authorization=b"", body=HIDDEN), "401"),
            ("unknown path", post(line=b"POST /nowhere HTTP/1.1", body=HIDDEN), "404 401"),
            ("method that is not allowed", post(line=b"DELETE /v1/chat/completions HTTP/1.1", body=HIDDEN), "405 404")):
        yield Case(f"body that hides a request, {name}", request, expect, must_close=False)
    yield Case("GET with a body that hides a request", post(line=b"GET /v1/models HTTP/1.1", body=HIDDEN), "200 400",
               must_close=False)
    good = post(body=GOOD_BODY)
    yield Case("two requests at once", good + good, "200", must_close=False, answers=2)
    yield Case("garbage after a request", good + b"\0garbage\r\n\r\n", "200 close", answers=2)
    yield Case("FIN inside the head", good[:60], UNFINISHED, half_close=True)
    yield Case("FIN inside the body", post()[:-5], UNFINISHED, half_close=True)


def size_cases():
    yield Case("10 GiB announced", post(framing=b"content-length: 10737418240\r\n", body=b"{"), "413")
    yield Case("11 MiB of chunks", chunked((b"100000\r\n" + b" " * (1 << 20) + b"\r\n") * 11 + one_chunk()), "413 close")
    yield Case("8 MiB message", post(body=chat_body("echo", "a" * (8 << 20), max_tokens=1)), "200 413", must_close=False)
    yield Case("large body without a key", post(authorization=b"", framing=b"content-length: 10000000\r\n", body=b"{"), "401 413")
    for coding in (b"gzip", b"deflate", b"br", b"gzip, gzip", b"unheard-of"):
        yield Case(f"content-encoding {coding.decode()}", post(extra=b"content-encoding: " + coding + b"\r\n"), "415 400 413",
                   must_close=False)
    yield Case("text/plain body", post(body=GOOD_BODY).replace(b"application/json", b"text/plain"), "200 415", must_close=False)
    # The server's own patience, set short by the driver: neither may hold a connection for ever.
    yield Case("head that never ends", b"POST /v1/chat/completions HTTP/1.1\r\nhost: parley.test\r\n", UNFINISHED)
    yield Case("body that never comes", post(framing=b"content-length: 1000\r\n", body=b"{"), UNFINISHED)


def all_cases() -> list[Case]:
    return [*request_line_cases(), *header_cases(), *framing_cases(), *size_cases()]
