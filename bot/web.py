"""The web process: gunicorn with threads, embedded.

Texts have threads of their own, as many as may think at once: more would only take the interpreter from each other,
and pages of the console that take long keep no patient waiting. A request goes there when it has come in as a whole, so
that nobody who sends slowly holds up the others.

Every worker builds its own application after the fork, with its own connections; only the code is shared. Nothing is
logged per request.
"""

from __future__ import annotations

import errno
import gc
import re
import selectors
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import TConn, ThreadWorker

from bot import arrival, log, metrics, processes
from bot.console.streams import streams
from bot.journal import texts_at_once
from bot.settings import Settings
from bot.wiring import build

THREADS = 8
GRACE_SECONDS = 10
SPEAKS_WITHIN_SECONDS = 5.0
MOST_LOOKED_AT = 16_384  # bytes of a request; Twilio's are a tenth of it
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  # workers' heartbeats belong in memory

_TEXT = b"POST /twilio/sms "
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,6})\r\n", re.IGNORECASE)


def run(settings: Settings, host: str, port: int) -> None:
    """Serve until told to stop. Raises `StartError` where the port cannot be had."""
    log.configure(as_json=not settings.development)
    listener = processes.inherited_socket() or processes.listen(host, port)
    processes.follow_supervisor()
    with processes.at_work(settings.database_file), processes.counting_together():
        import bot.app  # noqa: F401  # loaded once, before the fork, so that workers share its memory
        from dialogs.understanding.times import calendar_dates

        calendar_dates.warm()
        Server(settings, listener).run()


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    def __init__(self, settings: Settings, listener: socket.socket) -> None:
        self.texts_at_once = texts_at_once(settings.database_url)
        self._settings = settings
        self._listener = listener
        super().__init__()

    def load_config(self) -> None:
        options = {
            "bind": f"fd://{self._listener.detach()}",
            "workers": self._settings.web_concurrency,
            "threads": THREADS,
            "worker_class": _Worker,
            "graceful_timeout": GRACE_SECONDS,
            "logger_class": _Log,
            "loglevel": "warning",
            "worker_tmp_dir": str(SHARED_MEMORY) if SHARED_MEMORY.is_dir() else None,
            "control_socket_disable": True,
            "post_fork": _follow_master,
            "child_exit": _count_on,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from bot.app import create_app

        app = create_app(build(self._settings))
        gc.collect()
        gc.freeze()  # what is there now stays: the collector need not look at it again and again
        return app


class _Worker(ThreadWorker):  # type: ignore[misc]
    """Threads for texts and threads for all else, each request marked with the moment in which it came in."""

    def init_process(self) -> None:
        self.texts = ThreadPoolExecutor(self.app.texts_at_once, thread_name_prefix="texts")
        super().init_process()

    def accept(self, listener: socket.socket) -> None:
        """Take a connection, and a thread for it only when it says something: browsers open some in advance."""
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.ECONNABORTED):
                raise
            return
        self.nr_conns += 1
        client.setblocking(False)
        conn = TConn(self.cfg, client, address, listener.getsockname())
        conn.timeout = time.monotonic() + SPEAKS_WITHIN_SECONDS
        self.pending_conns.append(conn)
        self.poller.register(client, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def enqueue_req(self, conn: TConn) -> None:
        conn.arrived_at = time.monotonic()
        done = (self.texts if is_whole_text(conn.sock) else self.tpool).submit(self.handle, conn)
        done.add_done_callback(lambda request: self.method_queue.defer(self.finish_request, conn, request))

    def handle_exit(self, sig: Any, frame: Any) -> None:
        """Open consoles need not be waited for: their pages ask again elsewhere."""
        streams.end_all()
        super().handle_exit(sig, frame)

    def handle(self, conn: TConn) -> Any:
        arrival.mark(conn.arrived_at)
        return super().handle(conn)


def is_whole_text(client: socket.socket) -> bool:
    """Whether a text of a patient waits to be read from this connection, to its last byte."""
    try:
        seen = client.recv(MOST_LOOKED_AT, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except OSError:
        return False
    if not seen.startswith(_TEXT):
        return False
    head, _, body = seen.partition(b"\r\n\r\n")
    length = _LENGTH.search(head + b"\r\n")
    return length is not None and len(body) >= int(length[1])


class _Log(Logger):  # type: ignore[misc]
    """What gunicorn has to say goes the way of all other lines."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


def _follow_master(server: Any, worker: Any) -> None:
    processes.end_with_parent(server.pid)


def _count_on(server: Any, worker: Any) -> None:
    metrics.forget_process(worker.pid)
