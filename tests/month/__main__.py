"""`python -m tests.month --people 150 --days 30 --seed 7`: the report of a month, and what counts against it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.month import simulate
from tests.month.report import written


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.month", description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=150, help="phones that text the clinic")
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--transcript", type=Path, help="write every text there")
    options = parser.parse_args()
    month = simulate(options.people, options.days, options.seed)
    if options.transcript:
        options.transcript.write_text("\n".join(month.transcript) + "\n", encoding="utf-8")
    print(written(month), end="")
    print(*month.observer.evidence, sep="\n", file=sys.stderr)
    sys.exit(any(month.observer.counts.values()))


if __name__ == "__main__":
    main()
