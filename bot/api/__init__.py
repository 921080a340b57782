"""JSON for other systems: the cases and the schedule of one clinic, with a bearer token.

Everything but the description answers 401 without a valid token. Errors are JSON with one sentence. The verbs are
those of `bot.cases` and `bot.booking`; a request that repeats its `Idempotency-Key` gets its first answer again and
does nothing.
"""

from __future__ import annotations

from bot.api.rooms import blueprint

__all__ = ["blueprint"]
