"""What is told of a month: the verdict first, then how much was done without staff, and why staff were asked."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from tests.month import reading
from tests.month.keeping import CONTAINABLE, Entry
from tests.month.running import Month


def written(month: Month) -> str:
    """The report. It holds nothing that differs between two runs with the same seed."""
    return "\n".join(_lines(month)) + "\n"


def _lines(month: Month) -> Iterator[str]:
    texts = Counter(line.split(" ", 4)[3] for line in month.transcript)
    yield f"{month.people} phones, {month.days} days, seed {month.seed}"
    yield f"{texts['>']} texts of patients, {texts['<']} answers, {texts['*']} texts that we began"
    digest = hashlib.sha256("\n".join(month.transcript).encode()).hexdigest()
    yield f"transcript {digest[:32]}"
    yield ""
    for what, number in month.observer.counts.items():
        yield f"{number:6}  {what}"
    yield ""
    yield from _wishes(month)
    yield ""
    yield "cases opened, by reason"
    for reason, number in sorted(Counter(reason for _, _, reason in month.books.cases).items()):
        yield f"{number:6}  {reason}"


def _wishes(month: Month) -> Iterator[str]:
    ends = {id(entry): _end(month, entry) for entry in month.books.entries}
    yield f"{'wish':10}{'all':>6}{'contained':>11}{'handed over':>13}{'neither':>9}"
    own = [entry for entry in month.books.entries if entry.wish.what in CONTAINABLE]
    for what in CONTAINABLE:
        yield _row(what, [ends[id(entry)] for entry in own if entry.wish.what == what])
    yield _row("together", [ends[id(entry)] for entry in own])


def _row(what: str, ends: list[str]) -> str:
    total = len(ends) or 1
    shares = [sum(end == name for end in ends) / total for name in ("contained", "handed over", "neither")]
    return f"{what:10}{len(ends):6}{shares[0]:11.2f}{shares[1]:13.2f}{shares[2]:9.2f}"


def _end(month: Month, entry: Entry) -> str:
    """What became of a wish: fulfilled by the bot alone, given to staff, or neither."""
    until = _next_of(month, entry)
    if any(phone == entry.person.phone and entry.at <= at < until for at, phone, _ in month.books.cases):
        return "handed over"
    return "contained" if _fulfilled(month, entry) else "neither"


def _next_of(month: Month, entry: Entry) -> object:
    later = [other.at for other in month.books.entries if other.person is entry.person and other.at > entry.at]
    return min(later, default=month.end)


def _fulfilled(month: Month, entry: Entry) -> bool:
    wish = entry.wish
    told = " ".join(entry.answers)
    if wish.what == "ask":
        return "arking" in told or "estaciona" in told
    if wish.what == "when":
        return bool(reading.times(told)) or "no upcoming" in told or "No veo citas" in told
    if wish.what == "book":
        return any(reading.claims(answer) for answer in entry.answers)
    return _changed(month, entry)


def _changed(month: Month, entry: Entry) -> bool:
    about = entry.wish.about
    visit = month.visits.get(about.id) if about else None
    if visit is None or about is None:
        return False
    if entry.wish.what == "cancel":
        return visit.status.value == "cancelled"
    if entry.wish.what == "confirm":
        return visit.confirmation.value == "accepted" or any("confirm" in answer for answer in entry.answers)
    return visit.slot.starts_at != about.start
