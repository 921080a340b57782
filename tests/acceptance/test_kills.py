"""Killed at any moment, nothing that was answered is lost, and nothing counts twice."""

from __future__ import annotations

import http.client
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from tests import builders, signing
from tests.acceptance.house import House, wait_for

TEXTS = 200
AT_ONCE = 8
KILL_AFTER = 50


class Line:
    """Twilio at its most stubborn: each text is delivered again, under the same id, until it is answered."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._pause = threading.Event()
        self.answered: list[int] = []

    def deliver(self, number: int) -> tuple[int, str]:
        sid = signing.sid_of("kills", number)
        for _ in range(600):
            try:
                answer = self._house.text(builders.phone(number), "I confirm my appointment", sid)
            except (OSError, http.client.HTTPException):  # nobody there, or cut off
                self._pause.wait(0.1)
                continue
            assert answer.status == 200
            self.answered.append(number)
            return number, answer.text
        raise AssertionError("never answered")

    def wait_for_answers(self, count: int) -> None:
        wait_for(lambda: len(self.answered) >= count, self._house.last_words)


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def those(house: House, word: str) -> list[int]:
    """The processes that run `frontdesk WORD`, in the order in which they were started."""
    return sorted(pid for pid, command in house.processes().items() if f" {word}" in command)


def kill_the_parent(house: House, line: Line) -> None:
    """Its children notice and end; only then can it be started again on the same port."""
    kill(those(house, "serve")[0])
    wait_for(lambda: not house.processes(), lambda: f"still there: {house.processes()}")
    house.serve()


def kill_all(house: House, line: Line) -> None:
    for pid in house.processes():
        kill(pid)
    wait_for(lambda: not house.processes())
    house.serve()


def kill_each_child(house: House, line: Line) -> None:
    """The worker, one of the web server's processes, then its first: each is replaced without anybody's help."""
    parent = those(house, "serve")[0]
    for word, which in (("worker", -1), ("web", -1), ("web", 0)):
        before = those(house, word)
        assert parent_of(before[0]) == parent
        kill(before[which])
        wait_for(partial(is_whole_again, house, word, len(before), before[which]), house.last_words)
        line.wait_for_answers(min(TEXTS, len(line.answered) + KILL_AFTER))
    assert those(house, "serve") == [parent]


def is_whole_again(house: House, word: str, count: int, killed: int) -> bool:
    there = those(house, word)
    return len(there) == count and killed not in there


@pytest.mark.parametrize("strike", [kill_the_parent, kill_each_child, kill_all], ids=["parent", "children", "all"])
def test_what_was_answered_is_kept_with_its_effect_and_nothing_counts_twice(
    served: House, strike: Callable[[House, Line], None]
) -> None:
    line = Line(served)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = pool.map(line.deliver, range(1, TEXTS + 1))
        line.wait_for_answers(KILL_AFTER)
        strike(served, line)
        told = dict(answers)
    messages = served.export("messages")
    inbound = [row["sid"] for row in messages if row["direction"] == "inbound"]
    assert sorted(inbound) == sorted(signing.sid_of("kills", number) for number in told)
    replies = sorted(row["body"] for row in messages if row["direction"] == "outbound")
    assert replies == sorted(told.values()), "what each was told is what was kept"
    visits = {row["external_id"]: row["confirmation"] for row in served.export("appointments")}
    assert {visits[f"v{number}"] for number in told} == {"accepted"}
    confirmed = [row["subject"] for row in served.export("audit") if "confirm" in row["action"]]
    assert len(confirmed) == len(set(confirmed)) == TEXTS
    served.command("check")
