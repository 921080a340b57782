"""How well utterances are understood, measured on a folder of public utterances that are not part of the project.

`python -m bench.understanding --data FOLDER` reads `time.jsonl` and `acts.jsonl` there and judges with the scorers that
lie beside them. The utterances are cut in two by their ids: one half to look at (`--part tune`), one that only counts.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import io
import json
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from dialogs.calls import sounds
from dialogs.understanding import Context, Understanding, understand
from scheduler.wishes import Border, Grain, When

MISSING = """There is no {folder}.
Give the folder with time.jsonl, acts.jsonl, acts_labels.json,
score_time.py and score_acts.py. They are made from public
corpora: Schema-Guided Dialogue, NLU++, SMCalFlow 2.0, MultiDoGO and CLINC150 for acts; the first three and the tests of
Duckling and Recognizers-Text for dates. Their licences do not let us bring them along."""
_PARTS = ("tune", "count", "all")


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    folder: Path | None = options.data
    if folder is None or not folder.is_dir():
        print(MISSING.format(folder=folder or "folder"), file=sys.stderr)
        return 2
    for task, function in (("time", read_time), ("acts", read_acts)):
        if options.only in {None, task}:
            print(f"== {task}, part: {options.part}")
            print(_scored(folder, task, _as_heard(function) if options.prefix else function, options))
    return 0


def _as_heard(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same for what a recogniser wrote, mended as in a call."""
    return lambda text, given, lang: function(sounds.repaired(text, lang), given, lang)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Measure the understanding on public utterances.")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="where the utterances are")
    parser.add_argument("--part", choices=_PARTS, default="count", help="which half  [default: the one that counts]")
    parser.add_argument("--only", choices=("time", "acts"), help="one of the two tasks")
    parser.add_argument("--source", action="append", default=[], help="one source; may be repeated")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show so many misses")
    parser.add_argument("--prefix", default="", help="asr_ for the transcripts of speech")
    return parser


def _scored(folder: Path, task: str, function: Callable[..., Any], options: argparse.Namespace) -> str:
    """What the scorer of a task prints."""
    scorer = _loaded(folder / f"score_{task}.py")
    scorer.load = lambda _name: function  # type: ignore[attr-defined]
    told = io.StringIO()
    with tempfile.TemporaryDirectory() as scratch, contextlib.redirect_stdout(told):
        data = Path(scratch) / "part.jsonl"
        data.write_text("".join(_part(folder / f"{options.prefix}{task}.jsonl", options.part)), encoding="utf-8")
        sources = [word for source in options.source for word in ("--source", source)]
        scorer.main(["--data", str(data), "--errors", str(options.errors), *sources, "ours:understand"])
    return told.getvalue()


def _loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _part(path: Path, part: str) -> Iterator[str]:
    """The lines of one half; the same id is always in the same half."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            half = _PARTS[zlib.crc32(json.loads(line)["id"].encode()) % 2]
            if part in {"all", half}:
                yield line


def read_time(text: str, now: datetime, lang: str) -> dict[str, Any] | None:
    """What is understood, in the form that the scorer of dates judges: the first reading alone."""
    heard = understand(text, now, now.tzinfo, lang, Context(), languages=("en", "es"))  # type: ignore[arg-type]
    return None if heard.when is None else _as_judged(heard.when)


def _as_judged(when: When) -> dict[str, Any] | None:
    if not when.windows:
        return None
    window = when.windows[0]
    opened = "end" if window.end is None else "start" if window.start is None else None
    whole = window.grain is Grain.DAY and opened is None
    return {
        "start": _border(window.start, whole),
        "end": None if window.grain in {Grain.MINUTE, Grain.DAY} and opened is None else _border(window.end, whole),
        "grain": "interval" if window.grain is Grain.INTERVAL else window.grain.value,
        "open": opened,
    }


def _border(border: Border, whole: bool) -> str | None:
    if border is None:
        return None
    if isinstance(border, datetime):
        return border.date().isoformat() if whole else border.isoformat()
    return border.strftime("%H:%M")


def read_acts(text: str, context: dict[str, Any] | None, lang: str) -> list[str]:
    """The acts that are understood, the surest first."""
    return [heard.act.value for heard in _heard(text, context, lang).acts]


def _heard(text: str, context: dict[str, Any] | None, lang: str) -> Understanding:
    asked = str(context.get("system") or "") if context else ""
    return understand(text, _NOW, _NOW.tzinfo, lang, Context(asked=asked), languages=("en", "es"))  # type: ignore[arg-type]


_NOW = datetime.fromisoformat("2027-03-12T10:00:00-06:00")


if __name__ == "__main__":
    sys.exit(main())
