"""Fifty telephone calls at once: how long a caller waits for each document.

Every call walks the whole way: greeting, date of birth, another time, two openings, read back, moved. A caller listens
and keys; a document every two seconds in each call is more than people do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count

from bench import load, servers, town
from tests import office, signing

CALLS = 50
SECONDS_BETWEEN = 2.0
MUST_MS = 150
KEYS = ("2", "", "1", "1", "1", "1")  # the second is the date of birth


def measure(kind: str, variables: Mapping[str, str], seconds: float) -> None:
    """Print the row of one database."""
    with servers.frontdesk(variables) as (port, _):
        load.paced(port, _documents(f"{kind}-warm"), CALLS, 2.0, CALLS / SECONDS_BETWEEN)
        result = load.paced(port, _documents(kind), CALLS, 4 * seconds, CALLS / SECONDS_BETWEEN)
    waits = f"p50 {result.percentile(0.5):.1f} ms, p99 {result.percentile(0.99):.1f} ms"
    print(f"  {CALLS} calls       {result.rate:7.0f} documents a second, {waits} (p99 below {MUST_MS} ms)")
    if result.failures:
        raise SystemExit(f"  {result.failures} documents were not what they should be: nothing of this counts")


def _documents(label: str) -> Iterator[bytes]:
    """An endless stream: fifty calls walk on together, one document each, then the next fifty begin."""
    for round_ in count():
        for turn in range(len(KEYS) + 1):
            for line in range(CALLS):
                yield _document(label, (round_ * CALLS + line) % town.PHONES, turn, round_)


def _document(label: str, number: int, turn: int, round_: int) -> bytes:
    sid = signing.sid_of(label, number, round_, prefix="CA")
    form = {
        "CallSid": sid,
        "AccountSid": signing.ACCOUNT,
        "From": town.phone(number),
        "To": signing.CLINIC_PHONE,
        "CallStatus": "in-progress",
        "Direction": "inbound",
    }
    if turn == 0:
        return load.post("/twilio/voice", form, office.PUBLIC_URL)
    form["Digits"] = KEYS[turn - 1] or f"{town.born(number):%m%d%Y}"
    return load.post(f"/twilio/voice/turn?c=oak&call={sid}&n={turn}", form, office.PUBLIC_URL)
