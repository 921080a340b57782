"""How well utterances are understood: our own sentences, cries for help, and a folder of public utterances.

`python -m bench.understanding --data FOLDER` prints a table of each, beside the parsers of dates that are installed.
The public utterances are not part of the project; without the folder only our own sets are scored.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from bench import baselines, own, public, safety
from bench.public import MISSING, PARTS, Part
from bench.timing import Timed

TASKS = ("own", "safety", "time", "acts")


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    folder: Path | None = options.data
    there = folder is not None and folder.is_dir()
    tasks = [task for task in TASKS if options.only in {None, task}]
    if not there and options.only in {"time", "acts"}:
        print(MISSING.format(folder=folder or "folder"), file=sys.stderr)
        return 2
    part = Part(folder, options.part, options.source, options.prefix, options.errors) if folder and there else None
    for task in tasks:
        for line in _TABLES[task](part, options):
            print(line, flush=True)
    if part is None and options.only is None:
        print(MISSING.format(folder=folder or "folder of public utterances"), file=sys.stderr)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Measure the understanding.")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="where the public utterances are")
    parser.add_argument("--part", choices=PARTS, default="count", help="which half  [default: the one that counts]")
    parser.add_argument("--only", choices=TASKS, help="one of the tables")
    parser.add_argument("--source", action="append", default=[], help="one public source; may be repeated")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show so many misses")
    parser.add_argument("--prefix", default="", help="asr_ for the transcripts of speech")
    parser.add_argument("--alone", action="store_true", help="leave the other parsers out")
    return parser


def _others(options: argparse.Namespace) -> Iterator[tuple[str, baselines.Parser | None]]:
    for name in () if options.alone else baselines.NAMES:
        yield name, baselines.parser(name)


def _table(title: str, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]]) -> Iterator[str]:
    """A table as Markdown."""
    yield f"\n{title}\n"
    yield f"| | {' | '.join(columns)} |"
    yield f"| --- |{' ---: |' * len(columns)}"
    for name, cells in rows:
        yield f"| {name} | {' | '.join(cells)} |"


def _own(_part: Part | None, options: argparse.Namespace) -> Iterator[str]:
    kinds = list(dict.fromkeys(record["source"].split("_")[1] for record in own.records()))
    score, timed = own.score(own.ours)
    readers: list[tuple[str, tuple[own.Score, Timed] | None]] = [("frontdesk", (score, timed))]
    readers += [(name, own.score(own.with_parser(parser)) if parser else None) for name, parser in _others(options)]
    rows = [(name, _own_cells(kinds, result)) for name, result in readers]
    yield from _table("Our own sentences: times right, %", [*kinds, "all", "mean / p50 / p99 µs", "crashes"], rows)
    told = [f"{kind} {_percent(right)} of {len(right)}" for kind, right in score.acts.items()]
    yield f"\nActs right, %: {', '.join(told)}, all {_percent(list(chain(*score.acts.values())))}"
    yield from score.misses[: options.errors]


def _own_cells(kinds: Sequence[str], result: tuple[own.Score, Timed] | None) -> list[str]:
    if result is None:
        return ["not installed"] + [""] * (len(kinds) + 2)
    score, timed = result
    every = list(chain(*score.times.values()))
    return [*(_percent(score.times[kind]) for kind in kinds), _percent(every), timed.told(), str(timed.crashes)]


def _safety(part: Part | None, options: argparse.Namespace) -> Iterator[str]:
    lines = safety.records()
    seen, kept = (safety.heard(line for line in lines if safety.kept(line) is told) for told in (False, True))
    rows = [(kind, [*_counted(seen[kind]), *_counted(kept[kind]), _wanted(kind)]) for kind in seen]
    yield from _table("Alarms raised, %", ["lines seen", "of these", "lines kept back", "of these", "goal"], rows)
    if part is not None:
        texts = [json.loads(line)["text"] for line in part.records("acts")]
        raised = [text for text in texts if safety.alarming(text)]
        yield f"\nFalse alarms on {len(texts)} public texts: {100 * len(raised) / len(texts):.2f} % (goal: at most 1)"
        yield from raised[: options.errors]
    yield from safety.wrong(lines)[: options.errors]


def _counted(alarms: Sequence[bool]) -> list[str]:
    return [str(len(alarms)), _percent(alarms)]


def _wanted(kind: str) -> str:
    return f"≥ {100 * safety.MUST[kind]:.0f}" if kind in safety.MUST else f"≤ {100 * safety.MAY:.0f}"


def _time(part: Part | None, options: argparse.Namespace) -> Iterator[str]:
    if part is None:
        return
    told = {"frontdesk": public.scored(part, "time", public.read_time)}
    quiet = Part(part.folder, part.half, part.sources, part.prefix)
    for name, parser in _others(options):
        told[name] = public.scored(quiet, "time", public.with_parser(parser)) if parser else ""
    sources = list(public.by_source(told["frontdesk"]))
    rows = [(name, _time_cells(sources, printed)) for name, printed in told.items()]
    columns = [*sources, "crowd", "mean / p50 / p99 µs"]
    yield from _table(f"Public dates, match %, part: {part.half}", columns, rows)
    yield from _misses(told["frontdesk"])


def _time_cells(sources: Sequence[str], printed: str) -> list[str]:
    if not printed:
        return ["not installed"] + [""] * (len(sources) + 1)
    figures, last = public.by_source(printed), public.final(printed)
    times = " / ".join(last[key] for key in ("mean_us", "median_us", "p99_us"))
    return [*(figures[source] for source in sources), last["crowd_match"], times]


def _acts(part: Part | None, options: argparse.Namespace) -> Iterator[str]:
    if part is None:
        return
    told = public.scored(part, "acts", public.read_acts)
    figures, last = public.by_source(told), public.final(told)
    times = " / ".join(last[key] for key in ("mean_us", "median_us", "p99_us"))
    sources = [source for source in ("sgd", "nlupp", "smcalflow", "multidogo", "clinc") if source in figures]
    cells = [*(figures[source] for source in sources), last["mean_source_exact"], last["pooled_macroF1"], times]
    columns = [*sources, "mean exact", "pooled macro-F1", "mean / p50 / p99 µs"]
    yield from _table(f"Public acts, exact %, part: {part.half}", columns, [("frontdesk", cells)])
    yield from told.splitlines() if options.errors else ()


def _misses(printed: str) -> Iterator[str]:
    yield from (line for line in printed.splitlines() if line.startswith("MISS"))


def _percent(right: Sequence[bool]) -> str:
    return f"{100 * sum(right) / len(right):.1f}" if right else ""


_TABLES: dict[str, Callable[[Part | None, argparse.Namespace], Iterator[str]]] = {
    "own": _own, "safety": _safety, "time": _time, "acts": _acts,
}  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
