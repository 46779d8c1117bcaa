"""What callers may show in place of a key, and that none of it opens anything.

`expect` lists the allowed statuses, as in raw_http_cases.py.
"""

from dataclasses import dataclass

from raw_http_cases import FORBIDDEN_TEXT, post
from raw_socket import chat_body

BODY = chat_body("echo", FORBIDDEN_TEXT)
LINE = b"POST /v1/chat/completions HTTP/1.1"


@dataclass(frozen=True)
class Case:
    name: str
    request: bytes
    expect: str = "401"


def with_field(value: bytes) -> bytes:
    return post(authorization=b"authorization: " + value + b"\r\n", body=BODY)


def without_field(extra: bytes = b"", line: bytes = LINE, body: bytes = BODY) -> bytes:
    return post(line=line, authorization=b"", extra=extra, body=body)


def no_key_where_it_belongs(key: bytes):
    yield Case("no field", without_field())
    yield Case("empty field", with_field(b""))
    yield Case("spaces only", with_field(b" \t "))
    yield Case("scheme only", with_field(b"Bearer"))
    yield Case("Basic", with_field(b"Basic " + key))
    yield Case("Token", with_field(b"Token " + key))
    yield Case("key in the query", without_field(line=b"POST /v1/chat/completions?api_key=" + key + b"&key=" + key + b" HTTP/1.1"))
    yield Case("key in x-api-key", without_field(b"x-api-key: " + key + b"\r\n"))
    yield Case("key in api-key", without_field(b"api-key: " + key + b"\r\n"))
    yield Case("key in a cookie", without_field(b"cookie: authorization=Bearer " + key + b"; key=" + key + b"\r\n"))
    yield Case("key in the body", without_field(body=chat_body("echo", FORBIDDEN_TEXT, api_key=key.decode())))
    chunks = b"%x\r\n%s\r\n0\r\nauthorization: Bearer %s\r\n\r\n" % (len(BODY), BODY, key)
    yield Case("key in a trailer", post(authorization=b"", framing=b"transfer-encoding: chunked\r\n", body=chunks))
    yield Case("proxy-authorization", without_field(b"proxy-authorization: Bearer " + key + b"\r\n"))


def nearly_a_key(key: bytes):
    prefix, secret = key[:23], key[23:]  # "sk-parley-" and the id with its '-'; the secret
    texts = {
        "one character more": key + b"A", "one character less": key[:-1], "other case": key.swapcase(), "reversed": key[::-1],
        "id without a secret": prefix, "secret without its id": secret, "id of nobody": b"sk-parley-" + b"a" * 12 + b"-" + secret,
        "secret of nobody": prefix + b"A" * 43, "id alone": prefix[10:22], "last characters": key[-4:], "twice": key + key,
        "quoted": b'"' + key + b'"', "list": key + b", " + key,
    }
    yield from (Case(name, with_field(b"Bearer " + text)) for name, text in texts.items())


def for_an_interpreter():
    texts = (b"' OR '1'='1", b"'; DROP TABLE virtual_keys; --", b"\" OR 1=1 --", b"%", b"_", b'{"$ne": null}', b'{"$gt": ""}',
             b"*)(uid=*))(|(uid=*", b"${jndi:ldap://x/y}", b"{{7*7}}", b"<%= 7*7 %>", b"%n%n%s%s%x", b"../../key_pepper", b"$(id)",
             b"`id`", b"null", b"undefined", b"true", b"0", b"[]")
    yield from (Case(f"interpreter: {text.decode()}", with_field(b"Bearer " + text)) for text in texts)


def odd_bytes():
    yield Case("NUL", with_field(b"Bearer a\0b"), "400 401 close")
    yield Case("non-ASCII", with_field("Bearer schlüssel🔑".encode()), "400 401")
    yield Case("invalid UTF-8", with_field(b"Bearer \xff\xfe\xed\xa0\x80"), "400 401")
    yield Case("60 KiB", with_field(b"Bearer " + b"k" * 61440), "400 401 431 close")


def tricks(key: bytes):
    field = b"authorization: Bearer " + key + b"\r\n"
    yield Case("two fields", post(authorization=field + field, body=BODY), "400 401")
    yield Case("a wrong and a right field", post(authorization=b"authorization: Bearer wrong\r\n" + field, body=BODY), "400 401")
    fields = (b"x-forwarded-for: 127.0.0.1", b"x-real-ip: 127.0.0.1", b"forwarded: for=127.0.0.1", b"x-original-url: /healthz",
              b"x-rewrite-url: /healthz", b"x-http-method-override: GET", b"x-forwarded-host: localhost", b"x-remote-user: admin",
              b"x-parley-account: acme", b"openai-organization: acme")
    yield from (Case(f"no key, {text.decode()}", without_field(text + b"\r\n")) for text in fields)
    yield Case("no key, Host of the admin listener", post(host=b"host: localhost:8081\r\n", authorization=b"", body=BODY))


def all_cases(key: str) -> list[Case]:
    text = key.encode()
    return [*no_key_where_it_belongs(text), *nearly_a_key(text), *for_an_interpreter(), *odd_bytes(), *tricks(text)]
