"""What words mean to forms and insurance: answers, corrections, leaving and going on; read by `answering`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WantsForm:
    """A form is asked for, or shall go on where it stood."""


@dataclass(frozen=True, slots=True)
class GaveAnswer:
    """The answer to the question of a form; `concern` is a case's reason where a person should look at it."""

    value: str
    concern: str = ""


@dataclass(frozen=True, slots=True)
class Amended:
    """Another answer to the question before: "no, I meant ..."."""

    value: str


@dataclass(frozen=True, slots=True)
class UnclearAnswer:
    """Words in the place of an answer that cannot be one, such as half a member id."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """No answer to this question."""


@dataclass(frozen=True, slots=True)
class PutsOff:
    """Not now: what was answered so far is kept."""


@dataclass(frozen=True, slots=True)
class BringsInsurance:
    """The patient has insurance details for us."""


@dataclass(frozen=True, slots=True)
class SentPictures:
    """Pictures or files came with the text."""

    count: int
