"""`python -m bench`: a full text turn against a constant view under the same server, on SQLite and on PostgreSQL.

Both are measured in one run, in turns (A B A B), and the ratio is the median of the pairs' ratios. Databases lie in
memory unless `--disk` is given, so that the disk is not what is measured; every commit is flushed all the same.
"""

from __future__ import annotations

import argparse
import contextlib
import statistics
import tempfile
from collections.abc import Iterator
from itertools import count, cycle, islice
from pathlib import Path

from bench import calls, load, pieces, sending, servers, town
from bot import settings, wiring
from storage.migrations import migrate
from tests import office, postgres, signing

TARGET = "/twilio/sms"
PHONES_AT_ONCE = 200
AHEAD = 30_000
MEMORY = Path("/dev/shm")
BODIES = ("Can I move my appointment to next week in the afternoon?", "Any morning in the next 30 days", "when is it?")
MUST = {"sqlite": 0.18, "postgres": 0.12}


def main() -> None:
    options = _parser().parse_args()
    folder = None if options.disk or not MEMORY.is_dir() else MEMORY
    with tempfile.TemporaryDirectory(dir=folder) as home, servers.yardstick("static") as (static_port, _):
        print(f"{PHONES_AT_ONCE} phones at once, {options.pairs} pairs of {options.seconds} s, databases in {home}\n")
        for kind in options.databases:
            with _database(kind, Path(home)) as url:
                _turns(kind, url, static_port, options)
                calls.measure(kind, variables(url), options.seconds)
                pieces.search(kind, url)
                sending.sending(kind, url)
                print()
    if not options.turns_only:
        pieces.small()
        pieces.start_and_memory()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.partition("\n")[0])
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0, help="length of each measurement")
    parser.add_argument("--databases", nargs="+", choices=tuple(MUST), default=list(MUST))
    parser.add_argument("--disk", action="store_true", help="databases on the disk of temporary files")
    parser.add_argument("--turns-only", action="store_true")
    return parser


@contextlib.contextmanager
def _database(kind: str, home: Path) -> Iterator[str]:
    """A settled database of its own."""
    with contextlib.ExitStack() as stack:
        url = f"sqlite:///{home}/frontdesk.db"
        if kind == "postgres":
            server = servers.postgresql(home)
            stack.callback(server.close)
            server.start()
            databases = postgres.Databases(server.admin_url)
            url = databases.url(databases.create())
        desk = wiring.build(settings.read(variables(url)))
        migrate(desk.database)
        town.settle(desk)
        desk.database.close()
        yield url


def variables(url: str) -> dict[str, str]:
    return {**office.variables(url), "FRONTDESK_ENV": "production"}


def texts(label: str) -> Iterator[bytes]:
    """An endless stream of signed texts, each phone's turn coming round as late as possible."""
    for number in count():
        body = BODIES[number // town.PHONES % len(BODIES)]
        sid = signing.sid_of(label, number)
        yield load.request(TARGET, town.phone(number % town.PHONES), body, sid, office.PUBLIC_URL)


def _turns(kind: str, url: str, static_port: int, options: argparse.Namespace) -> None:
    static, turns = [], []
    with servers.frontdesk(variables(url)) as (port, _):
        ready = [_ready(texts(f"{kind}-{number}")) for number in range(2)]
        again_and_again = cycle(list(islice(ready[1], AHEAD)))  # the constant view minds no repetition
        load.closed(port, ready[0], PHONES_AT_ONCE, 1.0)
        for _ in range(options.pairs):
            static.append(load.closed(static_port, again_and_again, PHONES_AT_ONCE, options.seconds))
            turns.append(load.closed(port, ready[0], PHONES_AT_ONCE, options.seconds))
        rate = statistics.median(result.rate for result in turns)
        half = load.paced(port, ready[0], PHONES_AT_ONCE, 2 * options.seconds, rate / 2)
        eight = load.closed(port, ready[0], 8, 2 * options.seconds)
    ratio = statistics.median(turn.rate / page.rate for turn, page in zip(turns, static, strict=True))
    failures = sum(result.failures for result in (*turns, half, eight))
    print(f"{kind}: {ratio:.2f} of the constant view (must be {MUST[kind]})")
    print(f"  constant view  {statistics.median(r.rate for r in static):7.0f} a second")
    print(f"  full turn      {rate:7.0f} a second, {_percentiles(turns[len(turns) // 2])}")
    print(f"  at half rate   {half.rate:7.0f} a second, {_percentiles(half)} (p99 below 100 ms)")
    tail = eight.percentile(0.99) / eight.percentile(0.5)
    print(f"  eight phones   {eight.rate:7.0f} a second, {_percentiles(eight)}, p99/p50 {tail:.1f} (at most 6)")
    if failures:
        raise SystemExit(f"  {failures} texts were not answered as they should be: nothing of this counts")


def _ready(stream: Iterator[bytes]) -> Iterator[bytes]:
    """Signed beforehand, so that signing is not part of what is measured."""
    prepared = [next(stream) for _ in range(AHEAD)]
    yield from prepared
    yield from stream


def _percentiles(result: load.Result) -> str:
    return f"p50 {result.percentile(0.5):.1f} ms, p99 {result.percentile(0.99):.1f} ms"


if __name__ == "__main__":
    main()
