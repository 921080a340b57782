"""Which openings keep a provider's day compact: none before or after them in which nothing could be booked any more."""

from __future__ import annotations

from scheduler.bits import joined
from scheduler.search import DAYS_AT_ONCE, Free, Search


def compact(search: Search, free: Free, first_day: int) -> int:
    """The starts of `free` beside which the working time left is none, or enough for the shortest visit."""
    kind, post, book = search.kind, free.post, search.book
    days = DAYS_AT_ONCE + 1
    hours = joined(book.open_cells(post.provider, post.location, first_day + n) for n in range(days))
    idle, shortest = hours & ~free.busy, book.shortest(post.provider)
    after = (kind.minutes + kind.buffer_minutes) // 5
    useless = _short_runs_before(idle << kind.buffer_before_minutes // 5, shortest)
    return free.starts & ~(useless | _short_runs_at(idle >> after, shortest))


def _short_runs_before(idle: int, shortest: int) -> int:
    """The cells just before which 1 to `shortest` - 1 idle cells end, and no more."""
    found, chain = 0, idle << 1
    for length in range(1, shortest):
        further = idle << length + 1
        found |= chain & ~further
        chain &= further
    return found


def _short_runs_at(idle: int, shortest: int) -> int:
    """The cells at which 1 to `shortest` - 1 idle cells begin, and no more."""
    found, chain = 0, idle
    for length in range(1, shortest):
        further = idle >> length
        found |= chain & ~further
        chain &= further
    return found
