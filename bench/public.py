"""The public utterances, judged by the scorers that lie beside them.

They are cut in two by their ids: one half to look at (`tune`), one that only counts.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import re
import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.baselines import Parser, as_judged
from dialogs.calls import sounds
from dialogs.understanding import Context, understand, utterance
from dialogs.understanding.acts import acts_of, linear
from dialogs.understanding.acts.linear import Weights
from scheduler.wishes import Border, Grain, When, Window

MISSING = """There is no {folder}.
Give the folder with time.jsonl, acts.jsonl, acts_labels.json,
score_time.py and score_acts.py. They are made from public
corpora: Schema-Guided Dialogue, NLU++, SMCalFlow 2.0, MultiDoGO and CLINC150 for acts; the first three and the tests of
Duckling and Recognizers-Text for dates. Their licences do not let us bring them along."""
HALF = Path(__file__).parent / "training" / "half.tsv"
PARTS = ("tune", "count", "all")
NOW = datetime.fromisoformat("2027-03-12T10:00:00-06:00")


@dataclass(frozen=True, slots=True)
class Part:
    """What is to be judged: a folder, one of its halves, of it some sources, as written or as a recogniser heard it."""

    folder: Path
    half: str = "count"
    sources: Sequence[str] = ()
    prefix: str = ""
    errors: int = 0

    def records(self, task: str) -> Iterator[str]:
        """The lines of one half; the same id is always in the same half."""
        with (self.folder / f"{self.prefix}{task}.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                half = PARTS[zlib.crc32(json.loads(line)["id"].encode()) % 2]
                if self.half in {"all", half}:
                    yield line


def scored(part: Part, task: str, function: Callable[..., Any]) -> str:
    """What the scorer of a task prints; what a recogniser wrote is mended first, as in a call."""
    if part.prefix:
        function = _as_heard(function)
    scorer = _loaded(part.folder / f"score_{task}.py")
    scorer.load = lambda _name: function  # type: ignore[attr-defined]
    told = io.StringIO()
    with tempfile.TemporaryDirectory() as scratch, contextlib.redirect_stdout(told):
        data = Path(scratch) / "part.jsonl"
        data.write_text("".join(part.records(task)), encoding="utf-8")
        sources = [word for source in part.sources for word in ("--source", source)]
        scorer.main(["--data", str(data), "--errors", str(part.errors), *sources, "ours:understand"])
    return told.getvalue()


def _as_heard(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda text, given, lang: function(sounds.repaired(text, lang), given, lang)


def _loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def by_source(told: str) -> dict[str, str]:
    """The main figure of every source, out of what a scorer printed."""
    return {found[1]: found[2] for found in re.finditer(r"^(\w+) +\d+ +([\d.]+) ", told, re.MULTILINE)}


def final(told: str) -> dict[str, str]:
    """The figures of a scorer's last line."""
    return dict(re.findall(r"(\w+)=(\S+)", told.rpartition("FINAL")[2]))


def read_time(text: str, now: datetime, lang: str) -> dict[str, Any] | None:
    """What is understood, in the form that the scorer of dates judges: the first reading alone."""
    heard = understand(text, now, now.tzinfo, lang, Context(), languages=("en", "es"))  # type: ignore[arg-type]
    return None if heard.when is None else _as_judged(heard.when, now)


def with_parser(parser: Parser) -> Callable[[str, datetime, str], dict[str, Any] | None]:
    return lambda text, now, lang: as_judged(parser(text, now, lang))


def _as_judged(when: When, now: datetime) -> dict[str, Any] | None:
    said = when.windows or when.excluded  # the sources mark a time that does not suit like any other
    if not said:
        return None
    window = _on_a_day(said[0], now)
    opened = "end" if window.end is None else "start" if window.start is None else None
    whole = window.grain is Grain.DAY and opened is None
    end = window.end
    if opened == "start" and window.grain is Grain.DAY and isinstance(end, datetime):
        end -= timedelta(days=1)  # "until Friday" names the Friday
    return {
        "start": _border(window.start, whole),
        "end": None if window.grain in {Grain.MINUTE, Grain.DAY} and opened is None else _border(end, whole),
        "grain": "interval" if window.grain is Grain.INTERVAL else window.grain.value,
        "open": opened,
    }


def _on_a_day(window: Window, now: datetime) -> Window:
    """A clock time without a day as the next such moment: some sources want that, others look at the clock."""
    start, end = window.start, window.end
    known = start if start is not None else end
    if not isinstance(known, time):
        return window
    first = datetime.combine(now.date(), known, now.tzinfo)
    first += timedelta(days=first < now.replace(second=0, microsecond=0))
    if not isinstance(end, time) or not isinstance(start, time):
        return Window(first if start is not None else None, None if start is not None else first, window.grain)
    last = datetime.combine(first.date(), end, now.tzinfo)
    return Window(first, last + timedelta(days=last <= first), window.grain)


def _border(border: Border, whole: bool) -> str | None:
    if border is None:
        return None
    if isinstance(border, datetime):
        return border.date().isoformat() if whole else border.isoformat()
    return border.strftime("%H:%M")


def read_acts(text: str, context: dict[str, Any] | None, lang: str) -> list[str]:
    """The acts that are understood, the surest first."""
    asked = Context(asked=str(context.get("system") or "") if context else "")
    said = utterance(text, NOW, NOW.tzinfo, lang, asked, languages=("en", "es"))  # type: ignore[arg-type]
    return [heard.act.value for heard in acts_of(said, _half()).acts]


@lru_cache(maxsize=1)
def _half() -> Weights:
    """Weights that never saw the half that counts; those that are shipped learnt from both."""
    return linear.read(HALF.read_text(encoding="utf-8"))
