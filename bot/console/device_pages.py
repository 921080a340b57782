"""The browsers in which somebody is logged in: seen and ended by their owner, locked when nobody is there.

A session's hash stays on the server; its page names it by a hash of the hash.
"""

from __future__ import annotations

import hashlib
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, redirect, url_for
from werkzeug.wrappers import Response as Answer

from bot.console import guard, words
from bot.console.sessions import IDLE
from bot.wiring import Desk
from storage import devices
from storage.devices import Device
from storage.work import Work


def register(room: Blueprint, desk: Desk) -> None:
    @room.post("/account/devices/<id>/log-out")
    def log_out_device(id: str) -> Answer:
        who = guard.visitor()
        with desk.database.writing() as connection:
            work = desk.work(connection, who.clinic)
            mine = next((one for one in awake(desk, work, who.account.id) if name_of(one) == id), None) or abort(404)
            devices.end(work, who.account.id, mine.token_hash, actor=who.actor)
        return redirect(url_for("console.account"), 303)

    @room.post("/account/devices/log-out-others")
    def log_out_others() -> Answer:
        who = guard.visitor()
        with desk.database.writing() as connection:
            devices.end_others(desk.work(connection, who.clinic), who.account.id, who.session, actor=who.actor)
        return redirect(url_for("console.account"), 303)

    @room.get("/updates/awake", endpoint="awake")
    def still_awake() -> Response:
        """What every page asks: the guard answers 401 once nobody was there for too long, and the page goes."""
        return Response(status=204)


def awake(desk: Desk, work: Work, account_id: str) -> tuple[Device, ...]:
    """Where somebody is logged in, the last used first."""
    now = desk.clock.real_now()
    return devices.of_account(work, account_id, now, now - IDLE)


def views(desk: Desk, found: tuple[Device, ...], this: bytes, zone: ZoneInfo) -> list[dict[str, Any]]:
    """As a page shows them; `this` is the one it is shown in."""
    now = desk.clock.real_now()
    return [
        {
            "id": name_of(one),
            "name": one.name or "A browser",
            "this": one.token_hash == this,
            "used": words.ago(one.seen_at, now, zone),
            "since": words.ago(one.since, now, zone),
        }
        for one in found
    ]


def name_of(device: Device) -> str:
    return hashlib.sha256(device.token_hash).hexdigest()[:24]
