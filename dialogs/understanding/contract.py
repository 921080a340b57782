"""Understandings as plain JSON-able data, in the names that the outside sees, and wishes back from it.

`when_from_json(when_to_json(when)) == when`: sessions keep wishes in this form.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from dialogs.understanding.model import Act, Heard, Understanding
from scheduler.wishes import Border, Grain, Order, When, Window


def to_json(understanding: Understanding, explain: bool = False) -> dict[str, Any]:
    """The answer to `frontdesk understand`, without the request's id."""
    answer: dict[str, Any] = {
        "acts": [_act(heard, explain) for heard in understanding.acts],
        "when": None if understanding.when is None else when_to_json(understanding.when),
        "lang": understanding.lang,
        "confidence": round(understanding.confidence, 3),
    }
    if explain:
        answer["because"] = list(understanding.because)
    return answer


def when_to_json(when: When) -> dict[str, Any]:
    """Windows, exceptions and order; `alternatives` only where there are other readings."""
    data: dict[str, Any] = {
        "windows": [_window(window) for window in when.windows],
        "except": [_window(window) for window in when.excluded],
        "order": None if when.order is None else when.order.value,
    }
    if when.alternatives:
        data["alternatives"] = [when_to_json(other) for other in when.alternatives]
    return data


def when_from_json(data: Mapping[str, Any]) -> When:
    """The wish that `when_to_json` wrote."""
    return When(
        windows=tuple(_read_window(window) for window in data["windows"]),
        excluded=tuple(_read_window(window) for window in data["except"]),
        order=None if data["order"] is None else Order(data["order"]),
        alternatives=tuple(when_from_json(other) for other in data.get("alternatives", ())),
    )


def _act(heard: Heard, explain: bool) -> dict[str, Any]:
    data: dict[str, Any] = {"act": heard.act.value}
    topic = heard.topic if heard.act is Act.ASK_INFO else None
    details = {"option": heard.option, "name": heard.name, "topic": topic}
    data.update({key: value for key, value in details.items() if value is not None})
    if explain and heard.because:
        data["because"] = heard.because
    return data


def _window(window: Window) -> dict[str, str | None]:
    return {"start": _written(window.start), "end": _written(window.end), "grain": window.grain.value}


def _read_window(data: Mapping[str, Any]) -> Window:
    return Window(_read(data["start"]), _read(data["end"]), Grain(data["grain"]))


def _written(border: Border) -> str | None:
    if border is None:
        return None
    return border.isoformat() if isinstance(border, datetime) else border.strftime("%H:%M")


def _read(text: str | None) -> Border:
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else time.fromisoformat(text)
