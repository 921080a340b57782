"""The waiting list: who has an offer has one, and an open offer holds its opening."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from storage.invariants.looking import Look, own
from storage.schema import holds, waitlist, waitlist_offers
from storage.slots import SLOT

_ENTRIES = own(waitlist, "id", "state", "offers")
_OFFERS = own(waitlist_offers, "id", "waitlist_id", "hold_id", "state", "expires_at", *SLOT)
_HOLDS = own(holds, "id", *SLOT)


def wrong_line(look: Look) -> Iterator[str]:
    """Entry and offers agree: one open offer where there is an offer, none elsewhere, and all were counted."""
    offers = look.at(_OFFERS)
    open_ones = Counter(row.waitlist_id for row in offers if row.state == "open")
    made = Counter(row.waitlist_id for row in offers)
    for row in look.at(_ENTRIES):
        if open_ones[row.id] != (row.state == "offered"):
            yield f"entry {row.id} is {row.state} and has {open_ones[row.id]} open offers"
        if made[row.id] != row.offers:
            yield f"entry {row.id} counts {row.offers} offers of {made[row.id]}"


def wrong_offers(look: Look) -> Iterator[str]:
    """An open offer holds its opening until it expires; one that is over holds nothing."""
    held = {row.id: tuple(getattr(row, name) for name in SLOT) for row in look.at(_HOLDS)}
    for row in look.at(_OFFERS):
        opening = tuple(getattr(row, name) for name in SLOT)
        if row.state != "open" and row.hold_id in held:
            yield f"offer {row.id} is {row.state} and still holds its opening"
        elif row.state == "open" and row.expires_at > look.work.now and held.get(row.hold_id) != opening:
            yield f"offer {row.id} is open and does not hold its opening"
