"""Whether an opening keeps its provider's day compact: no time before or after it that is too short for any visit."""

from __future__ import annotations

from scheduler.search import Free, Search


def is_compact(search: Search, free: Free, first_day: int, cell: int) -> bool:
    """Whether the working time beside a visit that starts at `cell` of the stretch is none, or enough for a visit."""
    kind, post, book = search.kind, free.post, search.book
    begins = max(cell - kind.buffer_before_minutes // 5, 0)
    ends = cell + (kind.minutes + kind.buffer_minutes) // 5
    shortest = book.shortest(post.provider)
    idle = book.hours_from(post.provider, post.location, first_day) & ~free.busy
    before, after = idle & (1 << begins) - 1, idle >> ends
    gap_before = begins - (before ^ (1 << begins) - 1).bit_length()
    gap_after = (after ^ after + 1).bit_length() - 1
    return not (0 < gap_before < shortest or 0 < gap_after < shortest)
