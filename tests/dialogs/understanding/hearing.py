"""Understanding a text on Friday 12 March 2027 at ten in Chicago, for tests: the clocks go forward two nights later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from dialogs.understanding import Context, Understanding, understand
from scheduler.wishes import Window
from tests.builders import NOW, ZONE

PROVIDERS = (("lee", ("Dr. Lee", "Doctor Lee", "Lee")), ("may", ("Dr. May", "May")), ("friday", ("Dr. Ann Friday",)))


def hear(
    text: str, asked: str = "", options: Sequence[str] = (), lang: str = "en", languages: Sequence[str] = ("en", "es")
) -> Understanding:
    return understand(text, NOW, ZONE, lang, Context(asked, tuple(options)), providers=PROVIDERS, languages=languages)


def acts(text: str, asked: str = "", options: Sequence[str] = (), lang: str = "en") -> list[str]:
    return [heard.act.value for heard in hear(text, asked, options, lang).acts]


def told(border: datetime | time | None) -> str:
    """A border as "15 14:00", the day of March 2027 and the clock; "03-04 09:00" in other months."""
    if border is None:
        return ".."
    if isinstance(border, time):
        return f"{border:%H:%M}"
    day = f"{border:%d}" if (border.year, border.month) == (2027, 3) else f"{border:%m-%d}"
    return f"{day} {border:%H:%M}"


def windows(found: Sequence[Window]) -> list[str]:
    return [f"{told(window.start)} to {told(window.end)}" for window in found]


def wished(text: str, asked: str = "", lang: str = "en") -> list[str]:
    when = hear(text, asked, lang=lang).when
    return [] if when is None else windows(when.windows)


def refused(text: str, lang: str = "en") -> list[str]:
    when = hear(text, lang=lang).when
    return [] if when is None else windows(when.excluded)
