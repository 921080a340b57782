"""What is measured and what it is measured against, each as a process of its own under the same server settings."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from flask import Flask, Response

from bot import settings, twiml, web
from tests import postgres

PATIENCE_SECONDS = 60.0


def postgresql(home: Path) -> postgres.Server:
    """A server whose files lie in `home`, which its own account must be able to enter."""
    home.chmod(0o755)
    tempfile.tempdir = str(home)
    try:
        return postgres.Server(options=postgres.DURABLE)
    finally:
        tempfile.tempdir = None


def static_app() -> Flask:
    """A Flask view that answers every text with the same document."""
    app = Flask("static")
    document = twiml.answer("Your next visit: Tue, Mar 16, 9:00 AM with Dr. Lee.", "https://desk.example.org/s")

    @app.post("/twilio/sms")
    def sms() -> Response:
        return app.response_class(document, content_type=twiml.CONTENT_TYPE)

    return app


def bare_app() -> Flask:
    """A Flask application without anything."""
    app = Flask("bare")

    @app.post("/twilio/sms")
    def sms() -> str:
        return ""

    return app


@contextlib.contextmanager
def frontdesk(variables: Mapping[str, str]) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """`frontdesk web`; its port and its process."""
    with _process("-m", "bot.cli", "web", "--host", "127.0.0.1", variables=variables) as started:
        yield started


@contextlib.contextmanager
def yardstick(name: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """`static_app` or `bare_app` under the web process's own server."""
    with _process("-m", "bench.servers", name, variables={}) as started:
        yield started


@contextlib.contextmanager
def _process(*words: str, variables: Mapping[str, str]) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    port = free_port()
    environment = {**os.environ, **variables, "PORT": str(port)}
    process = subprocess.Popen([sys.executable, *words], env=environment, stdout=subprocess.DEVNULL)
    try:
        wait_for_port(port)
        yield port, process
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def wait_for_port(port: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.005)
        else:
            return


def _serve(name: str) -> None:
    app = {"static": static_app, "bare": bare_app}[name]

    class Yardstick(web.Server):
        def load(self) -> Flask:
            return app()

    secrets = {"FRONTDESK_DATA_KEY": "A" * 43, "FRONTDESK_SECRET_KEY": "of a page without secrets"}
    read = settings.read({"PORT": os.environ["PORT"], **secrets})
    Yardstick(read, web.processes.listen("127.0.0.1", read.port)).run()


if __name__ == "__main__":
    _serve(sys.argv[1])
