"""Claim, send and settle with one worker, beside the bare client that posts to the same Twilio; and an idle tick."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Connection

from twilio.rest import Client

from bot import channels, reminders, settings, wiring
from bot.channels.sms import TWILIO
from bot.outbox import AT_ONCE, Sender
from bot.wiring import Desk
from storage import conversations, messages, outbox
from tests import office, signing
from tests.fakes import twilio as fakes

TEXTS = 400
PAIRS = 3
MUST = 0.4


def sending(kind: str, url: str) -> None:
    """The rate of a worker against that of the client alone, and what looking costs where nothing is due."""
    with _twilio() as address:
        variables = {**office.variables(url), "TWILIO_API_URL": address, "FRONTDESK_ENV": "production"}
        desk = wiring.build(settings.read(variables))
        sender = Sender(desk, channels.choose(desk.settings), threading.Event())
        pairs = [(_rate(lambda: _bare(address)), _prepared(desk, sender)) for _ in range(PAIRS)]
        bare, ours = (sorted(rates)[PAIRS // 2] for rates in zip(*pairs, strict=True))
        idle = min(_seconds(lambda: _tick(desk, sender)) for _ in range(50)) * 1e3
        desk.database.close()
    print(f"  sending: {ours / bare:.2f} of the bare client (must be {MUST}), {ours:.0f} against {bare:.0f} a second")
    print(f"  a look at what is due, with nothing due: {idle:.2f} ms (reminders and outbox together)")


def _prepared(desk: Desk, sender: Sender) -> float:
    with desk.database.writing() as connection:
        work = desk.work(connection, "oak")
        for number in range(TEXTS):
            talk = conversations.lock(work, "sms", f"+1713555{1000 + number}", "en")
            message = messages.outgoing(work, talk, signing.CLINIC_PHONE, "staff", "Please bring your card.")
            outbox.put(work, message, kind="staff", due_at=work.now)
    return _rate(sender.send_due)


def _bare(address: str) -> None:
    client = Client(signing.ACCOUNT, signing.TOKEN)
    body = {"To": "", "From": signing.CLINIC_PHONE, "Body": "Please bring your card.", "StatusCallback": TWILIO}

    def post(number: int) -> None:
        target = f"{address}/2010-04-01/Accounts/{signing.ACCOUNT}/Messages.json"
        answer = client.request("POST", target, data={**body, "To": f"+1713555{1000 + number}"})
        assert answer.status_code == 201

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(post, range(TEXTS)))


def _tick(desk: Desk, sender: Sender) -> None:
    reminders.send_due(desk, threading.Event())
    sender.send_due()


def _rate(step: Callable[[], object]) -> float:
    return TEXTS / _seconds(step)


def _seconds(step: Callable[[], object]) -> float:
    begun = time.perf_counter()
    step()
    return time.perf_counter() - begun


@contextmanager
def _twilio() -> Iterator[str]:
    """The fake Twilio in a process of its own, so that it does not share our interpreter."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        ours.send(None)
        process.join(10)


def _serve(pipe: Connection) -> None:
    with fakes.twilio() as fake:
        pipe.send(fake.url)
        pipe.recv()
