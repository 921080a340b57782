"""What every page of the console tells the browser: keep nothing, run only our own files, show in no frame."""

from __future__ import annotations

from flask import Response, request

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; media-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "X-Robots-Tag": "noindex",
}
A_YEAR = 365 * 24 * 60 * 60


def put(response: Response, *, production: bool, static: bool) -> Response:
    """Put the headers on. Our own files bear their hash in the address, so only they may be kept."""
    for name, value in ALWAYS.items():
        response.headers[name] = value
    if production:
        response.headers["Strict-Transport-Security"] = f"max-age={A_YEAR}"
    if static and "v" in request.args and response.status_code == 200:
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    else:
        response.headers["Cache-Control"] = "no-store"
    return response
