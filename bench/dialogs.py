"""Public appointment dialogs, replayed: the person's texts in order, against a bot that sees its own questions alone.

`python -m bench.dialogs --data FOLDER` tells how many goals are met on the half that nobody tuned on, and why not.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import desk
from bench.goals import Dialog, dialogs
from bench.public import MISSING, PARTS, Part

MUST = {"sgd": 0.80, "star": 0.60}
TIMED = 40
_STUCK = {
    "choosing_kind": "asked which visit",
    "asking_when": "asked for a time to the end",
    "asking_other": "asked for a time to the end",
    "offering": "nothing of what was offered was taken",
    "offering_nearest": "nothing of what was offered was taken",
    "nothing_free": "nothing was free",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one dialog ended: `why` is empty where its goal was met, `booked` says that it was not only read back."""

    talk: desk.Talk
    why: str
    booked: bool = False


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    if not (options.data / "dialogs.jsonl").is_file():
        print(MISSING.format(folder=options.data), file=sys.stderr)
        return 2
    outcomes = [
        outcome(dialog)
        for dialog in dialogs(Part(options.data, options.part).records("dialogs"))
        if not options.source or dialog.source in options.source
    ]
    for line in (*report(outcomes, options.part), *misses(outcomes, options.errors, options.why)):
        print(line)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.dialogs", description="Replay public appointment dialogs.")
    parser.add_argument("--data", type=Path, required=True, metavar="FOLDER", help="where dialogs.jsonl is")
    parser.add_argument("--part", choices=PARTS, default="count", help="which half  [default: the one that counts]")
    parser.add_argument("--source", action="append", default=[], choices=tuple(MUST), help="one source alone")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show so many talks that missed their goal")
    parser.add_argument("--why", default="", help="only those that missed it for this reason")
    return parser


def outcome(dialog: Dialog) -> Outcome:
    """One dialog, replayed and judged by the visits that are booked at its end and the time that was read back last."""
    talk = desk.hold(dialog)
    booked = [visit.slot for visit in talk.visits]
    reached = [*booked, *filter(None, (talk.read_back,))]
    missed = [dialog.goal.missed(slot, slot.starts_at.astimezone(talk.zone), _name(talk, slot)) for slot in reached]
    if not reached:
        return Outcome(talk, _stuck(talk))
    if () in missed:
        return Outcome(talk, "", () in missed[: len(booked)])
    return Outcome(talk, f"another {' and '.join(min(missed, key=len))}", bool(booked))


def _name(talk: desk.Talk, slot: desk.Slot) -> str:
    return talk.clinic.provider(slot.provider).name


def _stuck(talk: desk.Talk) -> str:
    """Why nothing was read back."""
    if not talk.began:
        return "a person was brought" if talk.cases else "no booking began"
    top = talk.session.top
    if top is not None and top.state in _STUCK:
        return _STUCK[top.state]
    return "a person was brought" if talk.cases else "the booking was left"


def report(outcomes: Sequence[Outcome], part: str) -> Iterator[str]:
    """A table of the sources, then why the others failed, then how long the dialog took."""
    yield f"\nPublic dialogs, part: {part}\n"
    yield "| | dialogs | goal met | of these booked | % | goal |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for source, goal in MUST.items():
        own = [one for one in outcomes if one.talk.dialog.source == source]
        met = [one for one in own if not one.why]
        if own:
            share = f"{100 * len(met) / len(own):.1f}"
            booked = sum(one.booked for one in met)
            yield f"| {source} | {len(own)} | {len(met)} | {booked} | {share} | ≥ {100 * goal:.0f} |"
    reasons = Counter((one.why, one.talk.dialog.source) for one in outcomes if one.why)
    yield "\nWhy the others did not:\n"
    for why in sorted({why for why, _ in reasons}, key=lambda why: -sum(reasons[why, source] for source in MUST)):
        yield f"- {why}: " + ", ".join(f"{source} {reasons[why, source]}" for source in MUST if reasons[why, source])
    again = [desk.hold(one.talk.dialog, one.talk.clinic) for one in outcomes[:TIMED]]  # its tables are made by now
    times = sorted(time / 1000 for talk in again for time in talk.nanoseconds)
    if times:
        p99 = times[int(0.99 * len(times))]
        yield f"\nThe dialog's part of a step, processor time: p50 {statistics.median(times):.0f} µs, p99 {p99:.0f} µs"


def misses(outcomes: Sequence[Outcome], most: int, why: str) -> Iterator[str]:
    """Talks that missed their goal, whole."""
    for one in [one for one in outcomes if one.why and why in one.why][:most]:
        yield f"\n## {one.talk.dialog.id}: {one.why}\n{one.talk.dialog.goal} {one.talk.dialog.now:%a %Y-%m-%d %H:%M}"
        yield from one.talk.lines


if __name__ == "__main__":
    sys.exit(main())
