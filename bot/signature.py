"""Is this request really Twilio's?

The signature covers the configured public address and the raw request target, never `request.url`, which is
decoded and may have been rewritten by proxies. One pass over the form instead of two; verdicts equal those of
`twilio.request_validator.RequestValidator`. Twilio signs with or without the port, so both are tried.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import parse_qs, urlsplit

from flask import Request
from werkzeug.datastructures import MultiDict

from bot.settings import Settings

SIGNATURE = "X-Twilio-Signature"
SETTINGS = "X-Twilio-Webhooks-Signature-Settings"
ALGORITHMS = {"HMAC_SHA1": "sha1", "HMAC_SHA256": "sha256"}
DEFAULT_PORTS = {"https": 443, "http": 80}
LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})
FORWARDING_HEADERS = (
    "Forwarded",
    "Via",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Forwarded-Port",
    "X-Forwarded-Server",
    "X-Original-Host",
    "X-Real-Ip",
    "Cf-Connecting-Ip",
    "True-Client-Ip",
    "Ngrok-Trace-Id",
)


def verified(settings: Settings, request: Request) -> bool:
    """Whether to trust this request: signed with one of our tokens.

    In development without credentials an unsigned request from loopback will do.
    """
    if not settings.twilio_auth_tokens:
        return settings.development and is_loopback(request)
    return is_signed(
        settings.public_url,
        raw_target(request),
        request.form,
        request.headers.get(SIGNATURE, ""),
        settings.twilio_auth_tokens,
        algorithm=algorithm_of(request.headers.get(SETTINGS, "")),
        body=b"" if request.form else request.get_data(cache=True),
    )


def is_signed(
    public_url: str,
    target: str,
    form: MultiDict[str, str],
    signature: str,
    tokens: Iterable[str],
    algorithm: str = "HMAC_SHA1",
    body: bytes = b"",
) -> bool:
    """Whether `signature` was made with one of `tokens` over the address and the form. Never raises."""
    digest = ALGORITHMS.get(algorithm.upper())
    if digest is None or not signature or not signature.isascii():
        return False
    if not form and not _body_hash_is_right(target, body):
        return False
    rest = target.partition("#")[0] + _params(form)
    expected = signature.encode()
    return any(
        hmac.compare_digest(_sign(token, base + rest, digest), expected)
        for token in tokens
        for base in _bases(public_url)
    )


def raw_target(request: Request) -> str:
    """Path and query exactly as they came over the wire."""
    target: str = request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI") or request.full_path
    if not target.startswith("/"):
        parts = urlsplit(target)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
    return target


def algorithm_of(header: str) -> str:
    """The algorithm that Twilio's settings header names; SHA-1 when it names none."""
    for part in header.split(","):
        name, _, value = part.partition("=")
        if name.strip() == "algorithm" and value.strip():
            return value.strip()
    return "HMAC_SHA1"


def is_loopback(request: Request) -> bool:
    """Whether the request was made on this machine by somebody sitting at it: a tunnel or proxy does not count."""
    if any(header in request.headers for header in FORWARDING_HEADERS):
        return False
    host = request.headers.get("Host", "").lower()
    name = host.rpartition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]
    remote = request.remote_addr or ""
    return name in LOOPBACK_HOSTS and (remote.startswith("127.") or remote in ("::1", "::ffff:127.0.0.1"))


def _sign(token: str, text: str, digest: str) -> bytes:
    return b64encode(hmac.digest(token.encode(), text.encode("utf-8", "replace"), digest))


def _params(form: MultiDict[str, str]) -> str:
    """Names sorted, the values of one name de-duplicated and sorted, all glued together."""
    parts = []
    for name in sorted(form):
        values = form.getlist(name)
        parts.extend([name, values[0]] if len(values) == 1 else [name + value for value in sorted(set(values))])
    return "".join(parts)


@lru_cache(maxsize=8)
def _bases(public_url: str) -> tuple[str, ...]:
    """The public address without user and password, with and without its port."""
    parts = urlsplit(public_url)
    host = parts.netloc.rpartition("@")[2]
    bare = host if parts.port is None else host.rpartition(":")[0]
    port = parts.port or DEFAULT_PORTS[parts.scheme]
    return tuple(f"{parts.scheme}://{netloc}{parts.path}" for netloc in (bare, f"{bare}:{port}"))


def _body_hash_is_right(target: str, body: bytes) -> bool:
    """A body that is not a form is covered by its SHA-256 in the query."""
    if "bodySHA256" not in target:
        return True
    named = parse_qs(target.partition("?")[2]).get("bodySHA256", [""])[0]
    return hmac.compare_digest(hashlib.sha256(body).hexdigest().encode(), named.encode())
