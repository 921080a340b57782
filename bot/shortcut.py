"""Texts come in past Flask: its routing, contexts, sessions and hooks took an eighth of a turn, and a text needs none.

Only the ordinary request of a text goes this way, a form of known and moderate length. Every other one, and every other
address, is Flask's, where the same view answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from flask import Request, Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FORM = "application/x-www-form-urlencoded"

Answer = Callable[[Request], Response]


class Shortcut:
    """A WSGI application before another one; `answer` gets the texts that come in at `path`."""

    def __init__(self, application: WSGIApplication, path: str, answer: Answer, most_bytes: int) -> None:
        self._application = application
        self._path = path
        self._answer = answer
        self._most_bytes = most_bytes

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == self._path and self._is_plain(environ):
            return self._answer(FormRequest(environ, populate_request=False))(environ, start_response)
        return self._application(environ, start_response)

    def _is_plain(self, environ: WSGIEnvironment) -> bool:
        length = environ.get("CONTENT_LENGTH", "")
        return (
            environ["REQUEST_METHOD"] == "POST"
            and environ.get("CONTENT_TYPE") == FORM
            and length.isascii()
            and length.isdigit()
            and int(length) <= self._most_bytes
        )


class FormRequest(Request):
    """A request that is known to be a form with its length told: read in one piece, in a third of the usual time."""

    def _load_form_data(self) -> None:
        known = self.__dict__
        if "form" not in known:
            content = self.environ["wsgi.input"].read(int(self.environ["CONTENT_LENGTH"])).decode()
            said = parse_qsl(content, keep_blank_values=True, errors="werkzeug.url_quote")
            known["stream"] = BytesIO()
            known["form"] = self.parameter_storage_class(said)
            known["files"] = self.parameter_storage_class()
