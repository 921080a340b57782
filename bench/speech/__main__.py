"""`python -m bench.speech` scores what was heard; `--record PYTHON` has the sentences spoken and heard anew.

PYTHON is the interpreter of the environment that has the recogniser; `make speech` makes one.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.speech import sentences
from bench.speech.sentences import HEARD, Score

RECOGNISE = Path(__file__).with_name("recognise.py")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="How well spoken sentences are understood over a telephone.")
    parser.add_argument("--record", metavar="PYTHON", help="speak and hear all of them anew")
    options = parser.parse_args(arguments)
    if options.record and (code := _record(options.record)):
        return code
    for line in _told():
        print(line)
    return 0


def _record(python: str) -> int:
    """What was heard replaces the file only once all of it is there."""
    said = "".join(json.dumps({"id": each["id"], "text": each["text"]}) + "\n" for each in sentences.sentences())
    told = subprocess.run([python, str(RECOGNISE)], input=said, stdout=subprocess.PIPE, text=True, check=False)
    if told.returncode == 0:
        HEARD.write_text(told.stdout, encoding="utf-8")
    return told.returncode


def _told() -> list[str]:
    clean, (heard, unsure) = sentences.clean(), sentences.as_heard()
    return [
        "| | acts right, % | times right, % | another time understood |",
        "| --- | ---: | ---: | ---: |",
        _row(f"as meant ({len(clean.acts)} acts, {len(clean.times)} times)", clean),
        _row("as heard over a telephone", heard),
        "",
        f"Asked again unread, for want of confidence: {unsure} of {len(list(sentences.sentences()))}.",
        *(f"another time: {text}" for text in heard.other_times),
    ]


def _row(name: str, score: Score) -> str:
    return f"| {name} | {_percent(score.acts)} | {_percent(score.times)} | {len(score.other_times)} |"


def _percent(right: Sequence[bool]) -> str:
    return f"{100 * sum(right) / len(right):.1f}"


if __name__ == "__main__":
    sys.exit(main())
