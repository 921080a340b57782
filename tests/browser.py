"""A real browser at a served office: Chromium where this machine has one, and the application on a port of its own."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.serving import make_server

from bot.app import create_app
from bot.console.streams import streams

if TYPE_CHECKING:
    from tests.office import Office

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def launch_arguments() -> dict[str, Any]:
    """How to start Chromium; skips the test where there is none."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium on this machine: install Debian's package chromium to run the browser tests")
    return {"executable_path": found, "args": list(QUIET)}


@contextmanager
def served(office: Office) -> Iterator[str]:
    """The address of the office's own web server."""
    server = make_server("127.0.0.1", 0, create_app(office.desk), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        streams.end_all()
        everybody_left = streams.all_left(10.0)
        server.shutdown()
        thread.join()
        server.server_close()
        assert everybody_left
