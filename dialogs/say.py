"""What is to be said: the key of a prompt and its values. `prompts` makes words of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scheduler.values import quick


@quick
@dataclass(frozen=True, slots=True)
class Say:
    """One prompt. Values are plain, or domain values that `record` can write; `options` are numbered on the way out.

    `repeated` is a question that was asked before: it is left out where a text grows too long.
    """

    key: str
    values: Mapping[str, object] = field(default_factory=dict)
    repeated: bool = False

    @property
    def options(self) -> tuple[object, ...]:
        options = self.values.get("options", ())
        return options if isinstance(options, tuple) else ()
